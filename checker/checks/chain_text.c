// SPDX-License-Identifier: GPL-2.0-only
/* A chain as the steps of a finding: where the context begins, each call, the leaf. */
#include <string.h>

#include "checks/chain.h"

static const char *kind_phrase(u32 kind)
{
	static const char *const text[] = {
#define X(e, word, t) [e] = t,
		ATOMIC_KINDS(X)
#undef X
	};

	return text[kind];
}

void chain_where(const struct check_ctx *cx, const struct chain *c, struct strbuf *out)
{
	u32 mask = (c->root ? c->root->context : c->cand->mask) & cx->p->w.forbids[c->need];

	for (u32 i = 0; c->cand && i < c->cand->nr_held; i++) {
		if (!c->cand->held[i].name)
			continue;
		strbuf_printf(out, "while '%s' is held", strtab_str(&cx->p->w.str, c->cand->held[i].name));
		return;
	}
	/* "in hard interrupt context" says more than "while interrupts are disabled" */
	for (u32 i = 0; i < 2 * ATOMIC_NR; i++) {
		const char *t = kind_phrase(i % ATOMIC_NR);
		bool context = !strncmp(t, "in ", 3);

		if (!(mask & ATOMIC_BIT_OF(i % ATOMIC_NR)) || context != (i < ATOMIC_NR))
			continue;
		strbuf_printf(out, "%s%s", context ? "" : "while ", t);
		return;
	}
}

static bool is_asserted(const struct check_ctx *cx, struct link l)
{
	const struct ir_unit *u = unit_of(cx, l.fn);
	const struct ir_val *v = &ir_vals(u, func_of(cx, l.fn))[event_of(cx, l)->a];
	const struct rule *r;

	if (v->kind != V_FUNC)
		return false;
	r = cx->p->w.sym.at[cx->p->w.unit.at[sym_of(cx, l.fn)->unit].sym[v->a]].rule;
	return r && r->kind == RULE_LOCK && r->asserted;
}

/* What it does that it must not. */
void chain_verb(const struct chain *c, struct strbuf *out)
{
	if (c->why == WHY_RT_ALLOC)
		strbuf_puts(out, " takes the allocator's locks, which sleep on PREEMPT_RT,");
	else if (c->why == WHY_RT_LOCK)
		strbuf_puts(out, " may sleep on PREEMPT_RT");
	else if (c->need == NEED_FS)
		strbuf_puts(out, " may enter the filesystem to reclaim memory");
	else if (c->need == NEED_IO)
		strbuf_puts(out, " may start I/O to reclaim memory");
	else
		strbuf_puts(out, " may sleep");
}

static void held_steps(const struct check_ctx *cx, const struct chain *c)
{
	struct strbuf t = { 0 };

	for (u32 i = 0; i < c->cand->nr_held; i++) {
		const struct held *h = &c->cand->held[i];
		struct link at = { h->lock.by_fn, h->lock.by_event }, via = { h->fn, h->event };

		strbuf_reset(&t);
		if (at.fn != via.fn || at.event != via.event) {
			strbuf_puts(&t, "calls ");
			callee_text(cx, via, &t);
			report_step(cx->out, STEP_CALL, place_of(cx, via), t.buf);
			strbuf_reset(&t);
		}
		if (h->name)
			strbuf_printf(&t, "'%s' %s here by ", strtab_str(&cx->p->w.str, h->name),
				      is_asserted(cx, at) ? "is said to be held" : "taken");
		else
			strbuf_printf(&t, "%s from here on, by ", kind_phrase(h->lock.kind));
		callee_text(cx, at, &t);
		report_step(cx->out, h->name ? STEP_LOCK : STEP_CONTEXT, place_of(cx, at), t.buf);
	}
	strbuf_free(&t);
}

static void root_step(const struct check_ctx *cx, const struct chain *c)
{
	const struct root *r = c->root;
	const struct ir_unit *u = cx->p->w.unit.at[r->by_unit].u;
	struct place at = { .file = strtab_add(&cx->out->str, ir_text(u, u->file[r->by_loc.file].path)),
		.line = r->by_loc.line, .col = r->by_loc.col };
	struct strbuf t = { 0 };

	if (r->by_fn != IR_NONE)
		at.func = strtab_add(&cx->out->str, name_of(cx, r->by_fn));
	strbuf_printf(&t, "%s() is set here as %s, which runs ", name_of(cx, r->sym), strtab_str(&cx->p->w.str, r->how));
	chain_where(cx, c, &t);
	report_step(cx->out, STEP_CONTEXT, at, t.buf);
	strbuf_free(&t);
}

void chain_calls(const struct check_ctx *cx, const struct chain *c)
{
	struct strbuf t = { 0 };

	for (u32 i = 0; i + 1 < c->nr; i++) {
		strbuf_reset(&t);
		strbuf_puts(&t, "calls ");
		if (is_direct(cx, c->at[i]))
			callee_text(cx, c->at[i], &t);
		else
			strbuf_printf(&t, "%s() through a pointer", name_of(cx, c->at[i + 1].fn));
		report_step(cx->out, STEP_CALL, place_of(cx, c->at[i]), t.buf);
	}
	strbuf_reset(&t);
	callee_text(cx, c->at[c->nr - 1], &t);
	chain_verb(c, &t);
	report_step(cx->out, c->why == WHY_ALLOC || c->why == WHY_RT_ALLOC ? STEP_ALLOC : STEP_CALL,
		    place_of(cx, c->at[c->nr - 1]), t.buf);
	strbuf_free(&t);
}

void chain_steps(const struct check_ctx *cx, const struct chain *c)
{
	if (c->root)
		root_step(cx, c);
	else
		held_steps(cx, c);
	chain_calls(cx, c);
}
