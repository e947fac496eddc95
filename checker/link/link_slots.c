// SPDX-License-Identifier: GPL-2.0-only
/*
 * The graph of slots, from the IR of all functions and the initialisers.
 *
 * Flow-insensitive: every store, every argument of a direct call, every initialiser counts, in whatever order.  Of two
 * ends of a copy at least one must have a function pointer's type; what travels through `void *` on both is not
 * followed, or everything would reach everything.  Results of calls are not followed, but counted.
 *
 * What a bind rule names is a copy, too: __static_call_update(&key, tramp, fn) puts fn into the slot of tramp.
 * Cost: one look at each event and initialiser.
 */
#include "link/link_slots.h"

#include <string.h>

enum fn_type { NOT_FN, MAYBE_FN, IS_FN };

struct collect {
	struct program *p;
	struct slots *s;
	u32 sym;		/* the function at hand */
	const struct flow_unit *fu;
	const struct ir_func *fn;
	const struct ir_val *val;
};

/* One end of a copy. */
struct end {
	u64 key[2];		/* slots: the second one is that of a member of a known variable */
	u32 func;		/* or a function's address: program symbol, else IR_NONE */
	enum fn_type is;
	u8 params;
	bool address;		/* the slot's address: who gets it may also store */
};

u8 count_params(const char *type)
{
	const char *s = strchr(type, '(');
	u32 depth = 0, nr = 1;

	if (!s || s[1] == '*' || s[1] == ')')
		return PARAMS_UNKNOWN;
	if (!strcmp(s, "(void)"))
		return 0;
	for (; *s; s++) {
		if (*s == '(')
			depth++;
		else if (*s == ')' && !--depth)
			break;
		else if (*s == ',' && depth == 1)
			nr++;
		else if (*s == '.')
			return PARAMS_UNKNOWN;
	}
	return !*s || s[1] || nr >= PARAMS_UNKNOWN ? PARAMS_UNKNOWN : (u8)nr;
}

static enum fn_type type_of(const struct ir_unit *u, u32 type, u8 *params)
{
	*params = PARAMS_UNKNOWN;
	while (type != IR_NONE) {
		const struct ir_type *t = &u->type[type];

		if (t->kind == T_FUNC) {
			*params = count_params(ir_text(u, t->name));
			return IS_FN;
		}
		if (t->kind == T_VOID)
			return MAYBE_FN;
		if (t->kind != T_PTR && t->kind != T_ARRAY)
			break;
		type = t->elem;
	}
	return NOT_FN;
}

static u32 slot_of(struct slots *s, u64 key, u8 params)
{
	u32 id = map_get(&s->id, key);

	if (id != MAP_NONE) {
		if (s->params.at[id] == PARAMS_UNKNOWN)
			s->params.at[id] = params;
		return id;
	}
	vec_push(&s->key, key);
	vec_push(&s->params, params);
	map_put(&s->id, key, s->key.nr - 1);
	return s->key.nr - 1;
}

static bool is_ruled(struct collect *c, u32 field)
{
	u8 *r = &c->s->ruled.at[field];

	if (!*r)
		*r = link_field_rule(c->p, field) ? 2 : 1;
	return *r == 2;
}

/* The variable that a place is part of, without going through a pointer; IR_NONE: none. */
static u32 variable_of(const struct ir_val *val, ir_val_id v)
{
	while (val[v].kind == V_FIELD || (val[v].kind == V_INDEX && val[val[v].a].kind == V_ADDR))
		v = val[v].kind == V_FIELD ? val[v].a : val[val[v].a].a;
	return val[v].kind == V_GLOBAL ? val[v].a : IR_NONE;
}

/* The member that a record is, or an element of; IR_NONE: none. */
static u32 outer_of(const struct ir_val *val, ir_val_id v)
{
	while (val[v].kind == V_INDEX && val[val[v].a].kind == V_ADDR)
		v = val[val[v].a].a;
	return val[v].kind == V_FIELD ? val[v].b : IR_NONE;
}

static struct end end_of(const struct collect *c, ir_val_id v)
{
	const struct ir_unit *u = c->fu->u;
	struct end e = { .func = IR_NONE, .params = PARAMS_UNKNOWN };
	const struct ir_val *x = &c->val[v];
	u32 var, outer;

