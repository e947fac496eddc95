// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a driver stores in the members of other people's structs: it sets tx_block to false, passes SG_MITER_ATOMIC to
 * the function that stores its flags, initialises fast_io.  The core that tests the member sees objects of all drivers,
 * but in a chain that begins in this driver the object is most likely its own.
 *
 * Input: all stores of numbers, initialisers, and calls of functions that store an argument or a number in a member
 * of another one (their effects).  Output: for each folder and member the join of what the folder stores; a value
 * that is not known makes it top.  Several drivers share a folder, and most flags are put together before they are
 * stored: the functions of the driver's own file that store to the member that is asked for are run, to see which values
 * these are, and in which of its objects.  Invariant: it is likely, not proved: what it refutes is graded, not dropped.
 * Cost: one look at each event and each number, when the first chain asks; a few functions run per file and member.
 */
#include <stdlib.h>

#include "base/hash.h"
#include "path/path_int.h"

static u64 key_of(u32 folder, u32 field)
{
	return (u64)folder << 32 | field;
}

static void stores(struct prover *p, u32 folder, u32 field, const struct aval *v)
{
	u64 key = key_of(folder, field);
	u32 id = map_get(&p->member_of, key);

	if (id == MAP_NONE) {
		map_put(&p->member_of, key, p->member.nr);
		vec_push(&p->member, *v);
		return;
	}
	p->member.at[id] = aval_join(&p->member.at[id], v);
}

static bool is_number(const struct ir_unit *u, u32 field)
{
	u32 type = u->field[field].type;
	u8 kind = type < u->nr_type ? u->type[type].kind : T_OTHER;

	return kind == T_INT || kind == T_BOOL || kind == T_ENUM;
}

static struct aval value_of(const struct ir_unit *u, const struct ir_func *fn, ir_val_id v)
{
	const struct ir_val *x = &ir_vals(u, fn)[v];

	return x->kind == V_CONST ? aval_const(ir_val_const(x)) : AVAL_TOP;
}

static void note_storing(struct prover *p, u32 fn, u32 field)
{
	const struct flow_sym *g = &p->p->w.sym.at[fn];

	if (p->storing.nr && vec_last(&p->storing).fn == fn && vec_last(&p->storing).field == field)
		return;
	vec_push(&p->storing, (struct storing){ g->file, field, fn });
}

/* The callee leaves a number in a member of what it was given. */
static void stored_by_callee(struct prover *p, u32 sym, const struct flow_unit *fu, const struct ir_func *fn,
			     const struct ir_event *e, u32 callee)
{
	u32 folder = p->p->w.sym.at[sym].folder;

	const struct world *w = &p->p->w;
	const struct effects *eff = &w->sym.at[callee].eff;
	const ir_val_id *arg = ir_args(fu->u, fn, e);

	for (u32 i = 0; i < eff->nr_exit; i++) {
		for (u32 k = 0; k < eff->exit[i].nr_set; k++) {
			const struct fx *place = fx_at(&w->fx, eff->exit[i].set[k].place);
			const struct fx *value = fx_at(&w->fx, eff->exit[i].set[k].value);
			struct aval v = AVAL_TOP;
			s64 c;

			if (place->kind != FX_FIELD)
				continue;
			if (fx_is_const(&w->fx, eff->exit[i].set[k].value, &c))
				v = aval_const(c);
			else if (value->kind == FX_PARAM && value->a < e->nargs)
				v = value_of(fu->u, fn, arg[value->a]);
			stores(p, folder, place->b, &v);
			note_storing(p, sym, place->b);
		}
	}
}

static void scan_function(struct prover *p, u32 sym)
{
	const struct flow_sym *g = &p->p->w.sym.at[sym];
	const struct flow_unit *fu = &p->p->w.unit.at[g->unit];
	const struct ir_func *fn = &fu->u->func[g->func];
	const struct ir_event *ev = ir_events(fu->u, fn);

	for (u32 i = 0; i < fn->ev_nr; i++) {
		const struct ir_val *to = &ir_vals(fu->u, fn)[ev[i].a];
		struct aval v;

		if (ev[i].kind == EV_CALL && to->kind == V_FUNC) {
			stored_by_callee(p, sym, fu, fn, &ev[i], fu->sym[to->a]);
		} else if (ev[i].kind == EV_SET && to->kind == V_FIELD && is_number(fu->u, to->b)) {
			v = value_of(fu->u, fn, ev[i].b);
			stores(p, g->folder, fu->field[to->b], &v);
			note_storing(p, sym, fu->field[to->b]);
		}
	}
}

static int storing_order(const void *pa, const void *pb)
{
	const struct storing *a = pa, *b = pb;

#define BY(x) do { if (a->x != b->x) return a->x < b->x ? -1 : 1; } while (0)
	BY(file);
	BY(field);
	BY(fn);
#undef BY
	return 0;
}

