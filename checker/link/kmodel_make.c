// SPDX-License-Identifier: GPL-2.0-only
/*
 * A solved program -> the image of a kernel model.
 *
 * Functions are marked (kmodel_mark.c), sorted by name, then written one after another; what they share (names, types,
 * expressions) goes into the tables when it is met first.  The bytes depend on the program and on `about` alone.
 * Cost: linear in what is marked.
 */
#include "link/kmodel_int.h"

#include <stdlib.h>
#include <string.h>

#include "link/link_registrars.h"

/* No padding inside: the bytes of a record are its fields. */
_Static_assert(sizeof(struct km_meta) == 64, "km_meta");
_Static_assert(sizeof(struct km_const) == 16, "km_const");
_Static_assert(sizeof(struct km_type) == 12, "km_type");
_Static_assert(sizeof(struct km_sym) == 12, "km_sym");
_Static_assert(sizeof(struct km_fx) == 12, "km_fx");
_Static_assert(sizeof(struct km_event) == 24, "km_event");
_Static_assert(sizeof(struct km_aval) == 40, "km_aval");
_Static_assert(sizeof(struct km_lock) == 20, "km_lock");
_Static_assert(sizeof(struct km_sleep) == 64, "km_sleep");
_Static_assert(sizeof(struct km_exit) == 64, "km_exit");
_Static_assert(sizeof(struct km_call) == 36, "km_call");
_Static_assert(sizeof(struct km_mem) == 72, "km_mem");
_Static_assert(sizeof(struct km_mem_exit) == 80, "km_mem_exit");
_Static_assert(sizeof(struct km_mem_op) == 32, "km_mem_op");
_Static_assert(sizeof(struct km_fn) == 72, "km_fn");

static ir_str text(struct km_maker *mk, const char *s)
{
	u32 id = strtab_add(&mk->text, s);	/* may move the offsets */

	return mk->text.off[id];
}

static ir_str world_text(struct km_maker *mk, u32 id)
{
	return text(mk, strtab_str(&mk->p->w.str, id));
}

static u64 key_of(u64 a, u64 b, u64 c)
{
	const u64 all[3] = { a, b, c };

	return hash_bytes(all, sizeof(all));
}

/* ---- the tables that functions share ---- */

static u32 put_sym(struct km_maker *mk, const char *name, const char *file, enum ir_sym_kind kind, u32 flags)
{
	struct km_sym s = { .name = text(mk, name), .kind = (u16)kind, .flags = (u16)flags };
	u64 key;
	u32 id;

	if (flags & IR_SYM_STATIC)
		s.file = text(mk, file);
	key = key_of(s.name, s.file, kind);
	id = map_get(&mk->sym_of, key);
	if (id == MAP_NONE) {
		id = mk->sym.nr;
		map_put(&mk->sym_of, key, id);
		vec_push(&mk->sym, s);
	}
	return id;
}

static u32 put_program_sym(struct km_maker *mk, u32 sym, enum ir_sym_kind kind)
{
	const struct flow_sym *g = &mk->p->w.sym.at[sym];
	const u32 kept = IR_SYM_STATIC | IR_SYM_INLINE | IR_SYM_EXPORTED | IR_SYM_NORETURN | IR_SYM_VARIADIC;

	return put_sym(mk, strtab_str(&mk->p->w.str, g->name), strtab_str(&mk->p->w.str, g->file), kind, g->flags & kept);
}

static u32 put_field_text(struct km_maker *mk, const char *name)
{
	ir_str s = text(mk, name);
	u32 id = map_get(&mk->field_of, s);

	if (id == MAP_NONE) {
		id = mk->field.nr;
		map_put(&mk->field_of, s, id);
		vec_push(&mk->field, s);
	}
	return id;
}

static u32 put_field(struct km_maker *mk, u32 field)
{
	return put_field_text(mk, strtab_str(&mk->p->w.field, field));
}

static u32 put_type(struct km_maker *mk, const struct ir_unit *u, u32 type)
{
	struct km_type t = { .kind = T_OTHER };
	u64 key;
	u32 id;

	if (type < u->nr_type) {
		const struct ir_type *k = &u->type[type];

		t = (struct km_type){ .name = text(mk, ir_text(u, k->name)), .alias = text(mk, ir_text(u, k->alias)),
			.kind = k->kind, .bits = k->bits, .is_signed = k->is_signed };
	}
	key = key_of(t.name, t.alias, (u64)t.kind << 16 | (u64)t.bits << 8 | t.is_signed);
	id = map_get(&mk->type_of, key);
	if (id == MAP_NONE) {
		id = mk->type.nr;
		map_put(&mk->type_of, key, id);
		vec_push(&mk->type, t);
	}
	return id;
}

