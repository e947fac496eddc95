// SPDX-License-Identifier: GPL-2.0-only
/*
 * The run: rules -> compile database -> summaries -> link -> effects -> checks.
 *
 * Fence: after run_summaries() no libclang object lives and per-TU data never changes; link_run.c has the others.
 */
#include "cli/pipeline.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "checks/check.h"
#include "cli/bundle_run.h"
#include "cli/cache_size.h"
#include "cli/delta.h"
#include "cli/link_cache.h"
#include "cli/pipeline_int.h"
#include "cli/sparse.h"

static const char *const dumps[] = { "rules", "commands", "summary", "ir", "link", "roots", "effects", "memory" };

static int check_request(const struct scan_request *rq, struct err *err)
{
	for (u32 i = 0; i < rq->nr_checks; i++) {
		struct strbuf known = { 0 };

		if (check_known(rq->checks[i]))
			continue;
		check_list(&known);
		err_set(err, "--checks=%s: unknown check; known: %s", rq->checks[i], known.buf);
		strbuf_free(&known);
		return -1;
	}
	if (!rq->dump)
		return 0;
	for (u32 i = 0; i < ARRAY_SIZE(dumps); i++)
		if (!strcmp(rq->dump, dumps[i]))
			return 0;
	return err_set(err, "--dump=%s: unknown phase; known: rules, commands, summary, ir, link, roots, effects, "
		       "memory",
		       rq->dump);
}

/* What libclang is given for each TU that is asked for. */
static void dump_commands(const struct run *r, struct strbuf *out)
{
	for (u32 i = 0; i < r->tu.nr; i++) {
		const struct tu *t = &r->tu.at[i];

		if (t->role != TU_SELECTED || !t->has_flags)
			continue;
		strbuf_printf(out, "%s family %016llx\n", t->rel, (unsigned long long)t->flags.family);
		for (u32 k = 0; k < t->flags.argc; k++)
			strbuf_printf(out, "  %s\n", t->flags.argv[k]);
	}
}

/* How each TU was parsed, and from which files; those of a precompiled header are not listed again. */
static void dump_summaries(const struct run *r, struct strbuf *out)
{
	static const char *const mode[] = { "precompiled header", "prelude", "plain", "is a precompiled header" };

	for (u32 i = 0; i < r->tu.nr; i++) {
		const struct summary *s = &r->tu.at[i].sum;

		if (r->tu.at[i].role != TU_SELECTED || !r->tu.at[i].have)
			continue;
		strbuf_printf(out, "%s: %s, %u errors, %u functions, %u events, %u files\n", r->tu.at[i].rel,
			      mode[s->meta->mode & 3], s->meta->nr_errors, s->unit.nr_func, s->unit.nr_event, s->nr_dep);
		for (u32 k = 0; k < s->nr_dep; k++)
			strbuf_printf(out, "  %016llx%016llx %s\n", (unsigned long long)s->dep[k].hash_hi,
				      (unsigned long long)s->dep[k].hash_lo, s->dep_text + s->dep[k].path);
	}
}

static void dump_ir(const struct run *r, struct strbuf *out)
{
	for (u32 i = 0; i < r->tu.nr; i++)
		if (r->tu.at[i].have && r->tu.at[i].role == TU_SELECTED)
			ir_print(&r->tu.at[i].sum.unit, out);
}

void run_relative_text(const struct run *r, const char *s, struct strbuf *out)
{
	const char *const root[] = { r->tree, r->objdir };
	bool in_word = false;

	while (*s) {
		for (u32 i = 0; !in_word && i < ARRAY_SIZE(root); i++) {
			size_t n = strlen(root[i]);

			if (n > 1 && !strncmp(s, root[i], n) && s[n] == '/') {
				s += n + 1;
				break;
			}
		}
		in_word = *s == '/' || *s == '.' || *s == '_' || *s == '-' || isalnum((unsigned char)*s);
		if (*s)
			strbuf_putc(out, *s++);
	}
}

