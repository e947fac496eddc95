// SPDX-License-Identifier: GPL-2.0-only
/*
 * One call event: who is called, and whether records of rules/ or effects say what becomes of the objects of a state.
 *
 * An unknown callee borrows what it is given; what a local holds whose address it gets is out of sight afterwards.
 */
#include "mem/mem_int.h"

fx_id mem_result(struct mrun *r, const struct mcall *c)
{
	return fx_make(&r->f->fx, FX_RESULT, 0, c->event, 0);
}

static bool is_record(const struct mrun *r, u32 l)
{
	const struct ir_unit *u = r->f->u;
	u32 type = u->local[r->f->fn->local_at + l].type;

	return type < u->nr_type && u->type[type].kind == T_RECORD;
}

/* What the record holds may be something else; the objects in it are still there. */
static void may_fill(struct mrun *r, struct mstate *st, fx_id address, u32 event)
{
	fx_id record = fx_at(&r->f->fx, address)->a;

	for (u32 i = 0; i < st->s.nr_store; i++)
		if (fx_at(&r->f->fx, st->s.store_val[i])->kind == FX_CONST &&
		    mem_mentions(r, st->s.store_key[i], record))
			st->s.store_val[i] = fx_make(&r->f->fx, FX_UNKNOWN, 0, event, 0x200 + i);
}

static void local_of_address(struct mrun *r, struct mstate *st, const struct mcall *c, u32 n, bool escape_all)
{
	const struct fx *x = fx_at(&r->f->fx, c->arg[n]);
	u32 l;

	if (x->kind != FX_ADDR)
		return;
	x = fx_at(&r->f->fx, x->a);
	while (x->kind == FX_FIELD)
		x = fx_at(&r->f->fx, x->a);
	if (x->kind != FX_LOCAL)
		return;
	l = x->a;
	/* a record is borrowed like anything else, and filled perhaps; a pointer is given to be set */
	if (!escape_all && is_record(r, l)) {
		if (!mem_only_looks(r, c, n))
			may_fill(r, st, c->arg[n], c->event);
		return;
	}
	mem_escape_local(r, st, l);
	st_kill_local(r->f, &st->s, l, 0);
}

static u32 by_unknown(struct mrun *r, const struct mstate *in, const struct mcall *c, struct mstate *out)
{
	mstate_copy(&out[0], in);
	mem_may_replace(r, &out[0], c);
	for (u32 i = 0; i < c->nr_arg; i++) {
		local_of_address(r, &out[0], c, i, c->callee == IR_NONE);
		/* a part of it is registered, or queued, rather than borrowed */
		if (fx_at(&r->f->fx, c->arg[i])->kind == FX_ADDR)
			mem_escape(r, &out[0], c->arg[i]);
	}
	return 1;
}

static const struct rule *member_rule(struct mrun *r, u32 field)
{
	const struct rule *k = link_member_rules(r->p, field);

	for (; k; k = rules_next(r->w->rules, k))
		if (mem_is_rule(k))
			return k;
	return NULL;
}

static void may_release(struct mrun *r, struct mstate *st, const struct mcall *c, fx_id v)
{
	fx_id base = mem_base(r, v);
	struct obj *o = obj_of(r, st, v);

	if (!o && !fx_at(&r->f->fx, base)->local) {
		o = obj_add(r, st, base);
		o->flags = OBJ_ENTRY;
	}
	if (!o)
		return;
	o->flags = (u16)((o->flags & ~OBJ_OWNED) | OBJ_MAYFREED | OBJ_SHARED);
	o->freed = c->event;
}