	while (x->kind == V_INDEX || x->kind == V_DEREF || x->kind == V_ADDR ||
	       (x->kind == V_BIN && (x->op == OP_ADD || x->op == OP_SUB))) {
		e.address |= x->kind == V_ADDR;
		v = x->a;
		x = &c->val[v];
	}
	switch (x->kind) {
	case V_FUNC:
		e.func = c->fu->sym[x->a];
		e.is = IS_FN;
		break;
	case V_LOCAL:
		e.is = type_of(u, u->local[c->fn->local_at + x->a].type, &e.params);
		e.key[0] = slot_local(c->sym, x->a);
		break;
	case V_GLOBAL:
		e.is = type_of(u, u->sym[x->a].type, &e.params);
		e.key[0] = slot_var(c->fu->sym[x->a]);
		break;
	case V_FIELD:
		e.is = type_of(u, u->field[x->b].type, &e.params);
		e.key[0] = slot_field(c->fu->field[x->b]);
		var = e.is ? variable_of(c->val, v) : IR_NONE;
		outer = e.is && var == IR_NONE ? outer_of(c->val, x->a) : IR_NONE;
		if (var != IR_NONE)
			e.key[1] = slot_var_field(c->fu->sym[var], c->fu->field[x->b]);
		else if (outer != IR_NONE)
			e.key[1] = slot_part(c->fu->field[outer], c->fu->field[x->b]);
		break;
	case V_RESULT:
		e.is = MAYBE_FN;
		break;
	default:
		break;
	}
	return e;
}

static void edge(struct collect *c, u64 from, u8 from_params, u64 to, u8 to_params)
{
	struct slot_edge e;

	if (from == to)
		return;
	e.from = slot_of(c->s, from, from_params);
	e.to = slot_of(c->s, to, to_params);
	vec_push(&c->s->edge, e);
}

static void source(struct collect *c, u64 key, u8 params, u32 sym)
{
	u32 slot = slot_of(c->s, key, params);

	vec_push(&c->s->source, (struct slot_source){ slot, sym });
}

/* `from` is a member whose context rules/ knows: those who call it are judged without its implementations. */
static bool ends_here(struct collect *c, u64 key)
{
	return key >> 60 == 1 && is_ruled(c, (u32)key);
}

static void copy(struct collect *c, const struct end *from, const struct end *to)
{
	if (!from->is || !to->is || (from->is != IS_FN && to->is != IS_FN))
		return;
	if (from->func == IR_NONE && !from->key[0]) {
		c->p->nr_results_not_followed++;
		return;
	}
	if (from->key[0] && ends_here(c, from->key[0]))
		return;
	for (u32 i = 0; i < 2; i++) {
		if (!to->key[i])
			continue;
		if (from->func != IR_NONE)
			source(c, to->key[i], to->params, from->func);
		else
			edge(c, from->key[1] >> 60 == 3 ? from->key[1] : from->key[0], from->params, to->key[i],
			     to->params);
	}
	/* &x->fn: the callee may store there */
	if (from->address && from->is == IS_FN && from->key[0] && to->key[0])
		edge(c, to->key[0], to->params, from->key[0], from->params);
}

static void collect_bind(struct collect *c, const struct ir_event *e, const struct rule *r)
{
	const ir_val_id *arg = ir_args(c->fu->u, c->fn, e);
	struct end from, to = { .func = IR_NONE, .is = IS_FN, .params = PARAMS_UNKNOWN };

	if (r->key < 0 || r->key >= e->nargs || r->fn < 0 || r->fn >= e->nargs ||
	    c->val[arg[r->key]].kind != V_FUNC)
		return;
	to.key[0] = slot_bound(c->fu->sym[c->val[arg[r->key]].a]);
	from = end_of(c, arg[r->fn]);
	copy(c, &from, &to);
}

static void collect_args(struct collect *c, const struct ir_event *e, u32 callee)
{
	const struct flow_sym *g = &c->p->w.sym.at[callee];
	const ir_val_id *arg = ir_args(c->fu->u, c->fn, e);
	const struct ir_unit *u;
	const struct ir_func *fn;

	for (const struct rule *r = g->rule; r; r = rules_next(c->p->w.rules, r))
		if (r->kind == RULE_BIND)
			collect_bind(c, e, r);
	if (g->func == IR_NONE)
		return;
	u = c->p->w.unit.at[g->unit].u;
	fn = &u->func[g->func];
	for (u32 i = 0; i < e->nargs && i < fn->nparams; i++) {
		struct end from, to = { .key = { slot_local(callee, i) }, .func = IR_NONE };

		to.is = type_of(u, u->local[fn->local_at + i].type, &to.params);
		if (!to.is)
			continue;
		from = end_of(c, arg[i]);
		copy(c, &from, &to);
	}
}