/* Why a TU was analysed in part: what the compiler said first. */
static void partial_tu(struct run *r, const struct tu *t)
{
	struct strbuf reason = { 0 };

	run_relative_text(r, t->sum.dep_text + t->sum.meta->first_error, &reason);
	report_partial(r->out, t->rel, reason.len ? strbuf_str(&reason) : "compiler errors");
	strbuf_free(&reason);
}

static void partial_tus(struct run *r)
{
	for (u32 i = 0; i < r->tu.nr; i++) {
		const struct tu *t = &r->tu.at[i];

		if (t->have && t->role == TU_SELECTED && t->sum.meta->nr_errors)
			partial_tu(r, t);
	}
}

void run_free(struct run *r)
{
	for (u32 i = 0; i < r->tu.nr; i++) {
		if (r->tu.at[i].have)	/* of a bundle's it unmaps nothing */
			summary_close(&r->tu.at[i].sum);
		if (r->tu.at[i].has_flags)
			tu_flags_free(&r->tu.at[i].flags);
	}
	for (u32 i = 0; i < r->family.nr; i++) {
		struct family *f = &r->family.at[i];

		if (f->have)
			summary_close(&f->sum);
		map_free(&f->files);
		map_free(&f->guards);
		for (u32 k = 0; k < f->header.nr; k++)
			free(f->header.at[k]);
		vec_free(&f->header);
		free(f->why);
		if (f->is_overlaid)
			(void)unlink(f->pch);
		free(f->pch);
		free(f->sum_path);
	}
	vec_free(&r->tu);
	vec_free(&r->family);
	map_free(&r->overlay);
	vec_free(&r->text);
	for (u32 i = 0; i < r->bundle.nr; i++)
		bundle_close(&r->bundle.at[i]);
	vec_free(&r->bundle);
	history_free(&r->history);
	kept_free(r);
	free(r->link_name);
	if (r->cache.dir)
		cache_close(&r->cache);
	/* the others are the caller's */
	if (r->nr_shared)
		memmove(r->db.at.at, r->db.at.at + r->nr_shared, (r->db.at.nr - r->nr_shared) * sizeof(r->db.at.at[0]));
	r->db.at.nr -= r->nr_shared;
	compdb_free(&r->db);
	free(r->tree);
	free(r->objdir);
	free(r->prelude);
}

void run_ask(struct run *r)
{
	free(r->out->tree);
	r->out->tree = xstrdup(r->tree);
	r->out->nr_tus = 0;
	for (u32 i = 0; i < r->tu.nr; i++) {
		r->tu.at[i].asked |= r->tu.at[i].role == TU_SELECTED;
		r->out->nr_tus += r->tu.at[i].asked;
	}
}

static int summarize(struct run *r, struct err *err)
{
	int rc;

	timer_begin(r->rq->timers, "compile commands");
	rc = run_select(r, err);
	timer_end(r->rq->timers, "compile commands");
	if (rc)
		return -1;
	run_ask(r);
	return run_summaries(r, err);
}

static int run_all(struct run *r, struct strbuf *dump_out, struct err *err)
{
	int rc;

	rc = r->rq->nr_bundle ? run_from_bundles(r, err) : summarize(r, err);
	if (rc)
		return -1;
	run_ask(r);
	partial_tus(r);
	if (r->rq->dump && !strcmp(r->rq->dump, "commands")) {
		dump_commands(r, dump_out);
		return 0;
	}
	if (r->rq->dump && !strcmp(r->rq->dump, "summary")) {
		dump_summaries(r, dump_out);
		return 0;
	}
	if (r->rq->dump && !strcmp(r->rq->dump, "ir")) {
		dump_ir(r, dump_out);
		return 0;
	}
	if (run_link(r, dump_out, err))
		return -1;
	return r->rq->sparse ? sparse_run(r, err) : 0;
}

