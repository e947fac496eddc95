// SPDX-License-Identifier: GPL-2.0-only
/*
 * Hits of gfp-flags to findings: one for each place, the surest.
 *
 * A finding stands where the flags were chosen; its steps lead from there to the allocator.
 */
#include <stdlib.h>
#include <string.h>

#include "checks/gfp_flags.h"

static int hit_order(const void *pa, const void *pb)
{
	const struct gfp_hit *a = pa, *b = pb;

#define BY(x, y) do { if ((x) != (y)) return (x) < (y) ? -1 : 1; } while (0)
	BY(a->at.fn, b->at.fn);
	BY(a->at.event, b->at.event);
	BY(b->grade, a->grade);
	BY(a->kind, b->kind);
	BY(a->rec, b->rec);
	BY(a->arg, b->arg);
	BY(a->from.fn, b->from.fn);
	BY(a->from.event, b->from.event);
#undef BY
	return 0;
}

static void names(struct strbuf *out, const char *list, const char *between)
{
	for (; *list; list++) {
		if (*list == ',')
			strbuf_puts(out, between);
		else
			strbuf_putc(out, *list);
	}
}

/* The allocator at the end of a word. */
static u32 leaf_of(const struct gfp *g, u32 word)
{
	while (g->word.at[word].below != IR_NONE)
		word = g->word.at[word].below;
	return g->word.at[word].callee;
}

static void say_record(const struct gfp *g, const struct gfp_hit *h, struct strbuf *msg)
{
	const struct rules *rs = g->cx->p->w.rules;
	const struct rule *r = g->rec.at[h->rec];
	const struct ir_event *e = event_of(g->cx, h->at);
	const char *text = ir_text(unit_of(g->cx, h->at.fn), e->text), *has = rules_str(rs, r->has);

	strbuf_puts(msg, " with ");
	if (*has)
		names(msg, has, " and ");
	else
		strbuf_puts(msg, *text ? text : "flags");
	if (*rules_str(rs, r->lacks)) {
		strbuf_puts(msg, *has ? " but without " : ", without ");
		names(msg, rules_str(rs, r->lacks), " or ");
	}
	if (h->word != IR_NONE)
		strbuf_printf(msg, ", passed on to %s()", name_of(g->cx, leaf_of(g, h->word)));
	strbuf_printf(msg, ": %s", rules_str(rs, r->say));
}

/* Does the file call one of these functions? */
static bool calls(const struct ir_unit *u, const char *names)
{
	for (u32 i = 0; i < u->nr_sym; i++) {
		const char *name = ir_text(u, u->sym[i].name), *at = strstr(names, name);
		size_t n = strlen(name);

		/* symbols of a unit are those that it uses */
		if (n && at && (at == names || at[-1] == ',') && (!at[n] || at[n] == ','))
			return true;
	}
	return false;
}

/* Is the parameter given as it is to a gfp_t of another function?  In recursion that one's summary is not known yet. */
static bool passes_on(const struct gfp *g, u32 sym, u32 param)
{
	const struct flow_unit *fu = &g->cx->p->w.unit.at[sym_of(g->cx, sym)->unit];
	const struct ir_func *fn = func_of(g->cx, sym);

	for (u32 i = 0; i < fn->ev_nr; i++) {
		const struct ir_event *e = &ir_events(fu->u, fn)[i];
		const struct ir_val *callee = &ir_vals(fu->u, fn)[e->a];
		u32 to;

		if (e->kind != EV_CALL || callee->kind != V_FUNC)
			continue;
		to = fu->sym[callee->a];
		if (sym_of(g->cx, to)->func == IR_NONE)
			continue;
		for (u32 k = 0; k < e->nargs && k < func_of(g->cx, to)->nparams; k++) {
			const struct ir_val *a = &ir_vals(fu->u, fn)[ir_args(fu->u, fn, e)[k]];

			if (a->kind == V_LOCAL && a->a == param &&
			    gfp_is_gfp_t(unit_of(g->cx, to), unit_of(g->cx, to)->local[func_of(g->cx, to)->local_at + k].type))
				return true;
		}
	}
	return false;
}

static bool counts(const struct gfp *g, const struct gfp_hit *h)
{
	const char *near = h->kind == HIT_RECORD ? rules_str(g->cx->p->w.rules, g->rec.at[h->rec]->near) : "";

	if (h->if_word && !gfp_has_word(g, h->from.fn, h->param) && !passes_on(g, h->from.fn, h->param))
		return false;
	return !*near || calls(unit_of(g->cx, h->at.fn), near);
}

