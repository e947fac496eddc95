// SPDX-License-Identifier: GPL-2.0-only
/*
 * A kernel model becomes part of a program.
 *
 * Input: a program with all its units, not yet resolved, and a model.  Which functions: those that are called, external,
 * and not defined in any unit; and of others, in part, what their effects speak of.  They get bodies in a unit of its own:
 * parameters, an event for each place that a finding may tell of, and a call or store for each callback that they
 * register, so that registrars and chains are found as in any unit.  No edge begins there, and no body is simulated:
 * their effects are those of the file.  Invariant: a definition in a linked unit always wins.
 */
#include "link/kmodel_int.h"

#include <stdlib.h>
#include <string.h>

struct loader {
	struct program *p;
	const struct kmodel *km;
	struct kmodel_link *l;
	VEC(u32) todo;		/* functions to be looked at in full */
};

/* ---- which functions ---- */

static void want_place(struct loader *ld, const struct km_place *p)
{
	if (p->fn != IR_NONE && ld->l->state[p->fn] == KM_OUT)
		ld->l->state[p->fn] = KM_PART;
}

static void want_fn(struct loader *ld, u32 fn)
{
	if (!(ld->km->fn[fn].flags & KM_FN_FULL)) {
		want_place(ld, &(struct km_place){ fn, 0 });
		return;
	}
	if (ld->l->state[fn] != KM_FULL)
		vec_push(&ld->todo, fn);
	ld->l->state[fn] = KM_FULL;
}

static void want_locks(struct loader *ld, u32 at, u32 nr)
{
	for (u32 i = 0; i < nr; i++)
		want_place(ld, &ld->km->lock[at + i].by);
}

static void want_under(struct loader *ld, const struct km_under *u)
{
	want_place(ld, &u->at);
	if (u->lock != IR_NONE)
		want_locks(ld, u->lock, 1);
}

/* A sleep, and those further down the chain. */
static void want_sleep(struct loader *ld, u32 nr)
{
	while (nr != IR_NONE && !ld->l->wanted[nr]) {
		const struct km_sleep *s = &ld->km->sleep[nr];

		ld->l->wanted[nr] = 1;
		want_place(ld, &s->decide);
		if (s->under_mask)
			want_under(ld, &s->under);
		if (s->callee != IR_NONE)
			want_place(ld, &(struct km_place){ s->callee, 0 });
		nr = s->next;
	}
}

static void want_mem(struct loader *ld, u32 mem)
{
	const struct km_mem *m = &ld->km->mem[mem];

	for (u32 i = 0; i < m->nr_exit; i++) {
		const struct km_mem_exit *x = &ld->km->mem_exit[m->exit_at + i];

		for (u32 k = 0; k < x->nr_op; k++)
			if (ld->km->mem_op[x->op_at + k].release != IR_NONE)
				want_fn(ld, ld->km->mem_op[x->op_at + k].release);
	}
}

static void want_all_of(struct loader *ld, const struct km_fn *f)
{
	const struct kmodel *km = ld->km;

	for (u32 i = 0; i < f->nr_sleep; i++)
		want_sleep(ld, f->sleep_at + i);
	for (u32 i = 0; i < f->nr_exit; i++)
		want_locks(ld, km->exit[f->exit_at + i].add_at, km->exit[f->exit_at + i].nr_add);
	for (u32 i = 0; i < f->nr_call; i++)
		if (km->call[f->call_at + i].held)
			want_under(ld, &km->call[f->call_at + i].under);
	if (f->mem != IR_NONE)
		want_mem(ld, f->mem);
}

/* A function of a file that is linked is not there any more. */
static bool is_gone(const struct map *linked, const struct kmodel *km, u32 fn)
{
	return map_get(linked, hash_str(km_text(km, km->fn[fn].file))) != MAP_NONE;
}