static void member_scan(struct prover *p)
{
	struct program *pr = p->p;

	for (u32 s = 0; s < pr->w.sym.nr; s++)
		if (pr->w.sym.at[s].func != IR_NONE && !flow_is_modelled(&pr->w, s))
			scan_function(p, s);
	for (u32 ui = 0; ui < pr->w.unit.nr; ui++) {
		const struct flow_unit *fu = &pr->w.unit.at[ui];

		for (u32 i = 0; i < fu->u->nr_num; i++) {
			const struct ir_num *n = &fu->u->num[i];
			u32 file = fu->u->sym[n->var].file;
			struct aval v = n->flags & IR_NUM_MANY ? AVAL_TOP : aval_const(n->value);

			if (file != IR_NONE && n->field != IR_NONE)
				stores(p, link_folder(pr, ir_text(fu->u, fu->u->file[file].path)), fu->field[n->field], &v);
		}
	}
	if (p->storing.nr)
		qsort(p->storing.at, p->storing.nr, sizeof(p->storing.at[0]), storing_order);
	p->members_known = true;
}

/* ---- the driver's own file ---- */

static void saw(struct prover *p, const struct flow_at *at, fx_id place, fx_id value)
{
	struct member_seen *m = p->asking;
	const struct fx *x = flow_at_fx(at, place), *in;
	struct aval v;

	if (!place || x->kind != FX_FIELD || x->b != m->field)
		return;
	in = flow_at_fx(at, x->a);
	if (m->outer != IR_NONE && in->kind == FX_FIELD && in->b != m->outer)
		return;
	v = value ? flow_at_aval(at, value) : AVAL_TOP;
	m->value = m->any ? aval_join(&m->value, &v) : v;
	m->any = true;
}

static void saw_set(void *ctx, const struct flow_at *at, fx_id place, fx_id value)
{
	saw(ctx, at, place, value);
}

static void saw_call(void *ctx, const struct flow_at *at)
{
	struct prover *p = ctx;
	const struct world *w = &p->p->w;
	const struct effects *eff;

	if (at->callee == IR_NONE)
		return;
	eff = &w->sym.at[at->callee].eff;
	for (u32 i = 0; i < eff->nr_exit; i++) {
		for (u32 k = 0; k < eff->exit[i].nr_set; k++) {
			const struct eff_set *set = &eff->exit[i].set[k];
			const struct fx *x = fx_at(&w->fx, set->place);

			if (x->kind == FX_FIELD && x->b == p->asking->field)
				saw(p, at, ev_import_place(at->f, at->s, set->place, at->arg, at->nr_arg),
				    flow_at_import(at, set->value));
		}
	}
}

static void run_storing(struct prover *p, struct member_seen *m, u32 file)
{
	struct effects none = { 0 };
	u32 lo = 0, hi = p->storing.nr;

	while (lo < hi) {
		u32 mid = lo + (hi - lo) / 2;
		const struct storing *s = &p->storing.at[mid];

		if (s->file < file || (s->file == file && s->field < m->field))
			lo = mid + 1;
		else
			hi = mid;
	}
	if (!p->look) {
		p->look = flow_new(&p->p->w, &p->flow_stats);
		p->watch = (struct flow_watch){ .call = saw_call, .set = saw_set, .ctx = p };
		flow_watch(p->look, &p->watch, 1);
	}
	p->asking = m;
	for (; lo < p->storing.nr && p->storing.at[lo].file == file && p->storing.at[lo].field == m->field; lo++) {
		flow_function(p->look, p->storing.at[lo].fn, false, &none, NULL);
		effects_free(&none);
		none = (struct effects){ 0 };
	}
}

static const struct member_seen *look_at_file(struct prover *p, u32 file, u32 outer, u32 field)
{
	const u32 text[3] = { file, outer, field };
	u64 key = hash_bytes(text, sizeof(text));
	u32 id = map_get(&p->looked_at, key);
	struct member_seen m = { .outer = outer, .field = field };

	if (id == MAP_NONE) {
		run_storing(p, &m, file);
		id = p->seen.nr;
		map_put(&p->looked_at, key, id);
		vec_push(&p->seen, m);
	}
	return &p->seen.at[id];
}

/* What that driver stores; false when it stores nothing there. */
static bool stored_by(struct prover *p, const struct flow_sym *driver, u32 outer, u32 field, struct aval *out)
{
	const struct member_seen *m = look_at_file(p, driver->file, outer, field);
	u32 id;

	*out = m->value;
	if (m->any)
		return true;
	id = map_get(&p->member_of, key_of(driver->folder, field));
	if (id != MAP_NONE)
		*out = p->member.at[id];
	return id != MAP_NONE;
}

bool member_value(struct prover *p, u32 outer, u32 field, struct aval *out)
{
	const struct flow_sym *sym = p->p->w.sym.at, *core = &sym[p->f->sym];
	u32 i = p->nr_frame;

	/* who tests a member of its own code knows more than these stores */
	if (core->folder == sym[p->chain->at[0].fn].folder)
		return false;
	if (!p->members_known)
		member_scan(p);
	/* whose object is it?  Who called the core, rather than who began */
	while (i && sym[p->frame[i - 1].sym].folder == core->folder)
		i--;
	if (i && stored_by(p, &sym[p->frame[i - 1].sym], outer, field, out))
		return !aval_is_top(out);
	return stored_by(p, &sym[p->chain->at[0].fn], outer, field, out) && !aval_is_top(out);
}

void member_free(struct prover *p)
{
	if (p->look)
		flow_free(p->look);
	map_free(&p->member_of);
	vec_free(&p->member);
	vec_free(&p->storing);
	map_free(&p->looked_at);
	vec_free(&p->seen);
}
