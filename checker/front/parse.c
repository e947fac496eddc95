// SPDX-License-Identifier: GPL-2.0-only
/*
 * Parsing: libclang's options, the ladder of attempts, diagnostics, dependencies.
 *
 * Input: cleaned flags and a file.  Output: a summary file.  Invariant: nothing of a job survives it but the index.
 * Cost: dominated by libclang; with a precompiled header about a tenth of a plain parse.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/directive.h"
#include "front/lower.h"

struct front {
	struct front_config cfg;
	CXIndex index;
	struct texts texts;
	struct sum_deps *deps;	/* reset before each parse; remembers what files hold */
	VEC(struct CXUnsavedFile) unsaved;	/* cfg.overlay, in libclang's words */
};

struct front *front_new(const struct front_config *cfg)
{
	struct front *f = xcalloc(1, sizeof(*f));

	/* a crash must end the worker, not leave it half broken; and a thread per parse is only cost */
	setenv("LIBCLANG_DISABLE_CRASH_RECOVERY", "1", 1);
	setenv("LIBCLANG_NOTHREADS", "1", 1);
	f->cfg = *cfg;
	f->index = clang_createIndex(1, 0);
	f->deps = sum_deps_new();
	for (u32 i = 0; i < cfg->nr_overlay; i++)
		vec_push(&f->unsaved, (struct CXUnsavedFile){ cfg->overlay[i].path, cfg->overlay[i].text,
							      cfg->overlay[i].len });
	return f;
}

void front_free(struct front *f)
{
	clang_disposeIndex(f->index);
	sum_deps_free(f->deps);
	texts_free(&f->texts);
	vec_free(&f->unsaved);
	free(f);
}

const char *front_clang_version(void)
{
	static char text[128];
	CXString s;

	if (!text[0]) {
		s = clang_getClangVersion();
		snprintf(text, sizeof(text), "%s", clang_getCString(s));
		clang_disposeString(s);
	}
	return text;
}

static u64 now_usec(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (u64)t.tv_sec * 1000000 + (u64)t.tv_nsec / 1000;
}

/* ---- arguments ---- */

struct args {
	VEC(const char *) at;
};

static bool is_own(const struct tu_flags *fl, const char *arg)
{
	for (u32 i = 0; i < fl->nr_own; i++)
		if (fl->own[i] == arg)
			return true;
	return false;
}

static void args_make(struct args *a, const struct front *f, const struct tu_flags *fl, enum sum_mode mode,
		      const char *pch)
{
	vec_push(&a->at, "-w");
	vec_push(&a->at, "-ferror-limit=40");
	/* a prototype of the prelude may differ from a definition in the file in more than libclang lets pass */
	vec_push(&a->at, "-Wno-error");
	if (mode == SUM_PCH) {
		vec_push(&a->at, "-Xclang");
		vec_push(&a->at, "-fno-validate-pch");
		vec_push(&a->at, "-include-pch");
		vec_push(&a->at, pch);
	}
	for (u32 i = 0; i < fl->argc; i++) {
		/* what the build includes by force is in the precompiled header */
		if (mode == SUM_PCH && !strncmp(fl->argv[i], "-include", 8))
			continue;
		if (mode == SUM_IS_PCH && is_own(fl, fl->argv[i]))
			continue;
		vec_push(&a->at, fl->argv[i]);
	}
	if (mode == SUM_PRELUDE) {
		vec_push(&a->at, "-DGFPCHECK_NO_COMMON");
		vec_push(&a->at, "-include");
		vec_push(&a->at, f->cfg.prelude);
	}
}

/* ---- diagnostics ---- */

static u32 errors_of(CXTranslationUnit tu, char *first, size_t size, bool *only_missing)
{
	unsigned nr = clang_getNumDiagnostics(tu);
	u32 errors = 0;

	first[0] = '\0';
	*only_missing = true;
	for (unsigned i = 0; i < nr; i++) {
		CXDiagnostic d = clang_getDiagnostic(tu, i);

		if (clang_getDiagnosticSeverity(d) >= CXDiagnostic_Error) {
			CXString s = clang_formatDiagnostic(d, CXDiagnostic_DisplaySourceLocation |
							       CXDiagnostic_DisplayColumn);
			const char *text = clang_getCString(s);

			if (!errors++)
				snprintf(first, size, "%s", text);
			if (!strstr(text, "file not found"))
				*only_missing = false;
			clang_disposeString(s);
		}
		clang_disposeDiagnostic(d);
	}
	return errors;
}

/* ---- dependencies ---- */

