// SPDX-License-Identifier: GPL-2.0-only
/*
 * Callees that release a lock on one way and not on another, where no result tells the caller which way it was:
 *
 *	static void walk_end(struct walk *w)
 *	{
 *		if (w->flags & WALK_RCU)
 *			rcu_read_unlock();
 *		else
 *			put(w);			(may sleep)
 *	}
 *
 * why: whoever calls that would not know afterwards what it holds, so what the callee asks must say it beforehand: the
 * flag is set if and only if the lock is held.  The flag itself is seldom known where the call is: other callees had the object
 * since.  So of two such exits the one that releases is taken where the lock is held, and what sleeps on the ways that do
 * not release it does so only where it is not held.  What is known of the flag goes before.  What such a callee acquired
 * on one way only is marked: what happens under it is rather asked by another flag that nobody sees through.
 *
 * Input: effects, and a state.  Cost: exits x exits, of callees that release something.
 */
#include "flow/call.h"

static bool releases_all(const struct eff_exit *x, const struct eff_exit *of)
{
	for (u32 i = 0; i < of->nr_drop; i++) {
		bool found = false;

		for (u32 k = 0; k < x->nr_drop && !found; k++)
			found = x->drop[k].path == of->drop[i].path && x->drop[k].kind == of->drop[i].kind;
		if (!found)
			return false;
	}
	return true;
}

/* Two ways to return: x releases something that y does not, and only what the callee asks tells them apart. */
static bool are_a_pair(const struct eff_exit *x, const struct eff_exit *y)
{
	struct aval v = x->ret;

	return x->nr_drop && !x->nr_add && !releases_all(y, x) && aval_meet(&v, &y->ret) &&
		eff_contradict(x->cond, x->nr_cond, y->cond, y->nr_cond);
}

static bool holds(struct flow *f, const struct state *s, const struct call *c, const struct eff_exit *x)
{
	for (u32 i = 0; i < x->nr_drop; i++) {
		fx_id path = x->drop[i].path ? ev_import_place(f, s, x->drop[i].path, c->arg, c->nr_arg) : 0;

		if ((path || !x->drop[i].path) && hold_has(s, x->drop[i].kind, path))
			return true;
	}
	return false;
}

bool exit_is_excluded(struct flow *f, const struct state *s, const struct call *c, const struct effects *eff, u32 exit,
		      u32 feasible)
{
	for (u32 i = 0; i < eff->nr_exit; i++)
		if (feasible & 1u << i && are_a_pair(&eff->exit[i], &eff->exit[exit]) && holds(f, s, c, &eff->exit[i]))
			return true;
	return false;
}

bool exit_is_by_flag(const struct effects *eff, u32 exit, u32 feasible)
{
	const struct eff_exit *x = &eff->exit[exit];

	for (u32 i = 0; x->nr_add && i < eff->nr_exit; i++) {
		const struct eff_exit *y = &eff->exit[i];
		struct aval v = x->ret;

		if (feasible & 1u << i && !y->nr_add && aval_meet(&v, &y->ret) &&
		    eff_contradict(x->cond, x->nr_cond, y->cond, y->nr_cond))
			return true;
	}
	return false;
}

/* Is the way on which it sleeps one of y's, and not one of x's? */
static bool goes_with(const struct eff_sleep *e, const struct eff_exit *y, const struct eff_exit *x)
{
	return eff_contradict(e->cond, e->nr_cond, x->cond, x->nr_cond) &&
		!eff_contradict(e->cond, e->nr_cond, y->cond, y->nr_cond);
}

static bool is_dropped(const struct eff_sleep *e, const struct eff_lock *l)
{
	for (u32 i = 0; i < e->nr_dropped; i++)
		if (e->dropped[i].path == l->path && e->dropped[i].kind == l->kind)
			return true;
	return false;
}

void sleep_without(const struct effects *eff, u32 feasible, struct eff_sleep *e)
{
	for (u32 i = 0; i < eff->nr_exit; i++) {
		const struct eff_exit *x = &eff->exit[i];
		bool told = false;

		for (u32 k = 0; k < eff->nr_exit && feasible & 1u << i; k++)
			told |= are_a_pair(x, &eff->exit[k]) && goes_with(e, &eff->exit[k], x);
		for (u32 k = 0; told && k < x->nr_drop && e->nr_dropped < EFF_MAX_LOCKS; k++)
			if (!is_dropped(e, &x->drop[k]))
				e->dropped[e->nr_dropped++] = x->drop[k];
	}
}