/* The result of an earlier run that still holds; also true with err set. */
static bool take_kept(struct run *r, struct err *err)
{
	bool found;

	timer_begin(r->rq->timers, "kept result");
	found = kept_begin(r, err) || kept_find(r);
	timer_end(r->rq->timers, "kept result");
	found = found || (!r->rq->context_all && delta_take(r));
	if (found && !err->msg[0])
		run_warn_unjudged(r->out);
	return found;
}

int pipeline_scan(const struct scan_request *rq, struct report *out, struct strbuf *dump_out, struct err *err)
{
	struct run r = { .rq = rq, .out = out };
	struct timespec now;
	struct rules rules;
	int rc;

	clock_gettime(CLOCK_REALTIME, &now);
	r.started = (s64)now.tv_sec * 1000000000 + now.tv_nsec;
	if (check_request(rq, err) || link_cache_key(rq, &r.link_key, err))
		return -1;
	if (rq->keep && take_kept(&r, err))
		return err->msg[0] ? -1 : 0;
	/* a mistake in a rule file is found before any work is done */
	rc = run_rules(rq, &rules, 0, err);
	if (!rc && rq->dump && !strcmp(rq->dump, "rules")) {
		rules_print(&rules, dump_out);
		rules_free(&rules);
		return 0;
	}
	rules_free(&rules);
	if (rc)
		return -1;
	r.prelude = path_join(rq->rules_dir, "prelude.h");
	rc = run_all(&r, dump_out, err);
	if (!rc && r.cache.dir) {
		kept_store(&r);
		cache_keep_limit(&r);
	}
	run_free(&r);
	return rc;
}

int pipeline_summarize(const struct scan_request *rq, struct report *out, const char *bundle, struct err *err)
{
	struct run r = { .rq = rq, .out = out };
	int rc;

	r.prelude = path_join(rq->rules_dir, "prelude.h");
	rc = summarize(&r, err);
	partial_tus(&r);
	if (!rc && bundle)
		rc = bundle_of_run(&r, bundle, err);
	if (!rc)
		cache_keep_limit(&r);
	run_free(&r);
	return rc;
}

static struct tu *tu_of_path(struct run *r, const char *path)
{
	for (u32 i = 0; i < r->tu.nr; i++)
		if (!strcmp(r->tu.at[i].entry->file, path))
			return &r->tu.at[i];
	return NULL;
}

int pipeline_parse(const struct scan_request *rq, struct summary *out, struct err *err)
{
	struct report no_matter;
	struct run r = { .rq = rq, .out = &no_matter };
	int rc;

	report_init(&no_matter);
	r.prelude = path_join(rq->rules_dir, "prelude.h");
	rc = run_select(&r, err) || run_summaries(&r, err) ? -1 : 0;
	for (u32 i = 0; !rc && i < rq->nr_overlay; i++) {
		struct tu *t = tu_of_path(&r, rq->overlay[i].path);

		if (!t || !t->have)
			rc = err_set(err, "%s: could not be analysed", rq->overlay[i].path);
	}
	for (u32 i = 0; !rc && i < rq->nr_overlay; i++) {
		struct tu *t = tu_of_path(&r, rq->overlay[i].path);

		out[i] = t->sum;
		t->have = false;
	}
	run_free(&r);
	report_free(&no_matter);
	return rc;
}

void path_vec_free(struct path_list *l)
{
	for (u32 i = 0; i < l->nr; i++)
		free(l->at[i]);
	vec_free(l);
}

int pipeline_readers(const struct scan_request *rq, u32 most, struct path_list *out, u32 *left, struct err *err)
{
	struct run r = { .rq = rq };
	int rc;

	r.prelude = path_join(rq->rules_dir, "prelude.h");
	rc = run_select(&r, err) || summaries_open(&r, err) ? -1 : 0;
	if (!rc)
		overlay_readers(&r, most, out, left);
	run_free(&r);
	return rc;
}
