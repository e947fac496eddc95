// SPDX-License-Identifier: GPL-2.0-only
/*
 * The story of a finding, along the path: where the memory comes from, the branches that decide, where it is released,
 * where it goes wrong.
 *
 * Of the branches of the way most do not matter: both sides meet again, and nothing happened to the memory on either.
 * A branch is told when a release stands on one of its sides only, and the last one that could have led elsewhere.
 * Cost: linear in the blocks for each branch of the way (MEM_TRAIL).
 */
#include <stdlib.h>
#include <string.h>

#include "checks/memory.h"

#define MAX_TOLD 2u		/* branches before the release, and after it: the last ones decide */

struct story {
	const struct teller *t;
	u8 *seen;		/* per block */
	u32 *todo;
	u32 end;		/* block where it goes wrong */
	bool keep[MEM_TRAIL];
};

static u32 block_of(const struct teller *t, u32 event)
{
	for (u32 b = 0; b < t->fn->blk_nr; b++) {
		const struct ir_block *k = &ir_blocks(t->u, t->fn)[b];

		if (event >= k->ev_at && event - k->ev_at < k->ev_nr)
			return b;
	}
	return IR_NONE;
}

struct ir_loc memory_hit_loc(const struct teller *t, const struct mem_hit *h)
{
	return h->event != IR_NONE ? ir_events(t->u, t->fn)[h->event].loc : ir_blocks(t->u, t->fn)[h->block].loc;
}

static bool is_branch(const struct mem_crumb *c)
{
	return !(c->way & CRUMB_CALL);
}

/* Does the way go through block b after step i?  The end counts. */
static bool is_later(const struct story *s, u32 i, u32 b)
{
	const struct mem_hit *h = s->t->h;

	for (u32 k = i + 1; k < h->nr_trail; k++)
		if (is_branch(&h->trail[k]) && h->trail[k].at == b)
			return true;
	return b == s->end;
}

struct side {
	bool leaves;		/* can return without coming back to the way */
	bool happens;		/* something releases the memory there */
};

static bool has_event(const struct ir_block *b, u32 event)
{
	return event != IR_NONE && event >= b->ev_at && event - b->ev_at < b->ev_nr;
}

/* Successors of the branch of step i that were taken, or those that were not: to be looked at. */
static u32 push_sides(const struct story *s, u32 i, bool taken)
{
	const struct mem_crumb *c = &s->t->h->trail[i];
	const struct ir_block *b = &ir_blocks(s->t->u, s->t->fn)[c->at];
	u32 n = 0;

	for (u32 k = 0; k < b->succ_nr; k++) {
		u32 to = ir_succs(s->t->u, s->t->fn, b)[k];

		if ((k == c->way) != taken || s->seen[to])
			continue;
		s->seen[to] = 1;
		s->todo[n++] = to;
	}
	return n;
}

/* What is reached from one side of step i before the way goes on. */
static struct side look(const struct story *s, u32 i, bool taken)
{
	const struct teller *t = s->t;
	struct side side = { 0 };
	u32 n;

	memset(s->seen, 0, t->fn->blk_nr);
	n = push_sides(s, i, taken);
	while (n) {
		u32 at = s->todo[--n];
		const struct ir_block *b = &ir_blocks(t->u, t->fn)[at];

		if (is_later(s, i, at))
			continue;
		side.happens |= has_event(b, t->h->freed) || has_event(b, t->h->sibling);
		side.leaves |= b->term == TERM_RETURN;
		for (u32 k = 0; k < b->succ_nr; k++) {
			u32 to = ir_succs(t->u, t->fn, b)[k];

			if (!s->seen[to])
				s->todo[n++] = to;
			s->seen[to] = 1;
		}
	}
	return side;
}

/* Which steps of the way to tell. */
static void choose(struct story *s)
{
	const struct mem_hit *h = s->t->h;
	bool last = true;
	u32 told = 0;

	for (u32 i = h->nr_trail; i; i--) {
		const struct mem_crumb *c = &h->trail[i - 1];
		struct side yes, no;

		if (!is_branch(c) && c->at == h->freed && h->check != MEM_LEAK)
			told = 0;
		if (!is_branch(c) || (h->alloc != IR_NONE && h->how != HOW_WRONG_TEST &&
				      memory_tests(s->t, c->at, h->alloc)))
			continue;
		yes = look(s, i - 1, true);
		no = look(s, i - 1, false);
		s->keep[i - 1] = told < MAX_TOLD && (yes.happens || no.happens || (no.leaves && last));
		told += s->keep[i - 1];
		last &= !no.leaves;
	}
}

static void begin(const struct teller *t)
{
	struct strbuf sb = { 0 };

	if (t->h->alloc == IR_NONE)
		return;
	strbuf_puts(&sb, "comes from ");
	memory_call_text(t, t->h->alloc, &sb);
	report_step(t->cx->out, STEP_ALLOC, memory_place(t, t->h->fn, ir_events(t->u, t->fn)[t->h->alloc].loc), sb.buf);
	memory_callee_steps(t, t->h->alloc, DEED_NEW);
	strbuf_free(&sb);
}