static const char *param_name(const struct gfp *g, const struct gfp_hit *h)
{
	const struct ir_unit *u = unit_of(g->cx, h->from.fn);

	return ir_text(u, u->local[func_of(g->cx, h->from.fn)->local_at + h->param].name);
}

static void message(const struct gfp *g, const struct gfp_hit *h, struct strbuf *msg)
{
	const struct ir_event *e = event_of(g->cx, h->at);
	const char *text = ir_text(unit_of(g->cx, h->at.fn), e->text);

	if (!*text)
		text = h->name ? h->name : "flags";
	callee_text(g->cx, h->at, msg);
	switch ((enum gfp_hit_kind)h->kind) {
	case HIT_RECORD:
		say_record(g, h, msg);
		break;
	case HIT_SWAPPED:
		strbuf_printf(msg, ": %s stands in argument %u, which is not the one for flags: are two arguments "
			      "swapped?", text, h->arg + 1);
		break;
	case HIT_NOT_GFP_T:
		strbuf_printf(msg, ": %s is given to argument %u, which takes no allocation flags", text, h->arg + 1);
		break;
	case HIT_NOT_FLAGS:
		strbuf_printf(msg, ": argument %u is for allocation flags, and what is given there is none",
			      h->arg + 1);
		break;
	case HIT_DROPPED:
		strbuf_printf(msg, " with %s, and %s() never looks at its '%s': pass it on", text,
			      name_of(g->cx, h->from.fn), param_name(g, h));
		break;
	case HIT_WIDER:
		strbuf_printf(msg, " with %s although the caller's '%s' may forbid it", text, param_name(g, h));
		break;
	case HIT_WIDER_BELOW:
		strbuf_printf(msg, " with %s although '%s' of %s() may forbid it", text, param_name(g, h),
			      name_of(g->cx, h->from.fn));
		break;
	}
}

static void step(const struct gfp *g, struct link at, enum step_kind kind, const char *verb)
{
	struct strbuf t = { 0 };

	strbuf_puts(&t, verb);
	callee_text(g->cx, at, &t);
	report_step(g->cx->out, kind, place_of(g->cx, at), t.buf);
	strbuf_free(&t);
}

static void steps(const struct gfp *g, const struct gfp_hit *h)
{
	u32 w = h->word;

	if (h->kind == HIT_WIDER_BELOW)
		step(g, h->from, STEP_CALL, "does not pass its flags on to ");
	if (w == IR_NONE) {
		step(g, h->at, STEP_ALLOC, "");
		return;
	}
	step(g, h->at, STEP_CALL, "chooses the flags for ");
	/* a word is a call in the function that the step before calls */
	for (u32 fn = h->callee; w != IR_NONE; fn = g->word.at[w].callee, w = g->word.at[w].below)
		step(g, (struct link){ fn, g->word.at[w].event },
		     g->word.at[w].below == IR_NONE ? STEP_ALLOC : STEP_CALL,
		     g->word.at[w].below == IR_NONE ? "" : "passes them on to ");
}

static const char *id_of(const struct gfp_hit *h)
{
	return h->kind == HIT_WIDER || h->kind == HIT_WIDER_BELOW ? "reclaim-recursion" : "gfp-flags";
}

static void add(const struct gfp *g, const struct gfp_hit *h)
{
	const struct check_ctx *cx = g->cx;
	struct strbuf msg = { 0 }, key = { 0 };

	message(g, h, &msg);
	callee_text(cx, h->at, &key);
	if (h->kind == HIT_RECORD)
		strbuf_printf(&key, " %s", rules_str(cx->p->w.rules, g->rec.at[h->rec]->name));
	else
		strbuf_printf(&key, " %u", h->kind);
	report_add(cx->out, id_of(h), h->grade >= CONF_MEDIUM ? SEV_WARNING : SEV_NOTE, (enum confidence)h->grade,
		   place_of(cx, h->at), msg.buf, key.buf);
	steps(g, h);
	strbuf_free(&msg);
	strbuf_free(&key);
}

void gfp_say(struct gfp *g)
{
	const struct gfp_hit *last = NULL;

	if (g->hit.nr)
		qsort(g->hit.at, g->hit.nr, sizeof(g->hit.at[0]), hit_order);
	for (u32 i = 0; i < g->hit.nr; i++) {
		const struct gfp_hit *h = &g->hit.at[i];

		if (last && last->at.fn == h->at.fn && last->at.event == h->at.event)
			continue;
		if (!counts(g, h))
			continue;
		if (!g->cx->selected[sym_of(g->cx, h->at.fn)->unit] || !g->cx->wanted(g->cx, id_of(h)))
			continue;
		add(g, h);
		last = h;
	}
}
