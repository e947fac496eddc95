// SPDX-License-Identifier: GPL-2.0-only
/*
 * The run: rules -> compile database -> summaries -> link -> effects -> checks.
 *
 * Fences: after run_summaries() no libclang object lives and per-TU data never changes; after link_resolve() no
 * edge is added; after link_solve() no effect changes; after checks_run() no finding is added but by --baseline.
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
#include "cli/kernel_model.h"
#include "cli/link_cache.h"
#include "cli/pipeline_int.h"
#include "cli/sparse.h"
#include "link/link.h"
#include "mem/mem_model.h"

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

static int read_rules(const struct scan_request *rq, struct rules *rules, u32 version, struct err *err)
{
	rules_init(rules, version);
	if (rules_read_dir(rules, rq->rules_dir, err))
		return -1;
	for (u32 i = 0; i < rq->nr_rules_extra; i++)
		if (rules_read_file(rules, rq->rules_extra[i], err))
			return -1;
	return 0;
}

/* What the build wrote down for <linux/version.h>: few files include it, and compile commands do not say it. */
u32 run_version_of_build(const struct run *r)
{
	return kernel_version_of(r->objdir);
}

/* KERNEL_VERSION() of the tree, from what the compiler said, or the build; 0 when neither did. */
static u32 kernel_version(const struct run *r)
{
	for (u32 i = 0; i < r->tu.nr + r->family.nr; i++) {
		const struct summary *s = i < r->family.nr ? &r->family.at[i].sum : &r->tu.at[i - r->family.nr].sum;
		bool have = i < r->family.nr ? r->family.at[i].have : r->tu.at[i - r->family.nr].have;

		for (u32 k = 0; have && k < s->unit.nr_cst; k++)
			if (!strcmp(ir_text(&s->unit, s->unit.cst[k].name), "LINUX_VERSION_CODE"))
				return (u32)s->unit.cst[k].value;
	}
	return r->bundle.nr ? r->bundle.at[0].version : run_version_of_build(r);
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

struct by_path {
	const struct ir_unit *u;
	const char *path;
	bool selected;
};

static int path_order(const void *pa, const void *pb)
{
	const struct by_path *a = pa, *b = pb;

	return strcmp(a->path, b->path);
}

/* Units in the order of their paths; those of precompiled headers last, so that a TU's own copy wins. */
static u8 *add_units(const struct run *r, struct program *p)
{
	VEC(struct by_path) all = { 0 };
	u8 *selected;

	for (u32 i = 0; i < r->tu.nr; i++)
		if (r->tu.at[i].have)
			vec_push(&all, (struct by_path){ &r->tu.at[i].sum.unit, r->tu.at[i].rel,
				r->tu.at[i].role == TU_SELECTED });
	if (all.nr)
		qsort(all.at, all.nr, sizeof(all.at[0]), path_order);
	for (u32 i = 0; i < r->family.nr; i++)
		if (r->family.at[i].have)
			vec_push(&all, (struct by_path){ &r->family.at[i].sum.unit, "(precompiled header)", false });
	selected = xcalloc(all.nr + 1, 1);	/* and the unit of a kernel model */
	for (u32 i = 0; i < all.nr; i++) {
		selected[i] = all.at[i].selected || r->rq->whole;
		link_add_unit(p, all.at[i].u, all.at[i].path);
	}
	vec_free(&all);
	return selected;
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

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static const char unjudged[] = "allocations that could not be judged";

/* Why aloud: without the bits every tree looks clean. */
static void warn_unjudged(const struct report *r)
{
	for (u32 i = 0; i < r->counter.nr; i++)
		if (r->counter.at[i].value && !strcmp(r->counter.at[i].name, unjudged))
			warn("%llu allocations could not be judged: __GFP_DIRECT_RECLAIM is not known, or their flags are missing",
			     (unsigned long long)r->counter.at[i].value);
}

static void counts(const struct run *r, const struct program *p)
{
	struct report *out = r->out;

	for (u32 i = 0; i < r->tu.nr; i++) {
		const struct tu *t = &r->tu.at[i];

		if (t->role == TU_SELECTED && t->have)
			vec_push(&out->analysed, xstrdup(t->rel));
	}
	out->nr_analysed = out->analysed.nr;
	if (out->analysed.nr)
		qsort(out->analysed.at, out->analysed.nr, sizeof(*out->analysed.at), by_name);
	out->nr_functions = p->order.nr;
	/* what depends on the state of the cache is no part of the report */
	timer_count(r->rq->timers, "TUs from the cache", r->nr_hits);
	timer_count(r->rq->timers, "TUs with the precompiled header", r->nr_pch);
	timer_count(r->rq->timers, "TUs without it", r->nr_prelude);
	report_count(out, "TUs without the prelude", r->nr_plain);
	report_count(out, "TUs with compiler errors", r->nr_errors);
	report_count(out, "functions over a bound", r->nr_truncated);
	report_count(out, "unknown compiler flags dropped", r->nr_unknown_flags);
	report_count(out, "symbols defined twice", p->nr_duplicate_symbols);
	report_count(out, "recursive components", p->nr_sccs_recursive);
	report_count(out, "effects that had not settled", p->nr_unsettled);
	report_count(out, "roots", p->root.nr);
	report_count(out, "registered records without a known function", p->nr_via_unresolved);
	report_count(out, "wrappers of registration dropped at a bound", p->nr_wrappers_dropped);
	report_count(out, "indirect targets dropped", p->nr_targets_dropped);
	report_count(out, "indirect targets of another type", p->nr_targets_misfit);
	report_count(out, "members split by folder", p->nr_targets_split);
	report_count(out, "function pointers from calls, not followed", p->nr_results_not_followed);
	report_count(out, "indirect calls", p->nr_indirect_sites);
	report_count(out, "indirect calls judged by rules", p->nr_indirect_ruled);
	report_count(out, "indirect calls without a target", p->nr_indirect_unresolved);
	report_count(out, "indirect edges, one target", p->nr_indirect_edges[TARGET_EXACT]);
	report_count(out, "indirect edges, near", p->nr_indirect_edges[TARGET_NEAR]);
	report_count(out, "indirect edges, by member", p->nr_indirect_edges[TARGET_FIELD]);
	report_count(out, "effects dropped at a bound", p->stats.nr_effects_dropped);
	report_count(out, "states merged at a bound", p->stats.nr_merged_states);
	report_count(out, "functions given up on at a bound", p->stats.nr_bound_steps);
	report_count(out, "ways to return that were ambiguous", p->stats.nr_ambiguous_exits);
	report_count(out, unjudged, p->stats.nr_gfp_unjudged);
	report_count(out, "sleeps that depend on unknown flags", p->stats.nr_gfp_unknown);
}

static void version_text(struct report *out, u32 v)
{
	if (v)
		snprintf(out->kernel_version, sizeof(out->kernel_version), "%u.%u.%u", v >> 16, v >> 8 & 255, v & 255);
}

static void dump_memory(const struct program *p, struct strbuf *out)
{
	struct mem m;

	mem_solve(&m, p);
	mem_print(&m, out);
	mem_free(&m);
}

static void count_proofs(struct run *r, const struct path_stats *s)
{
	timer_count(r->rq->timers, "chains replayed that can happen", s->nr_found);
	timer_count(r->rq->timers, "chains refuted", s->nr_refuted);
	timer_count(r->rq->timers, "chains against what the driver stores", s->nr_unlikely);
	timer_count(r->rq->timers, "blocks visited by replays", s->nr_steps);
	report_count(r->out, "chains that are too long to replay", s->nr_unknown);
}

/* What the units call and nobody here defines.  The model is *km's until the program is gone. */
static int use_model(struct run *r, struct program *p, const struct kernel_id *id, struct kmodel *km, struct err *err)
{
	int rc = kernel_model_open(r->rq, id, km, err);

	if (rc > 0)
		rc = kernel_model_fits(r->rq, km, p, err);
	if (rc > 0) {
		link_add_model(p, km);
		timer_count(r->rq->timers, "functions from the kernel model", p->model->fn.nr);
	}
	if (rc >= 0)
		kept_model(r, id, km, rc > 0);
	return rc < 0 ? -1 : 0;
}

/* m: what is known of memory there, or NULL. */
static int make_model(const struct run *r, struct program *p, struct mem *m, const struct kernel_id *id, bool all,
		      struct kmodel *out, struct err *err)
{
	struct kmodel_about about = { .config_lo = id->config.lo, .config_hi = id->config.hi, .kernel = id->version,
		.release = id->release, .arch = id->arch, .flags = all ? KM_ALL : 0 };
	struct kmodel_part part = { 0 };

	for (u32 i = 0; i < r->tu.nr; i++)
		about.nr_tu += r->tu.at[i].have;
	if (m)
		part = mem_model_part(m);
	return kmodel_make(p, &about, m ? &part : NULL, out, err);
}

static int export_model(const struct run *r, struct program *p, const struct kernel_id *id, struct err *err)
{
	struct mem m;
	int rc;

	timer_begin(r->rq->timers, "kernel model");
	mem_solve(&m, p);
	rc = make_model(r, p, &m, id, r->rq->model_all, r->rq->model_out, err);
	mem_free(&m);
	timer_end(r->rq->timers, "kernel model");
	return rc;
}

/* Beside the link that was kept: what a later run of a few files takes in the place of all others. */
static void keep_model(struct run *r, struct program *p, struct mem *m, const struct kernel_id *id)
{
	struct kmodel km = { 0 };
	struct err err = { 0 };

	timer_begin(r->rq->timers, "model of the link");
	if (make_model(r, p, m, id, true, &km, &err) || link_cache_store_model(r, &km, &err))
		warn("the model of the link is not kept: %s", err.msg);
	kmodel_close(&km);
	timer_end(r->rq->timers, "model of the link");
}

static void dump_program(const struct program *p, const char *phase, struct strbuf *out)
{
	if (!strcmp(phase, "link"))
		link_print_graph(p, out);
	else if (!strcmp(phase, "roots"))
		link_print_roots(p, out);
	else if (!strcmp(phase, "memory"))
		dump_memory(p, out);
	else
		link_print_effects(p, out);
}

static void run_checks(struct run *r, struct program *p, struct check_ctx *cx)
{
	timer_begin(r->rq->timers, "checks");
	cx->prover = prover_new(p);
	checks_run(cx);
	count_proofs(r, path_stats(cx->prover));
	prover_free(cx->prover);
	timer_end(r->rq->timers, "checks");
}

/* A program with all its units: edges, effects, and what is asked for. */
static int solve(struct run *r, struct program *p, const u8 *selected, const struct kernel_id *id, struct strbuf *dump_out,
		 struct err *err)
{
	const struct scan_request *rq = r->rq;
	struct check_ctx cx = { .p = p, .selected = selected, .out = r->out, .min_confidence = rq->min_confidence,
		.ids = rq->checks, .nr_ids = rq->nr_checks };
	bool checks = !rq->query && !rq->dump && !rq->model_out;
	struct mem mem = { 0 };
	bool effects = !rq->dump || !strcmp(rq->dump, "effects") || !strcmp(rq->dump, "memory");

	if (rq->keep && link_cache_is_whole(rq))
		cx.memory_out = &mem;
	link_resolve(p);
	if (checks)
		checks_begin(&cx);
	timer_end(rq->timers, "link");
	timer_begin(rq->timers, "effects");
	if (effects)
		link_solve(p, rq->jobs);
	timer_end(rq->timers, "effects");
	timer_begin(rq->timers, "calls");
	if (checks && rq->jobs > 1)
		memory_begin(&cx);
	if (effects)
		link_watch(p, cx.watch, cx.nr_watch);
	timer_end(rq->timers, "calls");
	counts(r, p);
	warn_unjudged(r->out);
	if (!rq->dump && !rq->nr_bundle && !rq->model_out && (rq->query || (!rq->nr_overlay && !rq->context_given))) {
		timer_begin(rq->timers, "link database");
		link_cache_store(r, p);
		timer_end(rq->timers, "link database");
	}
	if (rq->dump)
		dump_program(p, rq->dump, dump_out);
	else if (checks)
		run_checks(r, p, &cx);
	if (cx.memory_out && mem.p && r->link_name)
		keep_model(r, p, &mem, id);
	if (mem.p)
		mem_free(&mem);
	return rq->model_out ? export_model(r, p, id, err) : 0;
}

/* Of bundles the folder need not be here. */
static void id_of_run(const struct run *r, u32 version, struct kernel_id *out)
{
	const struct bundle *b = r->bundle.nr ? &r->bundle.at[0] : NULL;

	if (!b) {
		kernel_id_of(r->objdir, version, out);
		return;
	}
	*out = (struct kernel_id){ .version = version, .release = xstrdup(b->release), .arch = xstrdup(b->arch),
		.config = b->config };
}

static int link_and_check(struct run *r, struct strbuf *dump_out, struct err *err)
{
	u32 version = kernel_version(r);
	struct kmodel model = { 0 };
	struct kernel_id id;
	struct rules rules;
	struct program p;
	u8 *selected;
	int rc;

	version_text(r->out, version);
	if (read_rules(r->rq, &rules, version, err)) {
		rules_free(&rules);
		return -1;
	}
	id_of_run(r, version, &id);
	timer_begin(r->rq->timers, "link");
	link_init(&p, &rules, r->rq->rt);
	selected = add_units(r, &p);
	rc = use_model(r, &p, &id, &model, err);
	if (!rc)
		rc = solve(r, &p, selected, &id, dump_out, err);
	free(selected);
	link_free(&p);
	kmodel_close(&model);
	kernel_id_free(&id);
	rules_free(&rules);
	return rc;
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
	if (link_and_check(r, dump_out, err))
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
		warn_unjudged(r->out);
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
	rc = read_rules(rq, &rules, 0, err);
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
