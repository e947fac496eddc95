// SPDX-License-Identifier: GPL-2.0-only
/*
 * The second half of a run: rules -> link -> effects -> checks, and what is kept of them.
 *
 * Input: open summaries.  Output: findings and counts in the report; the link and its model in the cache; or a dump.
 * Fences: after link_resolve() no edge is added; after link_solve() no effect changes; after checks_run() no finding is
 * added but by --baseline.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "checks/check.h"
#include "cli/kernel_model.h"
#include "cli/link_cache.h"
#include "cli/pipeline_int.h"
#include "link/link.h"
#include "mem/mem_model.h"

int run_rules(const struct scan_request *rq, struct rules *rules, u32 version, struct err *err)
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

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static const char unjudged[] = "allocations that could not be judged";

/* Why aloud: without the bits every tree looks clean. */
void run_warn_unjudged(const struct report *r)
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

/* Effects are known: not much is read of the summaries from now on.  The peak of memory is what comes next. */
static void rest_summaries(const struct run *r)
{
	for (u32 i = 0; i < r->tu.nr; i++)
		if (r->tu.at[i].have)
			file_map_rest(&r->tu.at[i].sum.map);
	for (u32 i = 0; i < r->family.nr; i++)
		if (r->family.at[i].have)
			file_map_rest(&r->family.at[i].sum.map);
}

/* Beside the link that was kept: what a later run of a few files takes in the place of all others. */
static void keep_model(struct run *r, struct program *p, struct mem *m, const struct kernel_id *id)
{
	struct kmodel km = { 0 };
	struct err err = { 0 };

	timer_begin(r->rq->timers, "model of the link");
	rest_summaries(r);
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
	rest_summaries(r);
	timer_end(rq->timers, "calls");
	counts(r, p);
	run_warn_unjudged(r->out);
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

int run_link(struct run *r, struct strbuf *dump_out, struct err *err)
{
	u32 version = kernel_version(r);
	struct kmodel model = { 0 };
	struct kernel_id id;
	struct rules rules;
	struct program p;
	u8 *selected;
	int rc;

	version_text(r->out, version);
	if (run_rules(r->rq, &rules, version, err)) {
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
