// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the source calls the memory of an object, at that point: a variable that holds the pointer, else a place that
 * does, else what leads to it.
 *
 * Output: a string id of mem.str, 0 when nothing in the source names it.  Parts of a name are looked up the same way,
 * so that the value of a call reads as the variable that it was stored in.  Cost: linear in the store for each part.
 */
#include "mem/mem_int.h"

struct namer {
	struct mrun *r;
	const struct mstate *st;
	struct strbuf *out;
	bool vague;		/* some part has no name */
};

static bool is_named(const struct mrun *r, u32 local)
{
	return *ir_text(r->f->u, r->f->u->local[r->f->fn->local_at + local].name);
}

/* why: the lowest one, for the order of the store depends on the path */
static u32 local_holding(const struct namer *n, fx_id val)
{
	u32 best = IR_NONE;

	for (u32 i = 0; i < n->st->s.nr_store; i++) {
		const struct fx *key = fx_at(&n->r->f->fx, n->st->s.store_key[i]);

		if (n->st->s.store_val[i] == val && key->kind == FX_LOCAL && is_named(n->r, key->a))
			best = MIN(best, key->a);
	}
	return best;
}

/* The place of some object that holds it; 0: none. */
static fx_id place_holding(const struct namer *n, fx_id val)
{
	for (u32 i = 0; i < n->st->s.nr_store; i++) {
		fx_id key = n->st->s.store_key[i];
		const struct fx *x = fx_at(&n->r->f->fx, key);

		if (n->st->s.store_val[i] == val && (x->kind == FX_FIELD || x->kind == FX_GLOBAL))
			return key;
	}
	return 0;
}

/* What the source stores the result of that call in first; locals: only when that is a variable. */
static bool put_first_stored(const struct namer *n, u32 call, bool locals)
{
	const struct ir_unit *u = n->r->f->u;
	const struct ir_func *fn = n->r->f->fn;
	const struct ir_event *ev = ir_events(u, fn);

	for (u32 i = call; i < fn->ev_nr; i++) {
		const struct ir_val *v = &ir_vals(u, fn)[ev[i].b], *to = &ir_vals(u, fn)[ev[i].a];

		if (ev[i].kind != EV_SET || v->kind != V_RESULT || v->a != call ||
		    (to->kind == V_LOCAL && !is_named(n->r, to->a)))
			continue;
		if (locals && to->kind != V_LOCAL)
			return false;
		ir_print_val(u, fn, ev[i].a, n->out);
		return true;
	}
	return false;
}

static void put_name(struct namer *n, fx_id id, bool hold, u32 depth);

static void put_field(struct namer *n, const struct fx *x, u32 depth)
{
	const struct fx *base = fx_at(&n->r->f->fx, x->a);
	const char *full = strtab_str(&n->r->w->field, x->b), *dot = strrchr(full, '.');
	bool pointer = base->kind == FX_DEREF;
	fx_id from = pointer ? base->a : x->a;

	/* container_of() arithmetic that no variable holds: the type says more than the offset */
	if (pointer && fx_at(&n->r->f->fx, from)->kind == FX_BIN && local_holding(n, from) == IR_NONE) {
		strbuf_puts(n->out, full);
		return;
	}
	put_name(n, from, pointer, depth + 1);
	strbuf_printf(n->out, "%s%s", pointer ? "->" : ".", dot ? dot + 1 : full);
}

/* hold: the value may be named by what holds it; id is not the place itself that is to be named. */
static void put_name(struct namer *n, fx_id id, bool hold, u32 depth)
{
	const struct fx copy = *fx_at(&n->r->f->fx, id), *x = &copy;
	/* a parameter that was not assigned to names itself */
	bool itself = x->kind == FX_PARAM && !st_load(n->r->f, &n->st->s, fx_make(&n->r->f->fx, FX_LOCAL, 0, x->a, 0));
	u32 local = hold && !itself ? local_holding(n, id) : IR_NONE;
	fx_id place;

	if (depth > FX_MAX_DEPTH) {
		n->vague = true;
		return;
	}
	if (local != IR_NONE) {
		strbuf_puts(n->out, ir_text(n->r->f->u, n->r->f->u->local[n->r->f->fn->local_at + local].name));
		return;
	}
	switch (x->kind) {
	case FX_FIELD:
		put_field(n, x, depth);
		break;
	case FX_RESULT:
	case FX_UNKNOWN:
	case FX_JOIN:
		/* a variable that is not read any more holds nothing here, but has its name */
		if (x->kind == FX_RESULT && put_first_stored(n, x->a, true))
			break;
		place = hold ? place_holding(n, id) : 0;
		if (place)
			put_name(n, place, false, depth + 1);
		else if (x->kind == FX_JOIN && depth)
			put_name(n, x->b, false, depth + 1);
		else if (x->kind != FX_RESULT || !put_first_stored(n, x->a, false))
			n->vague = true;
		break;
	case FX_DEREF:
		strbuf_putc(n->out, '*');
		put_name(n, x->a, true, depth + 1);
		break;
	case FX_ADDR:
		strbuf_putc(n->out, '&');
		put_name(n, x->a, false, depth + 1);
		break;
	case FX_INDEX:
		put_name(n, x->a, true, depth + 1);
		strbuf_puts(n->out, "[]");
		break;
	case FX_LOCAL:
		n->vague |= !is_named(n->r, x->a);
		/* fall through */
	default:
		flow_print_fx(n->r->w, &n->r->f->fx, id, n->r->f->u, n->r->f->fn, n->out);
		break;
	}
}

u32 mem_name(struct mrun *r, const struct mstate *st, const struct obj *o)
{
	const struct fx *x = fx_at(&r->f->fx, o->val);
	struct strbuf sb = { 0 };
	struct namer n = { .r = r, .st = st, .out = &sb };
	u32 name;

	/* made in place: by what it is in */
	put_name(&n, x->kind == FX_BIN && x->op == OP_XOR ? x->a : o->val, true, 0);
	name = n.vague || !sb.len || strchr(sb.buf, '?') ? 0 : strtab_add(&r->m->str, sb.buf);
	strbuf_free(&sb);
	return name;
}