static void release(const struct teller *t)
{
	struct strbuf sb = { 0 };

	strbuf_puts(&sb, "released by ");
	memory_call_text(t, t->h->freed, &sb);
	report_step(t->cx->out, STEP_FREE, memory_place(t, t->h->fn, ir_events(t->u, t->fn)[t->h->freed].loc), sb.buf);
	memory_callee_steps(t, t->h->freed, DEED_FREE);
	strbuf_free(&sb);
}

static bool in_way(const struct teller *t, u32 event)
{
	for (u32 i = 0; i < t->h->nr_trail; i++)
		if (!is_branch(&t->h->trail[i]) && t->h->trail[i].at == event)
			return true;
	return false;
}

static void branch(const struct teller *t, struct mem_crumb c)
{
	struct ir_loc loc = is_branch(&c) ? ir_blocks(t->u, t->fn)[c.at].loc : ir_events(t->u, t->fn)[c.at].loc;
	struct strbuf sb = { 0 };

	if (loc.line && memory_branch_text(t, c, &sb))
		report_step(t->cx->out, STEP_BRANCH, memory_place(t, t->h->fn, loc), sb.buf);
	strbuf_free(&sb);
}

/* Is what it is about passed there? */
static bool is_passed(const struct teller *t, u32 event)
{
	const struct ir_event *e = &ir_events(t->u, t->fn)[event];
	struct strbuf sb = { 0 };
	bool found = false;

	for (u32 i = 0; t->h->what && i < e->nargs && !found; i++) {
		strbuf_reset(&sb);
		ir_print_val(t->u, t->fn, ir_args(t->u, t->fn, e)[i], &sb);
		found = !strcmp(strbuf_str(&sb), strtab_str(&t->m->str, t->h->what));
	}
	strbuf_free(&sb);
	return found;
}

static void way(const struct story *s)
{
	const struct teller *t = s->t;
	const struct mem_hit *h = t->h;
	bool freed = h->freed == IR_NONE || h->check == MEM_LEAK;

	if (!freed && !in_way(t, h->freed)) {
		release(t);
		freed = true;
	}
	for (u32 i = 0; i < h->nr_trail; i++) {
		const struct mem_crumb *c = &h->trail[i];

		if (is_branch(c)) {
			if (s->keep[i])
				branch(t, *c);
		} else if (c->at == h->freed && !freed) {
			release(t);
			freed = true;
		}
		/* how it went, where no branch says so */
		if (!is_branch(c) && c->at != h->alloc && (i + 1 == h->nr_trail || !s->keep[i + 1]) && is_passed(t, c->at))
			branch(t, *c);
	}
}

static void finish(const struct teller *t)
{
	const struct mem_hit *h = t->h;
	struct strbuf sb = { 0 };
	bool call = h->event != IR_NONE && ir_events(t->u, t->fn)[h->event].kind == EV_CALL;
	enum step_kind kind = h->event == IR_NONE ? STEP_RETURN : STEP_USE;

	switch (h->check) {
	case MEM_LEAK:
		strbuf_puts(&sb, h->how == HOW_OVERWRITTEN ? "its last pointer is overwritten here" :
			    h->how == HOW_CONTAINER || h->how == HOW_FORGOTTEN ? "what holds it is released here" :
			    "returns here without a release");
		break;
	case MEM_DOUBLE_FREE:
		strbuf_puts(&sb, "released again here");
		kind = STEP_FREE;
		break;
	case MEM_MISMATCHED:
		strbuf_puts(&sb, "released here");
		break;
	default:
		strbuf_puts(&sb, h->how == HOW_STORED || h->how == HOW_DROPPED ? "stored here" : h->how == HOW_RETURNED ? "returned here" : "used here");
		break;
	}
	if (call && h->how != HOW_STORED && h->how != HOW_DROPPED) {
		strbuf_puts(&sb, " by ");
		memory_call_text(t, h->event, &sb);
	}
	report_step(t->cx->out, kind, memory_place(t, h->fn, memory_hit_loc(t, h)), sb.buf);
	if (h->check == MEM_DOUBLE_FREE && call)
		memory_callee_steps(t, h->event, DEED_FREE);
	if (h->how == HOW_PASSED && call)
		memory_use_steps(t, h->event);
	strbuf_free(&sb);
}

void memory_steps(const struct teller *t)
{
	struct story s = { .t = t, .end = t->h->event != IR_NONE ? block_of(t, t->h->event) : t->h->block };

	s.seen = xcalloc(t->fn->blk_nr, 1);
	s.todo = xcalloc(t->fn->blk_nr, sizeof(*s.todo));
	choose(&s);
	begin(t);
	way(&s);
	finish(t);
	free(s.seen);
	free(s.todo);
}