u32 km_fx_id(struct km_maker *mk, fx_id id)
{
	const struct fx *x = fx_at(&mk->p->w.fx, id);
	struct km_fx out = { .kind = x->kind, .op = x->op, .a = x->a, .b = x->b };

	if (!id || x->local)
		return 0;
	if (mk->fx_of[id])
		return mk->fx_of[id];
	switch (x->kind) {
	case FX_GLOBAL:
	case FX_FUNC:
		out.a = put_program_sym(mk, x->a, x->kind == FX_FUNC ? SYM_FUNC : SYM_VAR);
		break;
	case FX_FIELD:
		out.b = put_field(mk, x->b);
		out.a = km_fx_id(mk, x->a);
		break;
	case FX_INDEX:
	case FX_BIN:
		out.b = km_fx_id(mk, x->b);
		out.a = km_fx_id(mk, x->a);
		if (!out.b && x->kind == FX_BIN)
			return 0;
		break;
	case FX_DEREF:
	case FX_ADDR:
	case FX_UN:
		out.a = km_fx_id(mk, x->a);
		break;
	default:
		break;
	}
	if (!out.a && x->kind >= FX_FIELD && x->kind != FX_CTX)
		return 0;
	mk->fx_of[id] = mk->fx.nr;
	vec_push(&mk->fx, out);
	return mk->fx.nr - 1;
}

/* ---- places, conditions, locks ---- */

u32 km_fn_id(const struct km_maker *mk, u32 sym)
{
	u32 at = sym < mk->p->w.sym.nr ? mk->fn_of[sym] : IR_NONE;

	return at == IR_NONE ? IR_NONE : mk->fn.at[at].id;
}

u32 km_event_id(const struct km_maker *mk, u32 sym, u32 event)
{
	const struct km_wanted *w;

	if (km_fn_id(mk, sym) == IR_NONE)
		return IR_NONE;
	w = &mk->fn.at[mk->fn_of[sym]];
	for (u32 i = 0; i < w->event.nr; i++)
		if (w->event.at[i] == event)
			return i;
	return IR_NONE;
}

static struct km_place place(const struct km_maker *mk, u32 sym, u32 event)
{
	struct km_place p = { km_fn_id(mk, sym), km_event_id(mk, sym, event) };

	return p.event == IR_NONE ? (struct km_place){ IR_NONE, IR_NONE } : p;
}

struct km_aval km_put_aval(const struct aval *a, u32 what)
{
	return (struct km_aval){ a->lo, a->hi, a->zero, a->one, a->nonzero, what };
}

u32 km_put_cond(struct km_maker *mk, const struct atom *cond, u32 nr)
{
	u32 first = mk->cond.nr;

	/* one that cannot be written would be true of everything */
	for (u32 i = 0; i < nr; i++) {
		u32 what = km_fx_id(mk, cond[i].what);
		struct aval any = AVAL_TOP;

		vec_push(&mk->cond, km_put_aval(what ? &cond[i].is : &any, what));
	}
	return first;
}

static u32 put_locks(struct km_maker *mk, const struct eff_lock *l, u32 nr, bool taken)
{
	u32 first = mk->lock.nr;

	for (u32 i = 0; i < nr; i++) {
		struct km_lock k = { .path = km_fx_id(mk, l[i].path), .kind = l[i].kind, .irq = l[i].irq, .bh = l[i].bh,
			.level = l[i].level, .by = { IR_NONE, IR_NONE } };

		if (l[i].cls & CLS_FIELD)
			k.cls = CLS_FIELD | put_field(mk, l[i].cls & ~CLS_FIELD);
		else if (l[i].cls)
			k.cls = 1 + put_program_sym(mk, l[i].cls - 1, SYM_VAR);
		if (taken)
			k.by = place(mk, l[i].by_fn, l[i].by_event);
		vec_push(&mk->lock, k);
	}
	return first;
}

static struct km_under under(struct km_maker *mk, u32 mask, const struct held *h)
{
	struct km_under u = { .lock = IR_NONE, .at = { IR_NONE, IR_NONE } };

	if (!mask)
		return u;
	u.at = place(mk, h->fn, h->event);
	u.name = world_text(mk, h->name);
	u.lock = put_locks(mk, &h->lock, 1, true);
	return u;
}