static void choose(struct loader *ld)
{
	struct map linked = { 0 };

	for (u32 i = 0; i < ld->p->w.unit.nr; i++)
		map_put(&linked, hash_str(ld->p->w.unit.at[i].path), 1);
	for (u32 s = 0; s < ld->p->w.sym.nr; s++) {
		const struct flow_sym *g = &ld->p->w.sym.at[s];
		u32 fn;

		if (g->func != IR_NONE || g->flags & IR_SYM_STATIC)
			continue;
		fn = kmodel_find(ld->km, strtab_str(&ld->p->w.str, g->name));
		if (fn != IR_NONE && !is_gone(&linked, ld->km, fn))
			want_fn(ld, fn);
	}
	map_free(&linked);
	while (ld->todo.nr)
		want_all_of(ld, &ld->km->fn[vec_pop(&ld->todo)]);
	vec_free(&ld->todo);
	for (u32 i = 0; i < ld->km->nr_fn; i++) {
		const struct km_sym *s = &ld->km->sym[ld->km->fn[i].sym];

		if (ld->l->state[i] == KM_OUT)
			continue;
		ld->l->sym[i] = link_symbol(ld->p, km_text(ld->km, s->name), km_text(ld->km, s->file), true, s->flags);
		if (ld->p->w.sym.at[ld->l->sym[i]].func == IR_NONE)
			vec_push(&ld->l->fn, i);
	}
}

/* ---- the unit ---- */

static u32 unit_sym(struct loader *ld, u32 sym, u32 more)
{
	const struct km_sym *s = &ld->km->sym[sym];
	u32 file = irb_file(&ld->l->ir, km_text(ld->km, s->file), 0);

	return irb_sym(&ld->l->ir, km_text(ld->km, s->name), (enum ir_sym_kind)s->kind,
		       (s->flags & (IR_SYM_STATIC | IR_SYM_INLINE | IR_SYM_EXPORTED | IR_SYM_NORETURN)) | more, file);
}

/* "struct foo.member" */
static u32 unit_field(struct loader *ld, u32 field)
{
	const char *text = km_text(ld->km, ld->km->field[field]), *dot = strrchr(text, '.');
	struct strbuf rec = { 0 };
	u32 id;

	/* what has no name stands for all that have none */
	strbuf_add(&rec, text, dot ? (size_t)(dot - text) : 0);
	id = irb_field(&ld->l->ir, strbuf_str(&rec), dot ? dot + 1 : text, IR_NONE, IR_NONE);
	strbuf_free(&rec);
	return id;
}

static ir_val_id some_member(struct loader *ld, u32 field)
{
	struct ir_builder *b = &ld->l->ir;

	return irb_val(b, V_FIELD, OP_NONE, 0, irb_deref(b, irb_unknown(b)), unit_field(ld, field));
}

static void put_event(struct loader *ld, u32 block, const struct km_event *k)
{
	struct ir_builder *b = &ld->l->ir;
	struct ir_event e = { .kind = EV_CALL, .flags = k->flags, .loc = { .line = k->line, .col = k->col } };

	e.loc.file = (u16)irb_file(b, km_text(ld->km, k->file), 0);
	e.name = irb_str(b, km_text(ld->km, k->name));
	e.text = irb_str(b, km_text(ld->km, k->text));
	if (k->kind == KM_CALL)
		e.a = irb_val(b, V_FUNC, OP_NONE, 0, unit_sym(ld, k->to, 0), 0);
	else if (k->kind == KM_CALL_MEMBER)
		e.a = some_member(ld, k->to);
	else
		e.a = irb_unknown(b);
	if (k->kind == KM_OTHER) {
		e.kind = EV_USE;
		irb_event(b, block, e);
	} else {
		irb_call(b, block, e, NULL, 0);
	}
}

/* The parameter goes where rules/ say in which context it is called. */
static void put_reg(struct loader *ld, u32 block, const struct km_reg *r, struct ir_loc loc)
{
	struct ir_builder *b = &ld->l->ir;
	struct ir_event e = { .kind = EV_SET, .loc = loc };
	ir_val_id param = irb_val(b, V_LOCAL, OP_NONE, 0, r->param, 0), arg[64];

	if (r->kind == KM_REG_CALL) {
		for (u32 i = 0; i < r->arg; i++)
			arg[i] = irb_unknown(b);
		arg[r->arg] = param;
		e.kind = EV_CALL;
		e.a = irb_val(b, V_FUNC, OP_NONE, 0, unit_sym(ld, r->to, 0), 0);
		irb_call(b, block, e, arg, r->arg + 1);
		return;
	}
	if (r->kind == KM_REG_MEMBER)
		e.a = some_member(ld, r->to);
	else
		e.a = irb_val(b, V_GLOBAL, OP_NONE, 0, unit_sym(ld, r->to, 0), 0);
	e.b = param;
	irb_event(b, block, e);
}

