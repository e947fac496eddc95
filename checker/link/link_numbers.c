// SPDX-License-Identifier: GPL-2.0-only
/*
 * Variables that only ever hold one number: a switch of the source text, `static const int debug = 0`.
 *
 * Input: the numbers that initialisers give to whole variables, all functions and initialisers.  Output: world.number.  A variable
 * counts when it is const, or static and nobody stores to it; and in both cases nobody takes its address (a module
 * parameter is such an address) or names it in inline assembly.
 * Invariant: a unit with a function that was left at a bound says nothing of what that one stores to: only its constants count.
 * Cost: one look at each value and event.
 */
#include <stdlib.h>

#include "link/link.h"

struct numbers {
	u8 *out;		/* per symbol: it may hold something else */
	u8 *known;		/* there is an initialiser */
	s64 *value;
};

static void rule_out(struct numbers *n, const struct flow_unit *fu, const struct ir_func *fn, ir_val_id id)
{
	const struct ir_val *v = &ir_vals(fu->u, fn)[id];

	if (v->kind == V_GLOBAL)
		n->out[fu->sym[v->a]] = 1;
}

static void in_function(struct numbers *n, const struct flow_unit *fu, const struct ir_func *fn)
{
	const struct ir_val *val = ir_vals(fu->u, fn);
	const struct ir_event *ev = ir_events(fu->u, fn);

	for (u32 i = 0; i < fn->val_nr; i++)
		if (val[i].kind == V_ADDR)
			rule_out(n, fu, fn, val[i].a);
	for (u32 i = 0; i < fn->ev_nr; i++) {
		if (ev[i].kind == EV_SET)
			rule_out(n, fu, fn, ev[i].a);
		for (u32 k = 0; ev[i].kind == EV_ASM && k < ev[i].nargs; k++)
			rule_out(n, fu, fn, ir_args(fu->u, fn, &ev[i])[k]);
	}
}

/* What is told of variables that a unit defines, and that another unit, or a function left at a bound, might store to. */
static void in_unit(struct numbers *n, const struct flow_unit *fu)
{
	const struct ir_unit *u = fu->u;
	bool truncated = false;

	for (u32 i = 0; i < u->nr_func; i++) {
		in_function(n, fu, &u->func[i]);
		truncated |= u->func[i].flags & IR_FUNC_TRUNCATED;
	}
	for (u32 i = 0; i < u->nr_init; i++)
		n->out[fu->sym[u->init[i].sym]] = 1;
	for (u32 i = 0; i < u->nr_num; i++) {
		const struct ir_sym *s = &u->sym[u->num[i].var];

		if (u->num[i].field == IR_NONE && !(s->flags & IR_SYM_CONST) && (truncated || !(s->flags & IR_SYM_STATIC)))
			n->out[fu->sym[u->num[i].var]] = 1;
	}
}

static void values(struct numbers *n, const struct flow_unit *fu)
{
	for (u32 i = 0; i < fu->u->nr_num; i++) {
		const struct ir_num *x = &fu->u->num[i];
		u32 sym = fu->sym[x->var];

		if (x->field != IR_NONE)
			continue;
		/* two of one name: nobody knows which is meant */
		n->out[sym] |= x->flags & IR_NUM_MANY || (n->known[sym] && n->value[sym] != x->value);
		n->known[sym] = 1;
		n->value[sym] = x->value;
	}
}

void link_numbers(struct program *p)
{
	u32 nr = p->w.sym.nr;
	struct numbers n = { xcalloc(nr + 1, 1), xcalloc(nr + 1, 1), xcalloc(nr + 1, sizeof(s64)) };

	for (u32 i = 0; i < p->w.unit.nr; i++) {
		if (p->w.unit.at[i].is_model)
			continue;
		in_unit(&n, &p->w.unit.at[i]);
		values(&n, &p->w.unit.at[i]);
	}
	for (u32 s = 0; s < nr; s++) {
		if (!n.known[s] || n.out[s])
			continue;
		map_put(&p->w.number, s, p->w.number_value.nr);
		vec_push(&p->w.number_value, n.value[s]);
	}
	free(n.out);
	free(n.known);
	free(n.value);
}