/* Through a pointer: whatever one of its targets may take or release is out of sight. */
static u32 by_targets(struct mrun *r, const struct mstate *in, const struct mcall *c, fx_id to, struct mstate *out)
{
	const struct fx *x = fx_at(&r->f->fx, to);
	const struct target_set *set = targets_of_value(r->f, to, c->e->a);
	const struct rule *k = x->kind == FX_FIELD ? member_rule(r, x->b) : NULL;
	struct target t[TARGETS_MAX];
	u32 n, nr;

	if (k)
		return mem_by_rules(r, in, c, k, out);
	n = by_unknown(r, in, c, out);
	nr = set ? targets_of(r->w, set, r->sym, t) : 0;
	for (u32 i = 0; i < c->nr_arg; i++) {
		bool may = !nr && x->kind != FX_FIELD;

		if (mem_only_looks(r, c, i))
			continue;
		for (u32 j = 0; j < nr && !may; j++) {
			const struct mem_effects *e = &r->m->eff[t[j].sym];

			may = !e->known;
			for (u32 q = 0; q < e->nr_exit && !may; q++) {
				may = e->exit[q].incomplete;
				for (u32 o = 0; o < e->exit[q].nr_op; o++) {
					const struct fx *w = fx_at(&r->w->fx, e->exit[q].op[o].what);

					may |= e->exit[q].op[o].kind <= OP_TAKE && w->kind == FX_PARAM && w->a == i;
				}
			}
		}
		if (!may && fx_at(&r->f->fx, c->arg[i])->kind == FX_PARAM && fx_at(&r->f->fx, c->arg[i])->a < 32)
			r->passed_on |= 1u << fx_at(&r->f->fx, c->arg[i])->a;
		if (fx_at(&r->f->fx, c->arg[i])->kind == FX_PARAM && fx_at(&r->f->fx, c->arg[i])->a < 32)
			r->out->passed |= 1u << fx_at(&r->f->fx, c->arg[i])->a;
		if (may && c->arg[i])
			may_release(r, &out[0], c, c->arg[i]);
	}
	return n;
}

/* May others run before it returns? */
static bool may_wait(const struct mrun *r, u32 callee)
{
	const struct flow_sym *g = &r->w->sym.at[callee];

	for (const struct rule *k = g->rule; k; k = rules_next(r->w->rules, k))
		if (k->kind == RULE_SLEEP)
			return true;
	for (u32 i = 0; i < g->eff.nr_sleep; i++)
		if (g->eff.sleep[i].why == WHY_SLEEP)
			return true;
	return false;
}

/* A number that was stored where others see it: `cmd->state = PENDING; wait_for_completion(&cmd->done)`. */
static void forget_numbers(struct mrun *r, struct mstate *st, u32 event)
{
	for (u32 i = 0; i < st->s.nr_store; i++) {
		const struct fx *key = fx_at(&r->f->fx, st->s.store_key[i]);

		if (key->kind != FX_FIELD || key->local || r->m->is_pointer[key->b] ||
		    fx_at(&r->f->fx, st->s.store_val[i])->kind != FX_CONST)
			continue;
		st->s.store_val[i] = fx_make(&r->f->fx, FX_UNKNOWN, 0, event, 0x200 + i);
	}
}

/* Does a record say that the function releases the very thing that it is given there?  That is another mistake then. */
static bool takes_back(const struct mrun *r, const struct rule *k, u32 arg)
{
	for (; k; k = rules_next(r->w->rules, k))
		if (k->kind == RULE_FREE && k->arg == (s32)arg && (k->maybe || k->by & r->m->by_returned))
			return true;
	return false;
}

/* f(&p->list), and what f does to the list nobody sees, or a record tells. */
static void parts_given(struct mrun *r, struct mstate *st, const struct mcall *c)
{
	const struct ir_val *callee = &ir_vals(r->f->u, r->f->fn)[c->e->a];
	const struct rule *first = r->w->sym.at[c->callee].rule, *k = first;

	while (k && !mem_is_rule(k))
		k = rules_next(r->w->rules, k);
	if ((!k && r->m->eff[c->callee].known) || callee->kind != V_FUNC)
		return;
	for (u32 i = 0; i < c->nr_arg; i++) {
		const char *type = mem_param_type(ir_text(r->f->u, r->f->u->sym[callee->a].sig), i);

		/* what is printed with %p is not looked at */
		if (type && strncmp(type, "...", 3) && !takes_back(r, first, i))
			mem_use_address(r, st, c->arg[i], c->event);
	}
}

/* One that calls this function, and does more than is known of it: the second round knows it no better than the first. */
static bool is_rough(const struct mrun *r, u32 callee)
{
	const struct mem_effects *e = &r->m->eff[callee];

	if (r->w->sym.at[callee].component != r->w->sym.at[r->sym].component)
		return false;
	for (u32 i = 0; i < e->nr_exit; i++)
		if (e->exit[i].incomplete)
			return true;
	return false;
}