static u32 put_type(struct loader *ld, const struct km_type *t)
{
	struct ir_builder *b = &ld->l->ir;

	return irb_type(b, (struct ir_type){ .kind = t->kind, .bits = t->bits, .is_signed = t->is_signed,
		.name = irb_str(b, km_text(ld->km, t->name)), .alias = irb_str(b, km_text(ld->km, t->alias)),
		.elem = IR_NONE });
}

static void put_fn(struct loader *ld, const struct km_fn *f)
{
	const struct kmodel *km = ld->km;
	struct ir_builder *b = &ld->l->ir;
	struct ir_loc loc = { .line = f->line };
	u32 sym = unit_sym(ld, f->sym, IR_SYM_DEFINED), block;

	loc.file = (u16)irb_file(b, km_text(km, f->file), 0);
	irb_func_begin(b, sym, loc, f->line);
	for (u32 i = 0; i < f->nr_param; i++) {
		const struct km_param *p = &km->param[f->param_at + i];

		irb_local(b, km_text(km, p->name), put_type(ld, &km->type[p->type]), loc);
	}
	block = irb_block_new(b);
	for (u32 i = 0; i < f->nr_event; i++)
		put_event(ld, block, &km->event[f->event_at + i]);
	for (u32 i = 0; i < f->nr_reg; i++)
		put_reg(ld, block, &km->reg[f->reg_at + i], loc);
	/* see get_place() */
	irb_event(b, block, (struct ir_event){ .kind = EV_USE, .a = irb_unknown(b), .loc = loc });
	irb_return(b, block, 0, loc);
	irb_func_end(b, f->nr_param, 0);
}

/* ---- effects ---- */

static u32 program_sym(struct program *p, const struct kmodel *km, u32 sym)
{
	const struct km_sym *s = &km->sym[sym];

	return link_symbol(p, km_text(km, s->name), km_text(km, s->file), s->kind == SYM_FUNC, s->flags);
}

fx_id kmodel_fx(struct program *p, u32 id)
{
	struct kmodel_link *l = p->model;
	const struct km_fx *x = &l->km->fx[id];
	u32 a = x->a, b = x->b;

	if (!id || l->fx[id])
		return l->fx[id];
	switch (x->kind) {
	case FX_GLOBAL:
	case FX_FUNC:
		a = program_sym(p, l->km, x->a);
		break;
	case FX_FIELD:
		b = strtab_add(&p->w.field, km_text(l->km, l->km->field[x->b]));
		a = kmodel_fx(p, x->a);
		break;
	case FX_INDEX:
	case FX_BIN:
		b = kmodel_fx(p, x->b);
		a = kmodel_fx(p, x->a);
		break;
	case FX_DEREF:
	case FX_ADDR:
	case FX_UN:
		a = kmodel_fx(p, x->a);
		break;
	default:
		break;
	}
	l->fx[id] = fx_make(&p->w.fx, (enum fx_kind)x->kind, x->op, a, b);
	return l->fx[id];
}

struct aval kmodel_aval(const struct km_aval *a)
{
	return (struct aval){ .lo = a->lo, .hi = a->hi, .zero = a->zero, .one = a->one, .nonzero = a->nonzero != 0 };
}

void kmodel_cond(struct program *p, u32 at, u32 n, struct atom *out)
{
	const struct km_aval *c = p->model->km->cond + at;

	for (u32 i = 0; i < n; i++)
		out[i] = (struct atom){ kmodel_fx(p, c[i].what), kmodel_aval(&c[i]) };
}

struct spot {
	u32 fn, event;		/* program symbol */
};

/* The event of a body that stands in that line; IR_NONE. */
static u32 event_in_line(const struct program *p, u32 sym, u32 line)
{
	const struct flow_sym *g = &p->w.sym.at[sym];
	const struct ir_unit *u = p->w.unit.at[g->unit].u;
	const struct ir_func *fn = &u->func[g->func];

	for (u32 i = 0; i < fn->ev_nr; i++)
		if (ir_events(u, fn)[i].loc.line == line && ir_events(u, fn)[i].kind == EV_CALL)
			return i;
	return IR_NONE;
}

/*
 * A place of the model in the program.  Of a function that a linked unit defines it is what stands there in the same
 * line; where that is gone, or was never known, it is the function at hand itself: the last event of its body.
 */