struct dep_ctx {
	const struct front *front;
	const struct map *skip;
	struct err err;
	int rc;
};

static void dep_visit(CXFile f, CXSourceLocation *stack, unsigned depth, CXClientData data)
{
	struct dep_ctx *x = data;
	char *path = lower_path_of(f);
	const struct front_overlay *text;

	if (path[0] == '/' && !(x->skip && map_get(x->skip, hash_str(path)) != MAP_NONE)) {
		text = text_overlay(&x->front->cfg, path);
		if (text)
			sum_deps_add_content(x->front->deps, path, text->text, text->len);
		else if (sum_deps_add(x->front->deps, path, &x->err))
			x->rc = -1;
	}
	free(path);
}

/* ---- one attempt ---- */

struct attempt {
	CXTranslationUnit tu;
	enum sum_mode mode;
	u32 errors;
	bool only_missing;
	char first[512];
	u64 usec;
	const struct front_pch *pch;	/* of the job; NULL: none */
};

static int attempt(struct front *f, const char *file, const struct tu_flags *fl, const char *dir,
		   enum sum_mode mode, const char *pch, struct attempt *out)
{
	unsigned opt = CXTranslationUnit_KeepGoing;
	struct args a = { 0 };
	u64 t0 = now_usec();

	if (mode == SUM_IS_PCH)
		opt |= CXTranslationUnit_Incomplete | CXTranslationUnit_ForSerialization;
	args_make(&a, f, fl, mode, pch);
	if (mode == SUM_IS_PCH) {
		vec_push(&a.at, "-x");
		vec_push(&a.at, "c-header");
	}
	/* relative paths that survived (in macros such as __FILE__) resolve as in the build */
	if (chdir(dir)) {
		vec_free(&a.at);
		return -1;
	}
	*out = (struct attempt){ .mode = mode };
	if (clang_parseTranslationUnit2(f->index, file, a.at.at, (int)a.at.nr, f->unsaved.at,
					f->unsaved.nr, opt, &out->tu) || !out->tu) {
		vec_free(&a.at);
		return -1;
	}
	vec_free(&a.at);
	out->errors = errors_of(out->tu, out->first, sizeof(out->first), &out->only_missing);
	out->usec = now_usec() - t0;
	return 0;
}

struct clash {
	struct front *f;
	const struct front_pch *pch;
	bool found;
};

static void clash_visit(CXFile f, CXSourceLocation *stack, unsigned depth, CXClientData data)
{
	struct clash *x = data;
	char *path = lower_path_of(f);
	const char *guard;
	struct text text;
	size_t n = 0;

	if (depth && map_get(x->pch->files, hash_str(path)) == MAP_NONE) {
		text = texts_get(&x->f->texts, &x->f->cfg, path);
		guard = text.at ? text_guard(text.at, text.len, &n) : NULL;
		x->found |= guard && n && map_get(x->pch->guards, hash_bytes(guard, n)) != MAP_NONE;
	}
	free(path);
}

/* Did it include a file that seemed to have been read already, since another one has the same guard? */
static bool has_clash(struct front *f, const struct attempt *a, const struct front_pch *pch)
{
	struct clash x = { f, pch, false };

	if (pch && pch->guards && pch->guards->nr)
		clang_getInclusions(a->tu, clash_visit, &x);
	return x.found;
}

/* One step of the ladder; the best attempt is kept.  True: no other step can be better. */
static bool step(struct front *f, const struct front_job *job, enum sum_mode mode, const struct front_pch *pch,
		 struct attempt *best)
{
	struct attempt a;

	if (attempt(f, job->entry->file, job->flags, job->entry->dir, mode, pch ? pch->path : NULL, &a))
		return false;
	if (has_clash(f, &a, pch) || (best->tu && a.errors >= best->errors)) {
		clang_disposeTranslationUnit(a.tu);
		return false;
	}
	if (best->tu)
		clang_disposeTranslationUnit(best->tu);
	*best = a;
	best->pch = pch;
	/* a header that does not exist is missing on every step */
	return !a.errors || (a.only_missing && mode == SUM_PRELUDE);
}

/* Down the ladder until there are no errors. */
static int climb(struct front *f, const struct front_job *job, struct attempt *best)
{
	best->tu = NULL;
	for (u32 i = 0; i < job->nr_pch; i++)
		if (step(f, job, SUM_PCH, &job->pch[i], best))
			return 0;
	if (!step(f, job, SUM_PRELUDE, NULL, best))
		(void)step(f, job, SUM_PLAIN, NULL, best);
	return best->tu ? 0 : -1;
}