static void collect_call(struct collect *c, const struct ir_event *e)
{
	const struct ir_val *callee = &c->val[e->a];

	if (callee->kind == V_FUNC)
		collect_args(c, e, c->fu->sym[callee->a]);
	else if (callee->kind == V_FIELD)
		vec_push(&c->s->user, (struct slot_user){ c->fu->field[callee->b], c->p->w.sym.at[c->sym].folder });
}

static void collect_function(struct collect *c)
{
	const struct ir_event *ev = ir_events(c->fu->u, c->fn);

	for (u32 i = 0; i < c->fn->ev_nr; i++) {
		if (ev[i].kind == EV_CALL) {
			collect_call(c, &ev[i]);
		} else if (ev[i].kind == EV_SET) {
			struct end to = end_of(c, ev[i].a), from;

			if (!to.is)
				continue;
			from = end_of(c, ev[i].b);
			copy(c, &from, &to);
		}
	}
}

/* A variable like __SCK__x, of which rules/ say that a member holds what a function __SCT__x calls. */
static void init_bind(struct collect *c, const char *var, u32 field, u32 sym)
{
	for (const struct rule *r = link_member_rules(c->p, field); r; r = rules_next(c->p->w.rules, r)) {
		const char *from = rules_str(c->p->w.rules, r->from);
		struct strbuf sb = { 0 };
		u32 name;

		if (r->kind != RULE_BIND || strncmp(var, from, strlen(from)))
			continue;
		strbuf_printf(&sb, "%s%s", rules_str(c->p->w.rules, r->to), var + strlen(from));
		name = link_global(c->p, sb.buf);
		if (name != IR_NONE)
			source(c, slot_bound(name), PARAMS_UNKNOWN, sym);
		strbuf_free(&sb);
	}
}

static void collect_init(struct collect *c, const struct ir_init *in)
{
	const struct ir_unit *u = c->fu->u;
	u32 sym = c->fu->sym[in->sym], field;
	u8 params;

	if (u->sym[in->sym].kind != SYM_FUNC)
		return;
	if (in->field == IR_NONE) {
		if (in->var != IR_NONE && type_of(u, u->sym[in->var].type, &params))
			source(c, slot_var(c->fu->sym[in->var]), params, sym);
		return;
	}
	field = c->fu->field[in->field];
	type_of(u, u->field[in->field].type, &params);
	source(c, slot_field(field), params, sym);
	if (in->var == IR_NONE)
		return;
	source(c, slot_var_field(c->fu->sym[in->var], field), params, sym);
	init_bind(c, ir_text(u, u->sym[in->var].name), field, sym);
}

/* A variable whose member nobody sets by name is filled as a whole: what is in it, is what is in any. */
static void untouched_variables(struct slots *s)
{
	u8 *set = xcalloc(s->key.nr, 1);
	u32 nr = s->key.nr;

	for (u32 i = 0; i < s->source.nr; i++)
		set[s->source.at[i].slot] = 1;
	for (u32 i = 0; i < s->edge.nr; i++)
		set[s->edge.at[i].to] = 1;
	for (u32 i = 0; i < s->edge.nr; i++) {
		struct slot_edge *e = &s->edge.at[i];
		u64 key = s->key.at[e->from];

		if (e->from < nr && key >> 60 == 3 && !set[e->from])
			e->from = slot_of(s, slot_field((u32)key & 0xfffffffu), s->params.at[e->from]);
	}
	free(set);
}

void slots_collect(struct program *p, struct slots *s)
{
	struct collect c = { .p = p, .s = s };

	vec_extend(&s->ruled, p->w.field.nr);
	for (u32 ui = 0; ui < p->w.unit.nr; ui++) {
		c.fu = &p->w.unit.at[ui];
		for (u32 i = 0; i < c.fu->u->nr_init; i++)
			collect_init(&c, &c.fu->u->init[i]);
	}
	for (c.sym = 0; c.sym < p->w.sym.nr; c.sym++) {
		const struct flow_sym *g = &p->w.sym.at[c.sym];

		if (g->func == IR_NONE)
			continue;
		c.fu = &p->w.unit.at[g->unit];
		c.fn = &c.fu->u->func[g->func];
		c.val = ir_vals(c.fu->u, c.fn);
		collect_function(&c);
	}
	untouched_variables(s);
}

void slots_free(struct slots *s)
{
	map_free(&s->id);
	vec_free(&s->key);
	vec_free(&s->params);
	vec_free(&s->edge);
	vec_free(&s->source);
	vec_free(&s->user);
	vec_free(&s->ruled);
}