/* ---- a function ---- */

static void put_event(struct km_maker *mk, const struct flow_unit *fu, const struct ir_func *fn, const struct ir_event *e)
{
	const struct ir_val *v = &ir_vals(fu->u, fn)[e->a];
	struct km_event k = { .file = text(mk, ir_text(fu->u, fu->u->file[e->loc.file].path)), .line = e->loc.line,
		.col = e->loc.col, .flags = e->flags, .kind = KM_OTHER };

	if (e->kind == EV_CALL) {
		k.name = text(mk, ir_text(fu->u, e->name));
		k.text = text(mk, ir_text(fu->u, e->text));
		k.kind = v->kind == V_FUNC ? KM_CALL : v->kind == V_FIELD ? KM_CALL_MEMBER : KM_CALL_POINTER;
		if (v->kind == V_FUNC)
			k.to = put_program_sym(mk, fu->sym[v->a], SYM_FUNC);
		else if (v->kind == V_FIELD)
			k.to = put_field(mk, fu->field[v->b]);
	}
	vec_push(&mk->event, k);
}

static void put_sleep(struct km_maker *mk, const struct eff_sleep *e, u32 sym)
{
	struct km_sleep s = { .flags = km_fx_id(mk, e->flags), .event = km_event_id(mk, sym, e->event), .callee = IR_NONE,
		.next = IR_NONE, .decide = place(mk, e->decide_fn, e->decide_event), .under_mask = e->under_mask,
		.nr_cond = e->nr_cond, .nr_drop = e->nr_dropped, .why = e->why, .confidence = e->confidence,
		.depth = e->depth, .loose = e->loose, .assumed = e->assumed, .need = e->need, .lifted = e->lifted };

	s.cond_at = km_put_cond(mk, e->cond, e->nr_cond);
	s.drop_at = put_locks(mk, e->dropped, e->nr_dropped, false);
	s.under = under(mk, e->under_mask, &e->under);
	if (e->callee != IR_NONE) {
		u32 next = km_next_sleep(mk, e), before;

		s.callee = km_fn_id(mk, e->callee);
		if (s.callee != IR_NONE && next != IR_NONE) {
			const struct km_wanted *w = &mk->fn.at[mk->fn_of[e->callee]];

			before = w->sleeps & ((1u << next) - 1);
			s.next = w->sleep_at + (u32)__builtin_popcount(before);
		}
	}
	vec_push(&mk->sleep, s);
}

static void put_exit(struct km_maker *mk, const struct eff_exit *e)
{
	struct km_exit x = { .ret = km_put_aval(&e->ret, km_fx_id(mk, e->ret_val)), .nr_cond = e->nr_cond,
		.nr_add = e->nr_add, .nr_drop = e->nr_drop };

	x.cond_at = km_put_cond(mk, e->cond, e->nr_cond);
	x.add_at = put_locks(mk, e->add, e->nr_add, true);
	x.drop_at = put_locks(mk, e->drop, e->nr_drop, false);
	x.set_at = mk->set.nr;
	for (u32 i = 0; i < e->nr_set; i++) {
		struct km_set s = { km_fx_id(mk, e->set[i].place), km_fx_id(mk, e->set[i].value) };

		if (!s.place || !s.value)
			continue;
		vec_push(&mk->set, s);
		x.nr_set++;
	}
	vec_push(&mk->exit, x);
}

static void put_call(struct km_maker *mk, const struct eff_call *e, u32 sym)
{
	struct km_call c = { .param = e->param, .event = km_event_id(mk, sym, e->event), .held = e->held,
		.nr_drop = e->nr_dropped };

	c.under = under(mk, e->held, &e->under);
	c.drop_at = put_locks(mk, e->dropped, e->nr_dropped, false);
	vec_push(&mk->call, c);
}

