// SPDX-License-Identifier: GPL-2.0-only
/*
 * gfp-in-atomic, sleep-in-atomic, reclaim-recursion: something is reached in a context that forbids it.
 *
 * Input: the chains (chain.c).  Output: one finding per root cause, at the place where the developer must look; other
 * chains to it, and other calls in the same function that the same region reaches, are related places.
 */
#include <stdlib.h>
#include <string.h>

#include "checks/chain.h"

#define MAX_RELATED 8

static bool selected(const struct check_ctx *cx, const struct chain *c)
{
	for (u32 i = 0; i <= c->look; i++)
		if (cx->selected[sym_of(cx, c->at[i].fn)->unit])
			return true;
	return false;
}

static const char *check_id(const struct chain *c)
{
	if (c->need == NEED_FS || c->need == NEED_IO)
		return "reclaim-recursion";
	return c->why == WHY_ALLOC || c->why == WHY_RT_ALLOC ? "gfp-in-atomic" : "sleep-in-atomic";
}

static void related(const struct check_ctx *cx, const struct chain *c)
{
	struct strbuf t = { 0 };

	strbuf_puts(&t, "also reached from ");
	strbuf_printf(&t, "%s() ", name_of(cx, c->at[0].fn));
	chain_where(cx, c, &t);
	report_related(cx->out, place_of(cx, c->at[0]), t.buf);
	strbuf_free(&t);
}

/* Another call in the same function that the same region reaches on the same way: one cause. */
static void emit_same_cause(const struct check_ctx *cx, const struct chain *c)
{
	struct strbuf t = { 0 };

	callee_text(cx, c->at[c->look], &t);
	chain_verb(c, &t);
	strbuf_puts(&t, " here, too");
	report_related(cx->out, place_of(cx, c->at[c->look]), t.buf);
	strbuf_free(&t);
}

static bool same_cause(const struct chain *a, const struct chain *b)
{
	return a->look && a->look == b->look && a->why == b->why && a->need == b->need && a->root == b->root &&
		a->at[0].fn == b->at[0].fn && a->at[0].event == b->at[0].event;
}

/* The nr chains lead to one place; the first is the best. */
static void emit(const struct check_ctx *cx, const struct chain *all, u32 nr)
{
	const struct chain *c = &all[0];
	const struct ir_event *e = event_of(cx, c->at[c->look]);
	struct strbuf msg = { 0 }, key = { 0 };
	u32 others = 0;

	callee_text(cx, c->at[c->look], &msg);
	if (c->why == WHY_ALLOC && e->text && c->look == c->decide)
		strbuf_printf(&msg, " with %s", ir_text(unit_of(cx, c->at[c->look].fn), e->text));
	chain_verb(c, &msg);
	strbuf_putc(&msg, ' ');
	chain_where(cx, c, &msg);
	callee_text(cx, c->at[c->look], &key);
	report_add(cx->out, check_id(c), c->confidence >= CONF_MEDIUM ? SEV_WARNING : SEV_NOTE,
		   (enum confidence)c->confidence, place_of(cx, c->at[c->look]), msg.buf, key.buf);
	chain_steps(cx, c);
	for (u32 i = 1; i < nr && others < MAX_RELATED; i++) {
		if (all[i].at[0].fn == all[i - 1].at[0].fn && all[i].at[0].event == all[i - 1].at[0].event)
			continue;
		related(cx, &all[i]);
		others++;
	}
	strbuf_free(&msg);
	strbuf_free(&key);
}

static int chain_order(const void *pa, const void *pb)
{
	const struct chain *a = pa, *b = pb;
	struct link la = a->at[a->look], lb = b->at[b->look];
	int c = strcmp(check_id(a), check_id(b));

#define BY(x, y) do { if ((x) != (y)) return (x) < (y) ? -1 : 1; } while (0)
	if (c)
		return c;
	BY(la.fn, lb.fn);
	BY(la.event, lb.event);
	BY(a->need, b->need);
	BY(b->confidence, a->confidence);
	BY(a->nr, b->nr);
	BY(!a->cand, !b->cand);
	BY(a->order, b->order);
#undef BY
	return 0;
}

/* Chains to one place, all[at .. at + nr). */
struct group {
	u32 at, nr;
	bool done;
};

/* The groups whose place is in one function: a finding for each cause. */
static void emit_function(const struct check_ctx *cx, const struct chain *all, struct group *g, u32 nr)
{
	for (u32 i = 0; i < nr; i++) {
		const struct chain *head = &all[g[i].at];
		u32 others = 0;

		if (g[i].done || !cx->wanted(cx, check_id(head)) || !selected(cx, head))
			continue;
		emit(cx, head, g[i].nr);
		for (u32 j = i + 1; j < nr; j++) {
			if (g[j].done || !same_cause(head, &all[g[j].at]))
				continue;
			g[j].done = true;
			if (others++ < MAX_RELATED)
				emit_same_cause(cx, &all[g[j].at]);
		}
	}
}

/*
 * Of the chains to one place, the best that the replay does not refute goes to the front; how many are left: the others
 * are only company, and MAX_RELATED of them are enough.  What nobody will see needs no proof.
 */
static u32 prove(const struct check_ctx *cx, struct chain *c, u32 nr)
{
	struct chain unlikely;
	bool has_unlikely = false;
	u32 n = 0;

	if (!cx->wanted(cx, check_id(c)) || !selected(cx, c))
		return nr;
	for (u32 i = 0; i < nr && n <= MAX_RELATED; i++) {
		enum path_verdict v = c[i].confidence >= cx->min_confidence ? chain_prove(cx, &c[i]) :
			n ? PATH_REFUTED : PATH_UNKNOWN;

		if (v == PATH_UNLIKELY && !has_unlikely) {
			has_unlikely = true;
			unlikely = c[i];
			unlikely.confidence = CONF_LOW;
		}
		if (v < PATH_UNLIKELY)
			c[n++] = c[i];
	}
	if (!n && has_unlikely)
		c[n++] = unlikely;
	return n;
}

static struct link place(const struct chain *c)
{
	return c->at[c->look];
}

/* How many chains, from the first, lead to its place. */
static u32 same_place(const struct chain *c, u32 nr)
{
	u32 n;

	for (n = 1; n < nr; n++)
		if (place(&c[n]).fn != place(c).fn || place(&c[n]).event != place(c).event || c[n].why != c->why ||
		    c[n].need != c->need)
			break;
	return n;
}

void check_atomic(const struct check_ctx *cx)
{
	VEC(struct group) groups = { 0 };
	chains all = { 0 };
	u32 n, left;

	chains_collect(cx, &all);
	if (all.nr)
		qsort(all.at, all.nr, sizeof(all.at[0]), chain_order);
	for (u32 i = 0; i < all.nr; i += n) {
		const struct chain *c = &all.at[i], *before;

		n = same_place(c, all.nr - i);
		left = prove(cx, &all.at[i], n);
		if (!left)
			continue;
		before = groups.nr ? &all.at[vec_last(&groups).at] : NULL;
		if (before && (before->why != c->why || before->need != c->need || place(before).fn != place(c).fn)) {
			emit_function(cx, all.at, groups.at, groups.nr);
			vec_clear(&groups);
		}
		vec_push(&groups, (struct group){ .at = i, .nr = left });
	}
	emit_function(cx, all.at, groups.at, groups.nr);
	vec_free(&groups);
	vec_free(&all);
}