static struct spot get_place(const struct program *p, const struct km_place *at, u32 own)
{
	const struct kmodel_link *l = p->model;
	const struct km_fn *f = &l->km->fn[own];
	struct spot self = { l->sym[own], f->nr_event + f->nr_reg };
	u32 event;

	if (at->fn == IR_NONE)
		return self;
	if (flow_is_modelled(&p->w, l->sym[at->fn]))
		return (struct spot){ l->sym[at->fn], at->event };
	if (p->w.sym.at[l->sym[at->fn]].func == IR_NONE)
		return self;
	event = event_in_line(p, l->sym[at->fn], l->km->event[l->km->fn[at->fn].event_at + at->event].line);
	return event == IR_NONE ? self : (struct spot){ l->sym[at->fn], event };
}

static void get_locks(struct program *p, u32 at, u32 n, u32 own, struct eff_lock *out)
{
	const struct kmodel *km = p->model->km;

	for (u32 i = 0; i < n; i++) {
		const struct km_lock *k = &km->lock[at + i];
		struct spot by = get_place(p, &k->by, own);

		out[i] = (struct eff_lock){ .path = kmodel_fx(p, k->path), .kind = k->kind, .irq = k->irq, .bh = k->bh,
			.level = k->level, .by_fn = by.fn, .by_event = by.event };
		if (k->cls & CLS_FIELD)
			out[i].cls = CLS_FIELD | strtab_add(&p->w.field, km_text(km, km->field[k->cls & ~CLS_FIELD]));
		else if (k->cls)
			out[i].cls = 1 + program_sym(p, km, k->cls - 1);
	}
}

static struct held get_under(struct program *p, const struct km_under *u, u32 own)
{
	struct spot at = get_place(p, &u->at, own);
	struct held h = { .fn = at.fn, .event = at.event };

	h.name = strtab_add(&p->w.str, km_text(p->model->km, u->name));
	get_locks(p, u->lock, 1, own, &h.lock);
	return h;
}

static struct eff_sleep get_sleep(struct program *p, u32 nr, u32 own)
{
	const struct km_sleep *s = &p->model->km->sleep[nr];
	struct eff_sleep e = { .nr_cond = s->nr_cond, .nr_dropped = s->nr_drop, .why = s->why, .confidence = s->confidence,
		.depth = s->depth, .loose = s->loose, .assumed = s->assumed, .need = s->need, .lifted = s->lifted,
		.flags = kmodel_fx(p, s->flags), .event = s->event, .callee = IR_NONE, .callee_sleep = s->next, .id = nr,
		.decide_fn = IR_NONE, .under_mask = s->under_mask };
	struct spot decide;

	if (s->callee != IR_NONE)
		e.callee = p->model->sym[s->callee];
	if (s->decide.fn != IR_NONE) {
		decide = get_place(p, &s->decide, own);
		e.decide_fn = decide.fn;
		e.decide_event = decide.event;
	}
	kmodel_cond(p, s->cond_at, s->nr_cond, e.cond);
	get_locks(p, s->drop_at, s->nr_drop, own, e.dropped);
	if (s->under_mask)
		e.under = get_under(p, &s->under, own);
	return e;
}

static struct eff_exit get_exit(struct program *p, const struct km_exit *x, u32 own)
{
	struct eff_exit e = { .nr_cond = x->nr_cond, .nr_add = x->nr_add, .nr_drop = x->nr_drop,
		.ret = kmodel_aval(&x->ret), .ret_val = kmodel_fx(p, x->ret.what) };

	kmodel_cond(p, x->cond_at, x->nr_cond, e.cond);
	get_locks(p, x->add_at, x->nr_add, own, e.add);
	get_locks(p, x->drop_at, x->nr_drop, own, e.drop);
	for (u32 i = 0; i < x->nr_set; i++) {
		const struct km_set *s = &p->model->km->set[x->set_at + i];

		e.set[e.nr_set] = (struct eff_set){ kmodel_fx(p, s->place), kmodel_fx(p, s->value) };
		e.nr_set += e.set[e.nr_set].place && e.set[e.nr_set].value;
	}
	return e;
}

static struct eff_call get_call(struct program *p, const struct km_call *c, u32 own)
{
	struct eff_call e = { .param = c->param, .event = c->event, .held = c->held, .nr_dropped = (u8)c->nr_drop };

