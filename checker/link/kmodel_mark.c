// SPDX-License-Identifier: GPL-2.0-only
/*
 * What goes into a kernel model: the functions asked for in full, and of others what their effects speak of: the sleeps
 * further down a chain, the places where a lock is taken or a flag chosen.
 *
 * A worklist; each sleep of a function is looked at once.  Cost: linear in what is written.
 */
#include "link/kmodel_int.h"

static struct km_wanted *wanted(struct km_maker *mk, u32 sym)
{
	struct km_wanted w = { .sym = sym, .state = KM_PART };

	if (mk->fn_of[sym] == IR_NONE) {
		mk->fn_of[sym] = mk->fn.nr;
		vec_push(&mk->fn, w);
	}
	return &mk->fn.at[mk->fn_of[sym]];
}

static bool has_body(const struct km_maker *mk, u32 sym)
{
	return sym < mk->p->w.sym.nr && mk->p->w.sym.at[sym].func != IR_NONE;
}

static u32 nr_events(const struct km_maker *mk, u32 sym)
{
	const struct flow_sym *g = &mk->p->w.sym.at[sym];

	return mk->p->w.unit.at[g->unit].u->func[g->func].ev_nr;
}

void km_want_event(struct km_maker *mk, u32 sym, u32 event)
{
	struct km_wanted *w;
	u32 at = 0;

	if (!has_body(mk, sym) || event >= nr_events(mk, sym))
		return;
	w = wanted(mk, sym);
	while (at < w->event.nr && w->event.at[at] < event)
		at++;
	if (at < w->event.nr && w->event.at[at] == event)
		return;
	vec_push(&w->event, event);
	memmove(w->event.at + at + 1, w->event.at + at, (w->event.nr - 1 - at) * sizeof(u32));
	w->event.at[at] = event;
}

void km_want(struct km_maker *mk, u32 sym)
{
	if (!has_body(mk, sym) || wanted(mk, sym)->state == KM_FULL)
		return;
	wanted(mk, sym)->state = KM_FULL;
	vec_push(&mk->todo, mk->fn_of[sym]);
}

static void want_held(struct km_maker *mk, const struct held *h)
{
	km_want_event(mk, h->fn, h->event);
	km_want_event(mk, h->lock.by_fn, h->lock.by_event);
}

u32 km_next_sleep(const struct km_maker *mk, const struct eff_sleep *e)
{
	const struct effects *eff = &mk->p->w.sym.at[e->callee].eff;
	const struct eff_sleep *s = flow_find_sleep(eff, e->callee_sleep);

	/* of a function that was computed anew since, any of that kind */
	for (u32 i = 0; !s && i < eff->nr_sleep; i++)
		if (eff->sleep[i].why == e->why)
			s = &eff->sleep[i];
	return s ? (u32)(s - eff->sleep) : IR_NONE;
}

/* One sleep, and those further down its chain. */
static void want_sleep(struct km_maker *mk, u32 sym, u32 nr)
{
	while (nr != IR_NONE && has_body(mk, sym)) {
		struct km_wanted *w = wanted(mk, sym);
		const struct eff_sleep *e = &mk->p->w.sym.at[sym].eff.sleep[nr];

		if (w->sleeps & 1u << nr)
			return;
		w->sleeps |= (u16)(1u << nr);
		km_want_event(mk, sym, e->event);
		km_want_event(mk, e->decide_fn, e->decide_event);
		if (e->under_mask)
			want_held(mk, &e->under);
		if (e->callee == IR_NONE)
			return;
		nr = km_next_sleep(mk, e);
		sym = e->callee;
	}
}

static void want_all_of(struct km_maker *mk, u32 sym)
{
	const struct effects *eff = &mk->p->w.sym.at[sym].eff;

	for (u32 i = 0; i < eff->nr_sleep; i++)
		want_sleep(mk, sym, i);
	for (u32 i = 0; i < eff->nr_exit; i++)
		for (u32 k = 0; k < eff->exit[i].nr_add; k++)
			km_want_event(mk, eff->exit[i].add[k].by_fn, eff->exit[i].add[k].by_event);
	for (u32 i = 0; i < eff->nr_call; i++) {
		km_want_event(mk, sym, eff->call[i].event);
		if (eff->call[i].held)
			want_held(mk, &eff->call[i].under);
	}
	if (mk->part)
		mk->part->mark(mk->part->ctx, mk, sym);
}

void km_mark(struct km_maker *mk, bool all)
{
	_Static_assert(EFF_MAX_SLEEPS <= 16, "km_wanted.sleeps");
	for (u32 s = 0; s < mk->p->w.sym.nr; s++) {
		const struct flow_sym *g = &mk->p->w.sym.at[s];

		if (g->func != IR_NONE && !(g->flags & IR_SYM_STATIC) && (all || g->flags & IR_SYM_EXPORTED))
			km_want(mk, s);
	}
	for (u32 i = 0; i < mk->todo.nr; i++)
		want_all_of(mk, mk->fn.at[mk->todo.at[i]].sym);
}
