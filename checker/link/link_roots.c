// SPDX-License-Identifier: GPL-2.0-only
/*
 * Roots: functions that the kernel calls in a known context, found where they are registered.
 *
 *  - a call of a function with a callback rule, or of a wrapper of one (link_registrars.c): its argument is the
 *    function, or a place that holds functions, or points to a record that has it (link_via.c);
 *  - a store to, or an initialiser of, a member or variable with a field rule;
 *  - a function with an entry rule.
 *
 * A record that is off near the function (unless_near=) makes no root.  One root per function and context: the first.
 * Cost: linear in events and initialisers, and in the targets of what is registered by way of a place.
 */
#include <string.h>

#include "link/link_registrars.h"

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

/* A hard interrupt handler runs with interrupts off; on PREEMPT_RT most of them are threads. */
static u32 context_of(const struct world *w, const struct rule *rule)
{
	u32 context = rule->context;

	if (!(context & ATOMIC_BIT_OF(ATOMIC_HARDIRQ)))
		return context;
	if (w->rt && !rule->hard)
		return context & ~(ATOMIC_BIT_OF(ATOMIC_HARDIRQ) | ATOMIC_BIT_OF(ATOMIC_IRQ));
	return context | ATOMIC_BIT_OF(ATOMIC_IRQ);
}

struct roots {
	struct program *p;
	struct map seen;	/* function and context -> 1 */
};

/* Where and how a function is registered. */
struct place {
	u32 how;
	u32 fn, event, unit;
	struct ir_loc loc;
};

static void add_root(struct roots *r, u32 sym, const struct rule *rule, const struct place *at, u8 confidence)
{
	u32 context = context_of(&r->p->w, rule);
	const struct flow_sym *g = &r->p->w.sym.at[sym];
	u64 key = (u64)sym << 32 | context;

	if (g->func == IR_NONE || rule_off_near(&r->p->w, rule, g->folder) || map_get(&r->seen, key) != MAP_NONE)
		return;
	map_put(&r->seen, key, 1);
	vec_push(&r->p->root, (struct root){ .sym = sym, .context = context, .by_fn = at->fn, .by_event = at->event,
		.by_unit = at->unit, .by_loc = at->loc, .how = at->how,
		.confidence = rule->unsure ? 0 : confidence });
}

struct one {			/* one registration, for via_fn */
	struct roots *r;
	const struct rule *rule;
	struct place at;
	u8 confidence;
};

static void root_via(void *ctx, u32 sym)
{
	struct one *o = ctx;

	add_root(o->r, sym, o->rule, &o->at, o->confidence);
}

/* A place that holds functions is registered: any of them.  Through a parameter its callers are registrars. */
static void root_by_place(struct one *o, const struct registration *g, const struct ir_val *v)
{
	const struct target_set *set;
	struct target t[TARGETS_MAX];
	u32 nr;

	if ((v->kind == V_LOCAL && v->a < g->fn->nparams) || g->callee == IR_NONE)
		return;
	set = targets_of_val(&g->p->w, g->sym, g->val);
	nr = set ? targets_of(&g->p->w, set, g->sym, t) : 0;
	for (u32 i = 0; i < nr; i++)
		add_root(o->r, t[i].sym, o->rule, &o->at, target_confidence(t[i].kind));
}

static void is_root(void *ctx, const struct registration *g)
{
	const struct ir_val *v = &ir_vals(g->fu->u, g->fn)[g->val];
	struct one o = { .r = ctx, .rule = g->rule, .confidence = 2,
		.at = { .fn = g->sym, .event = g->event, .unit = g->unit,
			.loc = ir_events(g->fu->u, g->fn)[g->event].loc } };

	if (g->callee != IR_NONE)
		o.at.how = how_call(g->p, strtab_str(&g->p->w.str, g->p->w.sym.at[g->callee].name));
	else if (g->field != IR_NONE)
		o.at.how = how_field(g->p, g->field);
	else
		o.at.how = strtab_add(&g->p->w.str, rules_str(g->p->w.rules, g->rule->member));
	if (g->rule->via >= 0)
		via_functions(g, root_via, &o);
	else if (v->kind == V_FUNC)
		add_root(o.r, g->fu->sym[v->a], g->rule, &o.at, 2);
	else
		root_by_place(&o, g, v);
}

static void scan_init(struct roots *r, u32 ui, const struct ir_init *in)
{
	struct program *p = r->p;
	const struct flow_unit *fu = &p->w.unit.at[ui];
	struct place at = { .fn = IR_NONE, .unit = ui, .loc = in->loc };
	const struct rule *rule;

	if (fu->u->sym[in->sym].kind != SYM_FUNC || (in->field == IR_NONE && in->var == IR_NONE))
		return;
	if (in->field != IR_NONE)
		rule = link_field_rule(p, fu->field[in->field]);
	else
		rule = rules_find_field(p->w.rules, "global", ir_text(fu->u, fu->u->sym[in->var].name));
	for (; rule; rule = rules_next(p->w.rules, rule)) {
		if (rule->kind != RULE_FIELD || rule->registered)
			continue;
		at.how = in->field != IR_NONE ? how_field(p, fu->field[in->field]) :
			strtab_add(&p->w.str, rules_str(p->w.rules, rule->member));
		add_root(r, fu->sym[in->sym], rule, &at, 2);
	}
}

static void scan_entries(struct roots *r)
{
	for (u32 s = 0; s < r->p->w.sym.nr; s++) {
		const struct flow_sym *g = &r->p->w.sym.at[s];
		struct place at = { .fn = IR_NONE, .unit = g->unit };

		if (g->func == IR_NONE)
			continue;
		at.loc = r->p->w.unit.at[g->unit].u->func[g->func].loc;
		for (const struct rule *e = g->rule; e; e = rules_next(r->p->w.rules, e)) {
			if (e->kind != RULE_ENTRY)
				continue;
			at.how = how_call(r->p, strtab_str(&r->p->w.str, g->name));
			add_root(r, s, e, &at, 2);
		}
	}
}

void link_roots(struct program *p)
{
	struct roots r = { .p = p };
	struct registrars reg = { 0 };

	registrars_find(p, &reg);
	for (u32 s = 0; s < p->w.sym.nr; s++)
		registrations(p, &reg, s, is_root, &r);
	for (u32 ui = 0; ui < p->w.unit.nr; ui++)
		for (u32 i = 0; i < p->w.unit.at[ui].u->nr_init; i++)
			scan_init(&r, ui, &p->w.unit.at[ui].u->init[i]);
	scan_entries(&r);
	registrars_free(&reg);
	map_free(&r.seen);
}