	get_locks(p, c->drop_at, c->nr_drop, own, e.dropped);
	if (c->held)
		e.under = get_under(p, &c->under, own);
	return e;
}

static void get_effects(struct program *p, u32 fn, struct effects *out)
{
	const struct kmodel *km = p->model->km;
	const struct km_fn *f = &km->fn[fn];
	bool full = p->model->state[fn] == KM_FULL;

	*out = (struct effects){ .known = full, .noreturn = f->flags & KM_FN_NORETURN };
	out->sleep = xcalloc(f->nr_sleep + 1u, sizeof(*out->sleep));
	for (u32 i = 0; i < f->nr_sleep; i++)
		if (p->model->wanted[f->sleep_at + i])
			out->sleep[out->nr_sleep++] = get_sleep(p, f->sleep_at + i, fn);
	if (!full)
		return;
	out->exit = xcalloc(f->nr_exit + 1u, sizeof(*out->exit));
	for (u32 i = 0; i < f->nr_exit; i++)
		out->exit[out->nr_exit++] = get_exit(p, &km->exit[f->exit_at + i], fn);
	out->call = xcalloc(f->nr_call + 1u, sizeof(*out->call));
	for (u32 i = 0; i < f->nr_call; i++)
		out->call[out->nr_call++] = get_call(p, &km->call[f->call_at + i], fn);
}

/* What mem/ will ask for later: every name must be there before the program is resolved. */
static void get_mem_names(struct program *p, u32 mem)
{
	const struct kmodel *km = p->model->km;
	const struct km_mem *m = &km->mem[mem];

	for (u32 i = 0; i < m->nr_exit; i++) {
		const struct km_mem_exit *x = &km->mem_exit[m->exit_at + i];

		(void)kmodel_fx(p, x->counted);
		(void)kmodel_fx(p, x->ret.what);
		for (u32 k = 0; k < x->nr_cond; k++)
			(void)kmodel_fx(p, km->cond[x->cond_at + k].what);
		for (u32 k = 0; k < x->nr_op; k++) {
			(void)kmodel_fx(p, km->mem_op[x->op_at + k].what);
			(void)kmodel_fx(p, km->mem_op[x->op_at + k].value);
		}
	}
}

void link_add_model(struct program *p, const struct kmodel *km)
{
	struct kmodel_link *l = xcalloc(1, sizeof(*l));
	struct loader ld = { .p = p, .km = km, .l = l };

	l->km = km;
	l->state = xcalloc(km->nr_fn + 1u, 1);
	l->wanted = xcalloc(km->nr_sleep + 1u, 1);
	l->sym = xmalloc((km->nr_fn + 1u) * sizeof(u32));
	memset(l->sym, 0xff, (km->nr_fn + 1u) * sizeof(u32));
	l->fx = xcalloc(km->nr_fx, sizeof(*l->fx));
	irb_init(&l->ir);
	p->model = l;
	choose(&ld);
	for (u32 i = 0; i < l->fn.nr; i++)
		put_fn(&ld, &km->fn[l->fn.at[i]]);
	for (u32 i = 0; i < km->nr_cst; i++)
		vec_push(&l->ir.cst, (struct ir_const){ .name = irb_str(&l->ir, km_text(km, km->cst[i].name)),
			.value = km->cst[i].value });
	irb_unit(&l->ir, &l->unit);
	l->unit_id = p->w.unit.nr;
	link_add_unit(p, &l->unit, "(kernel model)");
	p->w.unit.at[l->unit_id].is_model = true;
	for (u32 i = 0; i < l->fn.nr; i++) {
		struct effects eff;

		/* names that are met for the first time move the symbols */
		get_effects(p, l->fn.at[i], &eff);
		p->w.sym.at[l->sym[l->fn.at[i]]].eff = eff;
		if (eff.known && km->fn[l->fn.at[i]].mem != IR_NONE)
			get_mem_names(p, km->fn[l->fn.at[i]].mem);
	}
}

void kmodel_link_free(struct kmodel_link *l)
{
	if (!l)
		return;
	irb_free(&l->ir);
	free(l->state);
	free(l->wanted);
	free(l->sym);
	free(l->fx);
	vec_free(&l->fn);
	free(l);
}
