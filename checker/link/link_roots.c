// SPDX-License-Identifier: GPL-2.0-only
/*
 * Roots: functions that the kernel calls in a known context, found where they are registered.
 *
 *  - a call of a function with a callback rule: its argument is the function;
 *  - a store to, or an initialiser of, a struct member with a field rule;
 *  - a wrapper: a parameter that is passed on to one of the two makes its function a registration function too.
 */
#include <string.h>

#include "link/link.h"

/* "Parameter `param` of `sym` ends up registered with this context." */
struct registrar {
	u32 sym, param;
	const struct rule *rule;
};

typedef VEC(struct registrar) registrars;

const struct rule *link_member_rules(const struct program *p, u32 field)
{
	const char *text = strtab_str(&p->w.field, field), *dot = strrchr(text, '.');
	char rec[256];
	size_t n;

	if (!dot || (n = (size_t)(dot - text)) >= sizeof(rec))
		return NULL;
	memcpy(rec, text, n);
	rec[n] = '\0';
	return rules_find_field(p->w.rules, rec, dot + 1);
}

const struct rule *link_field_rule(const struct program *p, u32 field)
{
	const struct rule *r = link_member_rules(p, field);

	while (r && r->kind != RULE_FIELD)
		r = rules_next(p->w.rules, r);
	return r;
}

/* A text id for how it was registered. */
static u32 how_field(struct program *p, u32 field)
{
	const char *text = strtab_str(&p->w.field, field);

	return strtab_add(&p->w.str, strncmp(text, "struct ", 7) ? text : text + 7);
}

static u32 how_call(struct program *p, const char *name)
{
	struct strbuf sb = { 0 };
	u32 id;

	strbuf_printf(&sb, "%s()", name);
	id = strtab_add(&p->w.str, sb.buf);
	strbuf_free(&sb);
	return id;
}

/* A hard interrupt handler runs with interrupts off. */
static u32 closure(u32 context)
{
	if (context & ATOMIC_BIT_OF(ATOMIC_HARDIRQ))
		context |= ATOMIC_BIT_OF(ATOMIC_IRQ);
	return context;
}

static void add_root(struct program *p, u32 sym, const struct rule *rule, u32 how, u32 fn, u32 event, u32 unit,
		     struct ir_loc loc)
{
	u32 context = closure(rule->context);

	if (p->w.sym.at[sym].func == IR_NONE)
		return;
	for (u32 i = p->root.nr; i && p->root.nr - i < 64; i--)
		if (p->root.at[i - 1].sym == sym && p->root.at[i - 1].context == context)
			return;
	vec_push(&p->root, (struct root){ .sym = sym, .context = context, .by_fn = fn, .by_event = event,
		.by_unit = unit, .by_loc = loc, .how = how, .confidence = rule->unsure ? 0 : 2 });
}

struct scan {
	struct program *p;
	registrars *reg;
	u32 sym, unit;
	const struct flow_unit *fu;
	const struct ir_func *fn;
	bool learn;		/* look for wrappers rather than for roots */
	bool found;
};

/* Value v is registered with a context at an event of the function at hand. */
static void registered(struct scan *s, ir_val_id v, const struct rule *rule, u32 how, u32 event)
{
	const struct ir_val *val = &ir_vals(s->fu->u, s->fn)[v];
	const struct ir_event *e = &ir_events(s->fu->u, s->fn)[event];

	if (val->kind == V_FUNC && !s->learn) {
		add_root(s->p, s->fu->sym[val->a], rule, how, s->sym, event, s->unit, e->loc);
	} else if (val->kind == V_LOCAL && val->a < s->fn->nparams && s->learn) {
		struct registrar r = { s->sym, val->a, rule };

		for (u32 i = 0; i < s->reg->nr; i++)
			if (s->reg->at[i].sym == r.sym && s->reg->at[i].param == r.param)
				return;
		vec_push(s->reg, r);
		s->found = true;
	}
}

static void scan_call(struct scan *s, u32 event)
{
	const struct ir_event *e = &ir_events(s->fu->u, s->fn)[event];
	const struct ir_val *callee = &ir_vals(s->fu->u, s->fn)[e->a];
	const ir_val_id *arg = ir_args(s->fu->u, s->fn, e);
	u32 to, how;
	bool by_rule = false;

	if (callee->kind != V_FUNC)
		return;
	to = s->fu->sym[callee->a];
	for (const struct rule *r = s->p->w.sym.at[to].rule; r; r = rules_next(s->p->w.rules, r)) {
		if (r->kind != RULE_CALLBACK || r->fn < 0 || r->fn >= e->nargs)
			continue;
		how = how_call(s->p, strtab_str(&s->p->w.str, s->p->w.sym.at[to].name));
		registered(s, arg[r->fn], r, how, event);
		by_rule = true;
	}
	if (by_rule)
		return;
	for (u32 i = 0; i < s->reg->nr; i++) {
		const struct registrar *r = &s->reg->at[i];

		if (r->sym == to && r->param < e->nargs) {
			how = how_call(s->p, strtab_str(&s->p->w.str, s->p->w.sym.at[to].name));
			registered(s, arg[r->param], r->rule, how, event);
		}
	}
}

static void scan_set(struct scan *s, u32 event)
{
	const struct ir_event *e = &ir_events(s->fu->u, s->fn)[event];
	const struct ir_val *to = &ir_vals(s->fu->u, s->fn)[e->a];
	const struct rule *r;

	if (to->kind != V_FIELD)
		return;
	r = link_field_rule(s->p, s->fu->field[to->b]);
	if (r && r->kind == RULE_FIELD)
		registered(s, e->b, r, how_field(s->p, s->fu->field[to->b]), event);
}

static bool scan_functions(struct program *p, registrars *reg, bool learn)
{
	struct scan s = { .p = p, .reg = reg, .learn = learn };

	for (s.sym = 0; s.sym < p->w.sym.nr; s.sym++) {
		const struct flow_sym *g = &p->w.sym.at[s.sym];

		if (g->func == IR_NONE)
			continue;
		s.unit = g->unit;
		s.fu = &p->w.unit.at[g->unit];
		s.fn = &s.fu->u->func[g->func];
		for (u32 i = 0; i < s.fn->ev_nr; i++) {
			u8 kind = ir_events(s.fu->u, s.fn)[i].kind;

			if (kind == EV_CALL)
				scan_call(&s, i);
			else if (kind == EV_SET)
				scan_set(&s, i);
		}
	}
	return s.found;
}

static void scan_inits(struct program *p)
{
	for (u32 ui = 0; ui < p->w.unit.nr; ui++) {
		const struct flow_unit *fu = &p->w.unit.at[ui];

		for (u32 i = 0; i < fu->u->nr_init; i++) {
			const struct ir_init *in = &fu->u->init[i];
			const struct rule *r;

			if (in->field == IR_NONE || fu->u->sym[in->sym].kind != SYM_FUNC)
				continue;
			r = link_field_rule(p, fu->field[in->field]);
			if (r && r->kind == RULE_FIELD)
				add_root(p, fu->sym[in->sym], r, how_field(p, fu->field[in->field]), IR_NONE, 0, ui,
					 in->loc);
		}
	}
}

void link_roots(struct program *p)
{
	registrars reg = { 0 };

	/* wrappers of wrappers: three levels are more than the kernel has */
	for (u32 round = 0; round < 3 && scan_functions(p, &reg, true); round++)
		;
	scan_functions(p, &reg, false);
	scan_inits(p);
	vec_free(&reg);
}
