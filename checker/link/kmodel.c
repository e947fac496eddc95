// SPDX-License-Identifier: GPL-2.0-only
/*
 * A kernel model file -> a view of the mapped bytes.
 *
 * The bytes are untrusted, as those of a summary: the checksum finds accidents; whatever passes it is still checked.
 * The table must describe exactly the layout that kmodel_make.c makes; every string, symbol, expression, place and
 * range must lie inside its section; ranges follow each other, so that looking at all of them is linear; expressions
 * are no deeper than ours; counts keep to the bounds of flow.h; functions are sorted, since they are found by bisection.
 * What is not checked is whether it makes sense: a wrong effect is possible, an access outside is not.  O(size).
 */
#include "link/kmodel_int.h"

#include <stdlib.h>
#include <string.h>

static const u32 elem[KM_NR] = {
#define X(n, t) [KM_SEC_##n] = sizeof(t),
	KM_SECTIONS(X)
#undef X
};

const struct image_format km_format = {
	.what = "a kernel model", .magic = "GFPKMD\0\1", .version = KM_VERSION, .elem = elem, .nr = KM_NR,
};

void km_fill(struct kmodel *km, const void *p)
{
	const struct image_section *s = image_sections(p);
	const u8 *base = p;

	*km = (struct kmodel){ 0 };
#define X(name, type)								\
	km->name = (const type *)(const void *)(base + s[KM_SEC_##name].off);	\
	km->nr_##name = (u32)s[KM_SEC_##name].nr;
	KM_SECTIONS(X)
#undef X
}

/* ---- names and expressions ---- */

static int check_names(const struct kmodel *km, struct err *err)
{
	const struct km_meta *m = km->meta;

	if (km->nr_meta != 1 || m->release >= km->nr_text || m->arch >= km->nr_text || m->tool >= km->nr_text)
		return err_set(err, "damaged: meta");
	if (km->nr_by > 64)
		return err_set(err, "damaged: kinds of memory");
	for (u32 i = 0; i < km->nr_by; i++)
		if (km->by[i] >= km->nr_text)
			return err_set(err, "damaged: kinds of memory");
	for (u32 i = 0; i < km->nr_cst; i++)
		if (km->cst[i].name >= km->nr_text)
			return err_set(err, "damaged: constant %u", i);
	for (u32 i = 0; i < km->nr_field; i++)
		if (km->field[i] >= km->nr_text)
			return err_set(err, "damaged: member %u", i);
	for (u32 i = 0; i < km->nr_type; i++)
		if (km->type[i].name >= km->nr_text || km->type[i].alias >= km->nr_text || km->type[i].kind > T_FUNC)
			return err_set(err, "damaged: type %u", i);
	for (u32 i = 0; i < km->nr_sym; i++)
		if (km->sym[i].name >= km->nr_text || km->sym[i].file >= km->nr_text || km->sym[i].kind > SYM_VAR)
			return err_set(err, "damaged: symbol %u", i);
	for (u32 i = 0; i < km->nr_param; i++)
		if (km->param[i].name >= km->nr_text || km->param[i].type >= km->nr_type)
			return err_set(err, "damaged: parameter %u", i);
	return 0;
}

static bool fx_ok(const struct kmodel *km, u32 i, u8 *depth)
{
	const struct km_fx *x = &km->fx[i];
	u32 op = x->op & ~FX_UNSIGNED;
	bool a = false, b = false;

	switch (x->kind) {
	case FX_CONST:
	case FX_CTX:
		return true;
	case FX_PARAM:
		return x->a < 64;
	case FX_GLOBAL:
	case FX_FUNC:
		return x->a < km->nr_sym && km->sym[x->a].kind == (x->kind == FX_FUNC ? SYM_FUNC : SYM_VAR);
	case FX_FIELD:
		a = x->b < km->nr_field;
		break;
	case FX_DEREF:
	case FX_ADDR:
		a = true;
		break;
	case FX_UN:
		a = op >= OP_NEG && op <= OP_LNOT;
		break;
	case FX_INDEX:
		a = b = true;
		break;
	case FX_BIN:
		a = b = op >= OP_ADD && op <= OP_GE;
		b &= x->b != 0;
		if (a && !b)
			return false;
		break;
	}
	if (!a || !x->a || x->a >= i || (b && x->b >= i))
		return false;
	depth[i] = (u8)(1 + MAX(depth[x->a], b ? depth[x->b] : 0));
	return depth[i] <= FX_MAX_DEPTH;
}

static int check_fx(const struct kmodel *km, struct err *err)
{
	u8 *depth = xcalloc(km->nr_fx + 1u, 1);
	int rc = 0;

	if (!km->nr_fx || km->fx[0].kind != FX_NONE)
		rc = err_set(err, "damaged: expressions");
	for (u32 i = 1; !rc && i < km->nr_fx; i++)
		if (!fx_ok(km, i, depth))
			rc = err_set(err, "damaged: expression %u", i);
	free(depth);
	return rc;
}

/* ---- what effects are made of ---- */

static bool place_ok(const struct kmodel *km, const struct km_place *p)
{
	return p->fn == IR_NONE || (p->fn < km->nr_fn && p->event < km->fn[p->fn].nr_event);
}

static bool range_in(u32 at, u32 nr, u32 all)
{
	return !nr || (at < all && nr <= all - at);
}

static bool under_ok(const struct kmodel *km, const struct km_under *u, u32 mask)
{
	return (!mask || u->lock < km->nr_lock) && place_ok(km, &u->at) && u->name < km->nr_text;
}

static int check_parts(const struct kmodel *km, struct err *err)
{
	for (u32 i = 0; i < km->nr_event; i++) {
		const struct km_event *e = &km->event[i];

		if (e->file >= km->nr_text || e->name >= km->nr_text || e->text >= km->nr_text ||
		    e->kind >= KM_NR_EVENT_KINDS || (e->kind == KM_CALL && e->to >= km->nr_sym) ||
		    (e->kind == KM_CALL_MEMBER && e->to >= km->nr_field))
			return err_set(err, "damaged: event %u", i);
		if (e->kind == KM_CALL && km->sym[e->to].kind != SYM_FUNC)
			return err_set(err, "damaged: event %u", i);
	}
	for (u32 i = 0; i < km->nr_cond; i++)
		if (km->cond[i].what >= km->nr_fx)
			return err_set(err, "damaged: condition %u", i);
	for (u32 i = 0; i < km->nr_lock; i++) {
		const struct km_lock *l = &km->lock[i];
		u32 cls = l->cls & ~CLS_FIELD;

		if (l->path >= km->nr_fx || l->kind >= ATOMIC_NR || !place_ok(km, &l->by) ||
		    (l->cls & CLS_FIELD ? cls >= km->nr_field : cls > km->nr_sym))
			return err_set(err, "damaged: lock %u", i);
	}
	for (u32 i = 0; i < km->nr_set; i++)
		if (!km->set[i].place || km->set[i].place >= km->nr_fx || !km->set[i].value || km->set[i].value >= km->nr_fx)
			return err_set(err, "damaged: store %u", i);
	return 0;
}

static bool sleep_ok(const struct kmodel *km, const struct km_sleep *s, const struct km_fn *f)
{
	if (s->nr_cond > EFF_MAX_ATOMS || s->nr_drop > EFF_MAX_LOCKS || s->why > WHY_RT_ALLOC || s->confidence > 2 ||
	    s->event >= f->nr_event || s->flags >= km->nr_fx)
		return false;
	if (s->callee != IR_NONE && s->callee >= km->nr_fn)
		return false;
	if (s->next != IR_NONE && (s->callee == IR_NONE || s->next < km->fn[s->callee].sleep_at ||
				   s->next - km->fn[s->callee].sleep_at >= km->fn[s->callee].nr_sleep))
		return false;
	return range_in(s->cond_at, s->nr_cond, km->nr_cond) && range_in(s->drop_at, s->nr_drop, km->nr_lock) &&
		place_ok(km, &s->decide) && under_ok(km, &s->under, s->under_mask);
}

static bool exit_ok(const struct kmodel *km, const struct km_exit *x)
{
	return x->nr_cond <= EFF_MAX_ATOMS && x->nr_add <= EFF_MAX_LOCKS && x->nr_drop <= EFF_MAX_LOCKS &&
		x->nr_set <= EFF_MAX_SETS && x->ret.what < km->nr_fx && range_in(x->cond_at, x->nr_cond, km->nr_cond) &&
		range_in(x->add_at, x->nr_add, km->nr_lock) && range_in(x->drop_at, x->nr_drop, km->nr_lock) &&
		range_in(x->set_at, x->nr_set, km->nr_set);
}

static bool call_ok(const struct kmodel *km, const struct km_call *c, const struct km_fn *f)
{
	return c->param < 64 && c->event < f->nr_event && c->nr_drop <= EFF_MAX_LOCKS &&
		range_in(c->drop_at, c->nr_drop, km->nr_lock) && under_ok(km, &c->under, c->held);
}

static bool reg_ok(const struct kmodel *km, const struct km_reg *r, const struct km_fn *f)
{
	if (r->kind >= KM_NR_REG_KINDS || r->param >= f->nr_param || r->arg >= 64)
		return false;
	if (r->kind == KM_REG_MEMBER)
		return r->to < km->nr_field;
	return r->to < km->nr_sym && km->sym[r->to].kind == (r->kind == KM_REG_CALL ? SYM_FUNC : SYM_VAR);
}

static bool event_ok(u32 event, const struct km_fn *f)
{
	return event == IR_NONE || event < f->nr_event;
}

/* The bounds of mem.h, which stands above: mem/mem_model.c holds them against these. */
static bool mem_ok(const struct kmodel *km, const struct km_mem *m, const struct km_fn *f)
{
	for (u32 i = 0; i < 8; i++)
		if (!event_ok(m->deref_event[i], f))
			return false;
	/* a bit per parameter */
	if (f->nr_param < 32 && (m->deref | m->use | m->test | m->passed) >> f->nr_param)
		return false;
	if (m->nr_exit > KM_MAX_MEM_EXITS || !range_in(m->exit_at, m->nr_exit, km->nr_mem_exit))
		return false;
	for (u32 i = 0; i < m->nr_exit; i++) {
		const struct km_mem_exit *x = &km->mem_exit[m->exit_at + i];

		if (x->nr_cond > EFF_MAX_ATOMS || !range_in(x->cond_at, x->nr_cond, km->nr_cond) ||
		    x->nr_op > KM_MAX_MEM_OPS || !range_in(x->op_at, x->nr_op, km->nr_mem_op) ||
		    x->ret.what >= km->nr_fx || x->counted >= km->nr_fx || !event_ok(x->event, f))
			return false;
		for (u32 k = 0; k < x->nr_op; k++) {
			const struct km_mem_op *o = &km->mem_op[x->op_at + k];

			if (!o->what || o->what >= km->nr_fx || o->value >= km->nr_fx || o->kind >= KM_MEM_OP_KINDS ||
			    !event_ok(o->event, f) || (o->release != IR_NONE && o->release >= km->nr_fn))
				return false;
		}
	}
	return true;
}

/* ---- functions ---- */

/* The range begins where that of the functions before ended. */
static bool next_range(u32 at, u32 nr, u32 all, u64 *end)
{
	if (at != *end && nr)
		return false;
	*end += nr;
	return *end <= all;
}

struct ends {
	u64 param, event, sleep, exit, call, reg;
};

static bool ranges_ok(const struct kmodel *km, const struct km_fn *f, struct ends *e)
{
	return next_range(f->param_at, f->nr_param, km->nr_param, &e->param) &&
		next_range(f->event_at, f->nr_event, km->nr_event, &e->event) &&
		next_range(f->sleep_at, f->nr_sleep, km->nr_sleep, &e->sleep) &&
		next_range(f->exit_at, f->nr_exit, km->nr_exit, &e->exit) &&
		next_range(f->call_at, f->nr_call, km->nr_call, &e->call) &&
		next_range(f->reg_at, f->nr_reg, km->nr_reg, &e->reg);
}

static int fn_order(const struct kmodel *km, const struct km_fn *a, const struct km_fn *b)
{
	const struct km_sym *s = &km->sym[a->sym], *t = &km->sym[b->sym];
	int c = strcmp(km_text(km, s->name), km_text(km, t->name));

	return c ? c : strcmp(km_text(km, s->file), km_text(km, t->file));
}

static bool fn_ok(const struct kmodel *km, const struct km_fn *f)
{
	for (u32 i = 0; i < f->nr_sleep; i++)
		if (!sleep_ok(km, &km->sleep[f->sleep_at + i], f))
			return false;
	for (u32 i = 0; i < f->nr_exit; i++)
		if (!exit_ok(km, &km->exit[f->exit_at + i]))
			return false;
	for (u32 i = 0; i < f->nr_call; i++)
		if (!call_ok(km, &km->call[f->call_at + i], f))
			return false;
	for (u32 i = 0; i < f->nr_reg; i++)
		if (!reg_ok(km, &km->reg[f->reg_at + i], f))
			return false;
	return f->mem == IR_NONE || mem_ok(km, &km->mem[f->mem], f);
}

static int check_functions(const struct kmodel *km, struct err *err)
{
	struct ends ends = { 0 };
	u32 mem = 0;

	for (u32 i = 0; i < km->nr_fn; i++) {
		const struct km_fn *f = &km->fn[i];

		if (f->sym >= km->nr_sym || km->sym[f->sym].kind != SYM_FUNC || f->file >= km->nr_text ||
		    !ranges_ok(km, f, &ends) || f->nr_sleep > EFF_MAX_SLEEPS || f->nr_exit > EFF_MAX_EXITS ||
		    f->nr_call > EFF_MAX_CALLS || f->nr_param > 64 || f->nr_event + f->nr_reg > IR_MAX_EVENTS / 2)
			return err_set(err, "damaged: function %u", i);
		/* each has its own, so that all of them are looked at once */
		if (f->mem != IR_NONE && (f->mem != mem++ || f->mem >= km->nr_mem))
			return err_set(err, "damaged: function %u", i);
		if (i && fn_order(km, f - 1, f) >= 0)
			return err_set(err, "damaged: order of the functions");
	}
	if (check_parts(km, err))
		return -1;
	for (u32 i = 0; i < km->nr_fn; i++)
		if (!fn_ok(km, &km->fn[i]))
			return err_set(err, "damaged: effects of function %u", i);
	return 0;
}

int kmodel_from_memory(const void *p, size_t n, struct kmodel *out, struct err *err)
{
	struct kmodel km;

	if (image_check(&km_format, p, n, err))
		return -1;
	km_fill(&km, p);
	/* so that every string ends inside */
	if (!km.nr_text || km.text[0] || km.text[km.nr_text - 1])
		return err_set(err, "damaged: text");
	if (check_names(&km, err) || check_fx(&km, err) || check_functions(&km, err))
		return -1;
	*out = km;
	return 0;
}

int kmodel_open(const char *path, struct kmodel *out, struct err *err)
{
	struct err e = { 0 };
	struct image file;

	if (image_map(path, &file, err))
		return -1;
	if (kmodel_from_memory(file.map.p, file.size, out, &e)) {
		image_close(&file);
		return err_set(err, "%s: %s", path, e.msg);
	}
	out->file = file;
	return 0;
}

void kmodel_close(struct kmodel *km)
{
	image_close(&km->file);
	*km = (struct kmodel){ 0 };
}

u32 kmodel_find(const struct kmodel *km, const char *name)
{
	u32 lo = 0, hi = km->nr_fn;

	while (lo < hi) {
		u32 mid = lo + (hi - lo) / 2;

		if (strcmp(km_text(km, km->sym[km->fn[mid].sym].name), name) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	/* static ones of that name stand behind it */
	if (lo == km->nr_fn || strcmp(km_text(km, km->sym[km->fn[lo].sym].name), name) ||
	    km->sym[km->fn[lo].sym].flags & IR_SYM_STATIC || !(km->fn[lo].flags & KM_FN_FULL))
		return IR_NONE;
	return lo;
}

u64 kmodel_id(const struct kmodel *km)
{
	return image_id(&km->file);
}