static void lower_free(struct lower *lw)
{
	strtab_free(&lw->names);
	map_free(&lw->type_map);
	map_free(&lw->sym_map);
	map_free(&lw->field_map);
	map_free(&lw->file_map);
	map_free(&lw->text_map);
	vec_free(&lw->text);
	map_free(&lw->gfp_map);
	map_free(&lw->def_map);
	map_free(&lw->done_map);
	map_free(&lw->local_map);
	map_free(&lw->static_map);
	vec_free(&lw->defined_fn);
	vec_free(&lw->todo);
	vec_free(&lw->cleanup);
	vec_free(&lw->saved_cleanup);
	vec_free(&lw->label);
	vec_free(&lw->gotos);
	vec_free(&lw->asms);
	vec_free(&lw->loop);
}

struct output {
	const char *file;	/* as parsed */
	const char *summary;
	u32 nr_unknown_flags;
};

static int lower_and_write(struct front *f, const struct attempt *a, const struct output *o,
			   struct err *err)
{
	struct lower lw = { .cfg = &f->cfg, .texts = &f->texts, .tu = a->tu, .pch_files = a->pch ? a->pch->files : NULL };
	struct dep_ctx dep = { .front = f, .skip = lw.pch_files };
	struct sum_meta meta = { .mode = a->mode, .nr_errors = a->errors, .parse_usec = a->usec,
		.nr_unknown_flags = o->nr_unknown_flags };
	struct ir_builder b;
	struct ir_unit u;
	u64 t0 = now_usec();
	int rc;

	if (a->pch) {
		meta.pch = a->pch->key;
		meta.pch_deps = a->pch->deps;
	}
	irb_init(&b);
	strtab_init(&lw.names);
	lw.b = &b;
	lw.whole_header = a->mode == SUM_IS_PCH;
	lw.main_file = clang_getFile(a->tu, o->file);
	lower_file(&lw, lw.main_file);
	lower_unit(&lw);
	irb_unit(&b, &u);
	clang_getInclusions(a->tu, dep_visit, &dep);
	for (u32 i = 0; i < u.nr_func; i++)
		meta.nr_truncated += u.func[i].flags & IR_FUNC_TRUNCATED;
	meta.lower_usec = now_usec() - t0;
	rc = dep.rc ? err_set(err, "%s", dep.err.msg) :
		summary_write(o->summary, &u, &meta, o->file, a->errors ? a->first : NULL, f->deps, err);
	lower_free(&lw);
	irb_free(&b);
	return rc;
}

int front_summarize(struct front *f, const struct front_job *job, struct err *err)
{
	struct output o = { .file = job->entry->file, .summary = job->out,
		.nr_unknown_flags = job->flags->nr_unknown };
	struct attempt best;
	int rc;

	sum_deps_reset(f->deps);
	if (!text_overlay(&f->cfg, job->entry->file) && access(job->entry->file, R_OK))
		return err_errno(err, "cannot read the source file");
	if (climb(f, job, &best))
		return err_set(err, "libclang cannot parse it with these flags");
	rc = lower_and_write(f, &best, &o, err);
	clang_disposeTranslationUnit(best.tu);
	return rc;
}

int front_make_pch(struct front *f, const struct compdb_entry *like, const struct tu_flags *flags,
		   const char *pch_path, const char *summary_path, struct err *err)
{
	struct output o = { .file = f->cfg.prelude, .summary = summary_path };
	struct strbuf tmp = { 0 };
	struct attempt a;
	int rc;

	sum_deps_reset(f->deps);
	if (attempt(f, f->cfg.prelude, flags, like->dir, SUM_IS_PCH, NULL, &a))
		return err_set(err, "libclang cannot parse the prelude with these flags");
	if (a.errors) {
		err_set(err, "%s", a.first);
		clang_disposeTranslationUnit(a.tu);
		return -1;
	}
	strbuf_printf(&tmp, "%s.%d.tmp", pch_path, (int)getpid());
	rc = clang_saveTranslationUnit(a.tu, tmp.buf, clang_defaultSaveOptions(a.tu));
	if (rc) {
		err_set(err, "cannot write %s", pch_path);
		unlink(tmp.buf);
	} else if (rename(tmp.buf, pch_path)) {
		rc = err_errno(err, "cannot write %s", pch_path);
	} else {
		rc = lower_and_write(f, &a, &o, err);
	}
	strbuf_free(&tmp);
	clang_disposeTranslationUnit(a.tu);
	return rc ? -1 : 0;
}