static void put_effects(struct km_maker *mk, struct km_fn *f, const struct km_wanted *w)
{
	const struct effects *eff = &mk->p->w.sym.at[w->sym].eff;

	f->sleep_at = mk->sleep.nr;
	BUG_ON(f->sleep_at != w->sleep_at);
	for (u32 i = 0; i < eff->nr_sleep; i++)
		if (w->sleeps & 1u << i)
			put_sleep(mk, &eff->sleep[i], w->sym);
	f->nr_sleep = mk->sleep.nr - f->sleep_at;
	f->exit_at = mk->exit.nr;
	f->call_at = mk->call.nr;
	f->mem = IR_NONE;
	if (w->state != KM_FULL)
		return;
	for (u32 i = 0; i < eff->nr_exit; i++)
		put_exit(mk, &eff->exit[i]);
	f->nr_exit = mk->exit.nr - f->exit_at;
	for (u32 i = 0; i < eff->nr_call; i++)
		put_call(mk, &eff->call[i], w->sym);
	f->nr_call = mk->call.nr - f->call_at;
	f->flags = KM_FN_FULL | (eff->noreturn ? KM_FN_NORETURN : 0);
	if (mk->part)
		f->mem = mk->part->write(mk->part->ctx, mk, w->sym);
}

/* ---- callbacks ---- */

static struct km_reg reg_of(struct km_maker *mk, const struct registrar *r)
{
	const struct rules *rules = mk->p->w.rules;
	const char *name = rules_str(rules, r->rule->name), *member = rules_str(rules, r->rule->member);
	struct km_reg k = { .param = r->param };
	struct strbuf sb = { 0 };

	if (r->rule->kind == RULE_CALLBACK) {
		k.kind = KM_REG_CALL;
		k.arg = (u32)(r->rule->via >= 0 ? r->rule->via : r->rule->fn);
		k.to = put_sym(mk, name, "", SYM_FUNC, 0);
	} else if (!strcmp(name, "global")) {
		k.kind = KM_REG_VARIABLE;
		k.to = put_sym(mk, member, "", SYM_VAR, 0);
	} else {
		strbuf_printf(&sb, "%s.%s", name, member);
		k.kind = KM_REG_MEMBER;
		k.to = put_field_text(mk, sb.buf);
		strbuf_free(&sb);
	}
	return k;
}

static void put_regs(struct km_maker *mk, struct km_fn *f, const struct registrars *all, u32 sym)
{
	f->reg_at = mk->reg.nr;
	for (u32 i = map_get(&all->first, sym); i != IR_NONE; i = all->at.at[i].next) {
		struct km_reg k = reg_of(mk, &all->at.at[i]);
		bool seen = false;

		for (u32 j = f->reg_at; j < mk->reg.nr; j++)
			seen |= !memcmp(&mk->reg.at[j], &k, sizeof(k));
		if (!seen)
			vec_push(&mk->reg, k);
	}
	f->nr_reg = mk->reg.nr - f->reg_at;
}

/* ---- all of it ---- */

static void put_fn(struct km_maker *mk, const struct km_wanted *w, const struct registrars *regs)
{
	const struct flow_sym *g = &mk->p->w.sym.at[w->sym];
	const struct flow_unit *fu = &mk->p->w.unit.at[g->unit];
	const struct ir_func *fn = &fu->u->func[g->func];
	struct km_fn f = { .sym = put_program_sym(mk, w->sym, SYM_FUNC), .file = world_text(mk, g->file),
		.line = fn->loc.line };

	f.param_at = mk->param.nr;
	for (u32 i = 0; i < MIN(fn->nparams, fn->local_nr); i++) {
		const struct ir_local *l = &fu->u->local[fn->local_at + i];

		vec_push(&mk->param, (struct km_param){ text(mk, ir_text(fu->u, l->name)), put_type(mk, fu->u, l->type) });
	}
	f.nr_param = mk->param.nr - f.param_at;
	f.event_at = mk->event.nr;
	for (u32 i = 0; i < w->event.nr; i++)
		put_event(mk, fu, fn, &ir_events(fu->u, fn)[w->event.at[i]]);
	f.nr_event = mk->event.nr - f.event_at;
	put_effects(mk, &f, w);
	f.reg_at = mk->reg.nr;
	if (w->state == KM_FULL)
		put_regs(mk, &f, regs, w->sym);
	vec_push(&mk->fn_out, f);
}

struct order {
	const char *name, *file;
	u32 at;
};

static int by_name(const void *pa, const void *pb)
{
	const struct order *a = pa, *b = pb;
	int c = strcmp(a->name, b->name);

	return c ? c : strcmp(a->file, b->file);
}

/* The order of the file; what a function is called in it. */
static struct order *sorted(struct km_maker *mk)
{
	const struct world *w = &mk->p->w;
	struct order *all = xcalloc(mk->fn.nr + 1u, sizeof(*all));
	u32 sleeps = 0;

