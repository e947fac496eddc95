// SPDX-License-Identifier: GPL-2.0-only
/*
 * gfpcheck kbuild: what `make C=1 CHECK="gfpcheck kbuild"` runs for each file, in sparse's place.
 *
 * Input: gfpcheck's own options, the checker's flags ($(CHECKFLAGS), for sparse), the compiler's ($(c_flags), from
 * -Wp,-MMD on) and the file, in the folder where the compiler runs.  Output: findings on stderr in gcc's form, and nothing
 * else; the TU's summary in the cache, under the key that the compile database gives it, so that a `gfpcheck scan`
 * afterwards has nothing to parse.
 *
 * Exit status: 0, as any other one ends the build of a kernel; with --fatal as `gfpcheck scan`.
 *
 * scripts/checker-valid.sh (Linux 7.1) tries a checker on a file without .c, and drops it, quietly, when the word
 * "error" appears: nothing is said here about what is clean, and the file's text is analysed as that of a C file.
 *
 * One TU is all the context there is: what needs a caller or a callee in another file is for `gfpcheck scan`.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/cmd.h"
#include "cli/known.h"
#include "cli/output.h"
#include "cli/paths.h"
#include "cli/pipeline.h"
#include "cli/version.h"
#include "db/compdb.h"

struct kbuild {
	const struct options *o;
	char *cwd, *cache_dir, *rules_dir;
	char **rules_extra;
	struct compdb_entry entry;	/* its words are borrowed */
	char *tree;
	struct strbuf text;		/* of a file that is not called *.c */
	struct front_overlay overlay;
	struct report report;
	struct known known;
	u32 nr_left;		/* findings that are not suppressed */
};

static bool is_c_name(const char *file)
{
	size_t n = strlen(file);

	return n > 2 && !strcmp(file + n - 2, ".c");
}

/*
 * The compiler's words.  Those of the checker stand before them and are left out, so that the flags are what the build,
 * and so the compile database, has.  What runs as compiler says only $CC, which kbuild exports: its name may hold the
 * target.
 */
static int take_words(struct kbuild *k, struct err *err)
{
	const struct str_list *w = &k->o->args;
	const char *cc = getenv("CC");
	char **cc_word = NULL;
	u32 first = 0, nr_cc = 0;

	if (w->nr == 0 || w->at[w->nr - 1][0] == '-')
		return err_set(err, "the last argument is no file: for make C=1 CHECK=\"gfpcheck kbuild\"");
	for (u32 i = 0; i + 1 < w->nr && !first; i++)
		if (!strncmp(w->at[i], "-Wp,-M", 6))
			first = i;
	if (!cc || shell_split(cc, &cc_word, &nr_cc, &(struct err){ 0 }))
		nr_cc = 0;
	k->entry.argv = xcalloc(nr_cc + w->nr + 2, sizeof(*k->entry.argv));
	for (u32 i = 0; i < nr_cc; i++)
		k->entry.argv[k->entry.argc++] = xstrdup(cc_word[i]);
	if (!nr_cc)
		k->entry.argv[k->entry.argc++] = xstrdup("cc");
	for (u32 i = first; i < w->nr; i++)
		k->entry.argv[k->entry.argc++] = xstrdup(w->at[i]);
	free(cc_word);
	return 0;
}

static int take_file(struct kbuild *k, struct err *err)
{
	const char *file = k->o->args.at[k->o->args.nr - 1];
	struct strbuf name = { 0 };

	k->cwd = getcwd(NULL, 0);
	if (!k->cwd)
		return err_errno(err, "the current folder");
	k->entry.dir = xstrdup(k->cwd);
	k->entry.file = path_join(k->cwd, file);
	if (is_c_name(file))
		return 0;
	if (file_read(k->entry.file, &k->text, err))
		return -1;
	strbuf_printf(&name, "%s.c", k->entry.file);
	free(k->entry.file);
	k->entry.file = strbuf_detach(&name);
	k->overlay = (struct front_overlay){ k->entry.file, strbuf_str(&k->text), k->text.len };
	return 0;
}

static int prepare(struct kbuild *k, struct scan_request *rq, struct err *err)
{
	const struct options *o = k->o;

	if (take_words(k, err) || take_file(k, err))
		return -1;
	k->cache_dir = path_cache_dir(o->cache, err);
	k->rules_dir = k->cache_dir ? path_rules_dir(err) : NULL;
	if (!k->rules_dir)
		return -1;
	k->rules_extra = path_rules_files(k->rules_dir, o->rules.at, o->rules.nr);
	k->tree = compdb_entry_root(&k->entry, getenv("KBUILD_EXTMOD"));
	*rq = (struct scan_request){
		.entry = &k->entry, .tree = k->tree,
		.cache_dir = k->cache_dir, .rules_dir = k->rules_dir,
		.rules_extra = (const char *const *)k->rules_extra, .nr_rules_extra = o->rules.nr,
		.checks = o->checks.at, .nr_checks = o->checks.nr,
		.jobs = 1, .time_limit = o->time_limit, .memory_limit_mib = o->memory_limit,
		.rt = o->rt, .model = o->model, .no_pch = o->no_pch,
		.overlay = &k->overlay, .nr_overlay = k->overlay.path ? 1 : 0,
		.context_given = true,
		.min_confidence = (enum confidence)o->min_confidence,
	};
	return 0;
}

static int status_of(const struct kbuild *k)
{
	if (!k->o->fatal)
		return EXIT_CLEAN;
	if (report_incomplete(&k->report))
		return EXIT_INCOMPLETE;
	return k->nr_left ? EXIT_FINDINGS : EXIT_CLEAN;
}

/* One write, so that the files of a parallel make do not mix. */
static void tell(const struct kbuild *k)
{
	struct strbuf text = { 0 };

	report_text(&k->report, false, &text);
	report_text_skipped(&k->report, &text);
	if (text.len && write(STDERR_FILENO, text.buf, text.len) < 0)
		fputs("", stderr);	/* there is nobody to tell */
	strbuf_free(&text);
}

static int run(struct kbuild *k, struct err *err)
{
	struct scan_request rq;

	if (known_begin(&k->known, k->o, err) || prepare(k, &rq, err) || pipeline_scan(&rq, &k->report, NULL, err))
		return cmd_fail(CMD_KBUILD, err);
	report_finish(&k->report, rq.min_confidence);
	k->nr_left = known_mark(&k->known, &k->report, &k->overlay, k->overlay.path ? 1 : 0);
	tell(k);
	return status_of(k);
}

int cmd_kbuild(const struct options *o)
{
	struct kbuild k = { .o = o };
	struct err err = { 0 };
	int ret;

	report_init(&k.report);
	ret = run(&k, &err);
	report_free(&k.report);
	known_free(&k.known);
	for (u32 i = 0; i < k.entry.argc; i++)
		free(k.entry.argv[i]);
	free(k.entry.argv);
	free(k.entry.dir);
	free(k.entry.file);
	free(k.cwd);
	free(k.tree);
	free(k.cache_dir);
	free(k.rules_dir);
	path_list_free(k.rules_extra, o->rules.nr);
	strbuf_free(&k.text);
	return ret;
}
