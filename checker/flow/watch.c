// SPDX-License-Identifier: GPL-2.0-only
/*
 * What others may see of the simulation: what is held at each call, the calls themselves, stores and returns.
 *
 * Input: one of these in one state.  Output: the site of a call's event (joined over the states), and a callback to
 * those who watch.  Nothing here changes the simulation.  Cost: constant per call and watcher.
 */
#include "flow/state.h"

void flow_watch(struct flow *f, const struct flow_watch *w, u32 nr)
{
	f->watch = w;
	f->nr_watch = nr;
}

const struct call_site *flow_sites(const struct flow *f)
{
	return f->site.at;
}

void watch_call(struct flow *f, const struct state *s, u32 event, u32 callee, const fx_id *arg, u32 nr_arg)
{
	struct call_site *site;
	u32 held = st_held_mask(s);
	struct flow_at at = { .f = f, .s = s, .fn = f->sym, .event = event, .callee = callee, .arg = arg,
		.nr_arg = nr_arg, .held = held };

	/* a replay keeps no sites */
	if (f->replay)
		return;
	site = &f->site.at[event];
	site->must = site->seen ? site->must & held : held;
	site->may |= held;
	site->seen = true;
	site->free |= !(held & f->w->forbids[NEED_SLEEP]);
	for (u32 i = 0; i < f->nr_watch; i++)
		f->watch[i].call(f->watch[i].ctx, &at);
}

void watch_set(struct flow *f, const struct state *s, u32 event, fx_id place, fx_id value)
{
	struct flow_at at = { .f = f, .s = s, .fn = f->sym, .event = event, .callee = IR_NONE };

	for (u32 i = 0; i < f->nr_watch; i++)
		if (f->watch[i].set)
			f->watch[i].set(f->watch[i].ctx, &at, place, value);
}

void watch_ret(struct flow *f, const struct state *s, fx_id value)
{
	struct flow_at at = { .f = f, .s = s, .fn = f->sym, .event = IR_NONE, .callee = IR_NONE };

	for (u32 i = 0; i < f->nr_watch; i++)
		if (f->watch[i].ret)
			f->watch[i].ret(f->watch[i].ctx, &at, value);
}

struct aval flow_at_aval(const struct flow_at *at, fx_id id)
{
	return ev_aval(at->f, at->s, id);
}

struct aval flow_at_value(const struct flow_at *at, u32 arg)
{
	return arg < at->nr_arg ? ev_aval(at->f, at->s, at->arg[arg]) : AVAL_TOP;
}

fx_id flow_at_local(const struct flow_at *at, u32 l)
{
	fx_id place = fx_make(&at->f->fx, FX_LOCAL, 0, l, 0), now = st_load(at->f, at->s, place);

	if (now)
		return now;
	return l < at->f->fn->nparams ? fx_make(&at->f->fx, FX_PARAM, 0, l, 0) : place;
}

fx_id flow_at_bits(const struct flow_at *at, fx_id id, s64 mask)
{
	return id ? fx_make(&at->f->fx, FX_BIN, OP_AND, id, fx_const(&at->f->fx, mask)) : 0;
}

const struct fx *flow_at_fx(const struct flow_at *at, fx_id id)
{
	return fx_at(&at->f->fx, id);
}

fx_id flow_at_import(const struct flow_at *at, fx_id what)
{
	return ev_import(at->f, at->s, what, at->arg, at->nr_arg);
}

fx_id flow_at_export(const struct flow_at *at, fx_id what)
{
	return fx_copy(&at->f->w->fx, &at->f->fx, what, NULL, 0);
}