	for (u32 i = 0; i < mk->fn.nr; i++) {
		const struct flow_sym *g = &w->sym.at[mk->fn.at[i].sym];

		/* functions of other files' come before static ones of that name */
		all[i] = (struct order){ strtab_str(&w->str, g->name),
			g->flags & IR_SYM_STATIC ? strtab_str(&w->str, g->file) : "", i };
	}
	if (mk->fn.nr)
		qsort(all, mk->fn.nr, sizeof(*all), by_name);
	for (u32 i = 0; i < mk->fn.nr; i++) {
		struct km_wanted *k = &mk->fn.at[all[i].at];

		k->id = i;
		k->sleep_at = sleeps;
		sleeps += (u32)__builtin_popcount(k->sleeps);
	}
	return all;
}

static void put_meta(struct km_maker *mk, const struct kmodel_about *about)
{
	struct km_meta m = { .config_lo = about->config_lo, .config_hi = about->config_hi, .kernel = about->kernel,
		.flags = about->flags | (mk->p->w.rt ? KM_RT : 0), .release = text(mk, about->release),
		.arch = text(mk, about->arch), .tool = text(mk, GFPCHECK_VERSION), .nr_tu = about->nr_tu };

	for (u32 i = 0; i < mk->p->w.unit.nr && !m.direct_reclaim; i++) {
		const struct flow_unit *fu = &mk->p->w.unit.at[i];

		/* one that has none of its own was given those of the others */
		if (!fu->direct_reclaim || !fu->u->nr_cst)
			continue;
		m.direct_reclaim = fu->direct_reclaim;
		m.fs = fu->gfp_fs;
		m.io = fu->gfp_io;
		for (u32 k = 0; k < fu->u->nr_cst; k++)
			vec_push(&mk->cst, (struct km_const){ .value = fu->u->cst[k].value,
				.name = text(mk, ir_text(fu->u, fu->u->cst[k].name)) });
	}
	vec_push(&mk->meta, m);
	for (u32 i = 0; i < mk->p->w.rules->by_word.nr; i++)
		vec_push(&mk->by, text(mk, rules_by_word(mk->p->w.rules, i)));
}

static void write_all(struct km_maker *mk, const struct kmodel_about *about)
{
	struct registrars regs = { 0 };
	struct order *order;

	registrars_find(mk->p, &regs);
	order = sorted(mk);
	mk->fx_of = xcalloc(mk->p->w.fx.at.nr, sizeof(*mk->fx_of));
	vec_push(&mk->fx, (struct km_fx){ .kind = FX_NONE });
	put_meta(mk, about);
	for (u32 i = 0; i < mk->fn.nr; i++)
		put_fn(mk, &mk->fn.at[order[i].at], &regs);
	free(order);
	registrars_free(&regs);
}

static void maker_free(struct km_maker *mk)
{
	for (u32 i = 0; i < mk->fn.nr; i++)
		vec_free(&mk->fn.at[i].event);
	vec_free(&mk->fn);
	vec_free(&mk->todo);
	free(mk->fn_of);
	free(mk->fx_of);
	map_free(&mk->sym_of);
	map_free(&mk->field_of);
	map_free(&mk->type_of);
	strtab_free(&mk->text);
	vec_free(&mk->fn_out);
#define X(n, t) vec_free(&mk->n);
	KM_TABLES(X)
#undef X
}

int kmodel_make(struct program *p, const struct kmodel_about *about, const struct kmodel_part *part, struct kmodel *out,
		struct err *err)
{
	struct km_maker mk = { .p = p, .part = part };
	struct image_part c[KM_NR] = { 0 };
	struct image file;
	int rc;

	strtab_init(&mk.text);
	mk.fn_of = xmalloc(p->w.sym.nr * sizeof(u32));
	memset(mk.fn_of, 0xff, p->w.sym.nr * sizeof(u32));
	km_mark(&mk, about->flags & KM_ALL);
	write_all(&mk, about);
	c[KM_SEC_text] = (struct image_part){ mk.text.text, mk.text.len };
	c[KM_SEC_fn] = (struct image_part){ mk.fn_out.at, mk.fn_out.nr };
#define X(n, t) c[KM_SEC_##n] = (struct image_part){ mk.n.at, mk.n.nr };
	KM_TABLES(X)
#undef X
	rc = image_make(&km_format, c, &file, err);
	if (!rc) {
		km_fill(out, file.bytes);
		out->file = file;
	}
	maker_free(&mk);
	return rc;
}

int kmodel_write(const struct kmodel *km, const char *path, struct err *err)
{
	return image_write(&km->file, path, err);
}