/* Of such a callee: what it releases or keeps on some way may be gone. */
static u32 by_rough(struct mrun *r, const struct mstate *in, const struct mcall *c, struct mstate *out)
{
	const struct mem_effects *e = &r->m->eff[c->callee];
	u32 n = by_unknown(r, in, c, out);

	for (u32 i = 0; i < e->nr_exit; i++) {
		for (u32 k = 0; k < e->exit[i].nr_op; k++) {
			fx_id v = e->exit[i].op[k].kind > OP_TAKE ? 0 : mem_import(r, in, c, e->exit[i].op[k].what);

			if (v)
				may_release(r, &out[0], c, v);
		}
	}
	return n;
}

u32 mem_call(struct mrun *r, const struct mstate *in, u32 event, struct mstate *out)
{
	struct mcall c = { .e = ir_events(r->f->u, r->f->fn) + event, .event = event, .callee = IR_NONE };
	const struct ir_val *callee = &ir_vals(r->f->u, r->f->fn)[c.e->a];
	const ir_val_id *a = ir_args(r->f->u, r->f->fn, c.e);
	struct mstate s;
	fx_id to = 0;

	mstate_copy(&s, in);
	if (callee->kind != V_FUNC)
		mem_use_value(r, &s, c.e->a, event);
	c.nr_arg = MIN(c.e->nargs, (u16)(MEM_RESULT - 1));
	for (u32 i = 0; i < c.nr_arg; i++)
		mem_use_value(r, &s, a[i], event);
	mem_age(r, &s, event);
	for (u32 i = 0; i < c.nr_arg; i++)
		c.arg[i] = ev_value(r->f, &s.s, a[i]);
	if (callee->kind == V_FUNC) {
		c.callee = r->f->unit->sym[callee->a];
	} else {
		to = ev_value(r->f, &s.s, c.e->a);
		if (fx_at(&r->f->fx, to)->kind == FX_FUNC)
			c.callee = fx_at(&r->f->fx, to)->a;
	}
	mem_note_given(r, &s, &c);
	if (c.callee == IR_NONE)
		return by_targets(r, &s, &c, to, out);
	if (may_wait(r, c.callee))
		forget_numbers(r, &s, event);
	if (r->w->sym.at[c.callee].eff.noreturn || r->w->sym.at[c.callee].flags & IR_SYM_NORETURN)
		return 0;
	for (const struct rule *k = r->w->sym.at[c.callee].rule; k; k = rules_next(r->w->rules, k)) {
		if (k->kind == RULE_NORETURN)
			return 0;
		if (k->kind == RULE_WARNS)
			s.hardly |= HARDLY_WARNED;
		if (k->kind == RULE_PUT && (u32)k->arg < c.nr_arg && c.arg[k->arg])
			return mem_drop_counted(r, &s, &c, c.arg[k->arg], out);
		/* looks where the memory comes from: then so does whoever releases it */
		if (k->kind == RULE_MEMORY && k->memory & MEMORY_BIT(MEMORY_TESTED) && c.nr_arg && obj_of(r, &s, c.arg[0]))
			obj_of(r, &s, c.arg[0])->by = 0;
	}
	for (const struct rule *k = r->w->sym.at[c.callee].rule; k; k = rules_next(r->w->rules, k))
		if ((k->kind == RULE_LOCK || k->kind == RULE_UNLOCK) && !k->guard && k->arg >= 0 && (u32)k->arg < c.nr_arg)
			mem_deref(r, &s, c.arg[k->arg], c.event, HOW_PASSED);
	parts_given(r, &s, &c);
	for (const struct rule *k = r->w->sym.at[c.callee].rule; k; k = rules_next(r->w->rules, k))
		if (mem_is_rule(k))
			return mem_by_rules(r, &s, &c, r->w->sym.at[c.callee].rule, out);
	if (!r->m->eff[c.callee].known)
		return by_unknown(r, &s, &c, out);
	if (is_rough(r, c.callee))
		return by_rough(r, &s, &c, out);
	return mem_apply(r, &s, &c, &r->m->eff[c.callee], out);
}
