// SPDX-License-Identifier: GPL-2.0-only
/*
 * Effects of the function at hand: collected while the simulation runs, joined, bounded, and moved into the world.
 *
 * Two states that reach the same sleep make one effect whose condition is what both have in common: weaker, so
 * that it covers both.
 */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "flow/state.h"

const struct effects *eff_of(struct flow *f, u32 sym)
{
	const struct flow_sym *g = &f->w->sym.at[sym];

	if (!f->rounds)
		return &g->eff;
	if (!f->asked.nr || vec_last(&f->asked) != sym)
		vec_push(&f->asked, sym);
	return flow_sees_now(f->w, f->sym, sym) ? &g->eff : &g->before;
}

fx_id eff_export(struct flow *f, fx_id id)
{
	fx_id *have;

	if (id >= f->exported.nr)
		vec_extend(&f->exported, id + 1 - f->exported.nr);
	have = &f->exported.at[id];
	if (!*have)
		*have = fx_copy(&f->w->fx, &f->fx, id, NULL, 0);
	return *have;
}

static bool is_number(const struct flow *f, u32 param)
{
	u32 type = f->u->local[f->fn->local_at + param].type;
	u8 kind = type < f->u->nr_type ? f->u->type[type].kind : T_OTHER;

	return kind == T_INT || kind == T_BOOL || kind == T_ENUM;
}

/* How useful a fact is as a condition for callers: less is better; 9 is not at all. */
static int fact_rank(const struct flow *f, fx_id key, const struct aval *a)
{
	const struct fx *x = fx_at(&f->fx, key);
	struct aval only_nonzero = aval_nonzero();
	bool pointerish = aval_equal(a, &only_nonzero);

	if (x->local || aval_is_top(a))
		return 9;
	switch (x->kind) {
	case FX_CTX:
		return aval_is_const(a, &(s64){ 0 }) ? 0 : 9;
	case FX_PARAM:
		/* a timeout that is not 0 says more than a pointer that is not NULL */
		return pointerish && !is_number(f, x->a) ? 4 : 1;
	case FX_BIN:
		if (x->op == OP_AND && fx_at(&f->fx, x->b)->kind == FX_CONST) {
			s64 c = (s64)((u64)fx_at(&f->fx, x->b)->b << 32 | fx_at(&f->fx, x->b)->a);

			/* one bit: the fact stands with its operand as well */
			if (!((u64)c & ((u64)c - 1)))
				return 9;
		}
		return 3;
	case FX_UN:
		return 9;
	case FX_FIELD:
		return pointerish ? 6 : 2;
	default:
		return 7;
	}
}

u8 eff_condition(struct flow *f, const struct state *s, struct atom *cond)
{
	u8 n = 0;

	for (int rank = 0; rank < 8 && n < EFF_MAX_ATOMS; rank++) {
		for (u32 i = 0; i < s->nr_fact && n < EFF_MAX_ATOMS; i++) {
			fx_id what;

			if (fact_rank(f, s->fact_key[i], &s->fact[i]) != rank)
				continue;
			what = eff_export(f, s->fact_key[i]);
			if (what)
				cond[n++] = (struct atom){ what, s->fact[i] };
		}
	}
	return n;
}

/* a := what a and b have in common. */
static u8 cond_join(struct atom *a, u8 na, const struct atom *b, u8 nb)
{
	u8 n = 0;

	for (u8 i = 0; i < na; i++) {
		for (u8 j = 0; j < nb; j++) {
			struct aval u;

			if (a[i].what != b[j].what)
				continue;
			u = aval_join(&a[i].is, &b[j].is);
			/* 0 or 1 is what a context is anyway */
			if (!aval_is_top(&u) && !(u.lo == 0 && u.hi == 1))
				a[n++] = (struct atom){ a[i].what, u };
			break;
		}
	}
	return n;
}

static bool same_locks(const struct eff_lock *a, u32 na, const struct eff_lock *b, u32 nb)
{
	if (na != nb)
		return false;
	for (u32 i = 0; i < na; i++)
		if (a[i].path != b[i].path || a[i].kind != b[i].kind || a[i].cls != b[i].cls)
			return false;
	return true;
}

bool flow_is_open(const struct world *w, const struct atom *a)
{
	const struct fx *x = fx_at(&w->fx, a->what);
	struct aval only_nonzero = aval_nonzero();

	return x->kind != FX_CTX && !aval_equal(&a->is, &only_nonzero);
}

u32 flow_open_conditions(const struct world *w, const struct eff_sleep *s)
{
	u32 n = s->assumed;

	for (u8 i = 0; i < s->nr_cond; i++)
		n += flow_is_open(w, &s->cond[i]);
	return n;
}

const struct eff_sleep *flow_find_sleep(const struct effects *eff, u32 id)
{
	for (u32 i = 0; i < eff->nr_sleep; i++)
		if (eff->sleep[i].id == id)
			return &eff->sleep[i];
	return NULL;
}

#define MAX_ALTERNATIVES 3u

bool eff_contradict(const struct atom *a, u8 na, const struct atom *b, u8 nb)
{
	for (u8 i = 0; i < na; i++) {
		for (u8 j = 0; j < nb; j++) {
			struct aval v = a[i].is;

			if (a[i].what == b[j].what && !aval_meet(&v, &b[j].is))
				return true;
		}
	}
	return false;
}

void eff_add_sleep(struct flow *f, const struct state *s, struct eff_sleep e)
{
	u32 same = 0;
	const u32 id[3] = { e.event, e.callee, e.callee_sleep };

	e.id = (u32)hash_bytes(id, sizeof(id));
	e.nr_cond = eff_condition(f, s, e.cond);
	for (u32 i = 0; i < f->sleep.nr; i++) {
		struct eff_sleep *o = &f->sleep.at[i];

		if (o->event == e.event && o->callee == e.callee && o->callee_sleep == e.callee_sleep &&
		    same_locks(o->dropped, o->nr_dropped, e.dropped, e.nr_dropped)) {
			/* either of two conditions: as one they would be none */
			if (same++ < MAX_ALTERNATIVES && eff_contradict(o->cond, o->nr_cond, e.cond, e.nr_cond))
				continue;
			o->nr_cond = cond_join(o->cond, o->nr_cond, e.cond, e.nr_cond);
			o->loose &= e.loose;
			if (o->decide_fn != e.decide_fn)
				o->decide_fn = e.decide_fn;
			return;
		}
	}
	vec_push(&f->sleep, e);
}

/* Does the path begin at a parameter's pointee? */
static bool of_param(const struct flow *f, fx_id place)
{
	const struct fx *x = fx_at(&f->fx, place);

	while (x->kind == FX_FIELD)
		x = fx_at(&f->fx, x->a);
	return x->kind == FX_DEREF && fx_at(&f->fx, x->a)->kind == FX_PARAM;
}

static void exit_sets(struct flow *f, const struct state *s, struct eff_exit *e)
{
	for (u32 i = s->nr_store; i && e->nr_set < EFF_MAX_SETS; i--) {
		struct eff_set k;

		if (!of_param(f, s->store_key[i - 1]) || fx_at(&f->fx, s->store_val[i - 1])->local)
			continue;
		k.place = eff_export(f, s->store_key[i - 1]);
		k.value = eff_export(f, s->store_val[i - 1]);
		if (k.place && k.value)
			e->set[e->nr_set++] = k;
	}
}

/* a := what both leave. */
static void sets_join(struct eff_exit *a, const struct eff_exit *b)
{
	u8 n = 0;

	for (u8 i = 0; i < a->nr_set; i++)
		for (u8 j = 0; j < b->nr_set; j++)
			if (a->set[i].place == b->set[j].place && a->set[i].value == b->set[j].value) {
				a->set[n++] = a->set[i];
				break;
			}
	a->nr_set = n;
}

static bool gfp_result(const struct flow *f)
{
	const struct ir_type *t;
	u32 ty = f->u->sym[f->fn->sym].type;

	if (ty >= f->u->nr_type)
		return false;
	t = &f->u->type[ty];
	return t->alias && !strcmp(ir_text(f->u, t->alias), "gfp_t");
}

#define MAX_RAW_EXITS 24u

static bool same_effect(const struct eff_exit *a, const struct eff_exit *b)
{
	return same_locks(a->add, a->nr_add, b->add, b->nr_add) && same_locks(a->drop, a->nr_drop, b->drop, b->nr_drop) &&
		a->ret_val == b->ret_val;
}

static bool same_conditions(const struct eff_exit *a, const struct eff_exit *b)
{
	if (a->nr_cond != b->nr_cond)
		return false;
	for (u32 i = 0; i < a->nr_cond; i++)
		if (a->cond[i].what != b->cond[i].what || !aval_equal(&a->cond[i].is, &b->cond[i].is))
			return false;
	return true;
}

static void exit_join(struct eff_exit *a, const struct eff_exit *b)
{
	a->nr_cond = cond_join(a->cond, a->nr_cond, b->cond, b->nr_cond);
	a->ret = aval_join(&a->ret, &b->ret);
	sets_join(a, b);
}

void eff_add_exit(struct flow *f, const struct state *s, fx_id ret)
{
	struct eff_exit e = { .ret = ret ? ev_aval(f, s, ret) : AVAL_TOP };
	bool gfp = gfp_result(f);

	f->reached_return = true;
	for (u32 i = 0; i < s->nr_hold && e.nr_add < EFF_MAX_LOCKS; i++) {
		if (s->hold[i].asserted)
			continue;
		e.add[e.nr_add++] = (struct eff_lock){
			.path = s->hold[i].path ? eff_export(f, s->hold[i].path) : 0,
			.cls = s->hold[i].cls, .kind = s->hold[i].kind, .irq = s->hold[i].irq, .bh = s->hold[i].bh,
			.by_fn = s->hold[i].by_fn, .by_event = s->hold[i].by_event,
			.level = s->hold[i].level };
	}
	for (u32 i = 0; i < s->nr_drop && e.nr_drop < EFF_MAX_LOCKS; i++)
		e.drop[e.nr_drop++] = (struct eff_lock){
			.path = s->drop[i].path ? eff_export(f, s->drop[i].path) : 0,
			.cls = s->drop[i].cls, .kind = s->drop[i].kind, .irq = s->drop[i].irq, .bh = s->drop[i].bh };
	if (ret && (gfp || (f->u->sym[f->fn->sym].flags & IR_SYM_INLINE)))
		e.ret_val = eff_export(f, ret);
	exit_sets(f, s, &e);
	e.nr_cond = eff_condition(f, s, e.cond);
	for (u32 i = 0; i < f->exit.nr; i++) {
		struct eff_exit *o = &f->exit.at[i];

		/* different conditions may tell it from another exit one by one, but not together: see join_exits() */
		if (same_effect(o, &e) && (f->exit.nr >= MAX_RAW_EXITS || same_conditions(o, &e))) {
			exit_join(o, &e);
			return;
		}
	}
	vec_push(&f->exit, e);
}

static int sleep_order(const void *pa, const void *pb)
{
	const struct eff_sleep *a = pa, *b = pb;

#define BY(x) do { if (a->x != b->x) return a->x < b->x ? -1 : 1; } while (0)
	BY(loose);
	if (a->confidence != b->confidence)
		return a->confidence > b->confidence ? -1 : 1;
	BY(nr_dropped);
	BY(nr_cond);
	BY(depth);
	BY(event);
	BY(callee);
	BY(callee_sleep);
#undef BY
	return 0;
}

static void *keep(const void *p, size_t n)
{
	return n ? memcpy(xmalloc(n), p, n) : NULL;
}

/* Can a caller tell from the result, or from what it passed, which of the two it was? */
static bool told_apart(const struct eff_exit *a, const struct eff_exit *b)
{
	struct aval v = a->ret;

	return !aval_meet(&v, &b->ret) || eff_contradict(a->cond, a->nr_cond, b->cond, b->nr_cond);
}

/*
 * why: kernel functions balance.  When two ways to return differ in what they hold and nothing tells them apart, the
 * one that does not balance, or holds more, is mostly a path that does not exist (correlated conditions beyond the
 * facts of a state).
 */
static bool balanced(const struct eff_exit *e)
{
	return !e->nr_add && !e->nr_drop;
}

/* Is a the less likely of two ways to return that look the same? */
static bool is_odd(const struct eff_exit *a, const struct eff_exit *b)
{
	if (balanced(a) || balanced(b))
		return !balanced(a);
	return (int)a->nr_add - a->nr_drop > (int)b->nr_add - b->nr_drop;
}

/* Joined, is it still told apart from every other way to return that each of the two is told apart from? */
static bool join_loses(const struct flow *f, const struct eff_exit *a, const struct eff_exit *b)
{
	struct eff_exit both = *a;

	exit_join(&both, b);
	for (u32 i = 0; i < f->exit.nr; i++) {
		const struct eff_exit *x = &f->exit.at[i];

		if (!same_effect(x, a) && told_apart(x, a) && told_apart(x, b) && !told_apart(x, &both))
			return true;
	}
	return false;
}

/* One exit for each effect, more only where that is what tells them from others: `if (a && b) lock` has two without. */
static void join_exits(struct flow *f)
{
	for (u32 i = 0; i < f->exit.nr; i++) {
		for (u32 j = i + 1; j < f->exit.nr;) {
			if (!same_effect(&f->exit.at[i], &f->exit.at[j]) ||
			    join_loses(f, &f->exit.at[i], &f->exit.at[j])) {
				j++;
				continue;
			}
			exit_join(&f->exit.at[i], &f->exit.at[j]);
			memmove(&f->exit.at[j], &f->exit.at[j + 1], (f->exit.nr - j - 1) * sizeof(f->exit.at[0]));
			f->exit.nr--;
		}
	}
}

static void drop_ambiguous(struct flow *f)
{
	VEC(u8) gone = { 0 };
	u32 n = 0;

	vec_extend(&gone, f->exit.nr);
	for (u32 i = 0; i < f->exit.nr; i++)
		for (u32 j = 0; j < f->exit.nr; j++)
			gone.at[i] |= i != j && is_odd(&f->exit.at[i], &f->exit.at[j]) &&
				!told_apart(&f->exit.at[i], &f->exit.at[j]);
	for (u32 i = 0; i < f->exit.nr; i++) {
		f->stats->nr_ambiguous_exits += gone.at[i];
		if (!gone.at[i])
			f->exit.at[n++] = f->exit.at[i];
	}
	f->exit.nr = n;
	vec_free(&gone);
}

/*
 * Are the exits worth keeping apart?  Each one forks the caller's state: only what they hold, and which flags they
 * return, pays for that.  Otherwise they become one.
 */
static bool exits_matter(struct flow *f)
{
	struct eff_exit *all = f->exit.at;
	bool apart = gfp_result(f);

	for (u32 i = 0; i < f->exit.nr; i++)
		apart |= all[i].nr_add || all[i].nr_drop;
	for (u32 i = 1; !apart && i < f->exit.nr; i++) {
		all[0].ret = aval_join(&all[0].ret, &all[i].ret);
		all[0].nr_cond = cond_join(all[0].cond, all[0].nr_cond, all[i].cond, all[i].nr_cond);
		all[0].ret_val = 0;
		sets_join(&all[0], &all[i]);
	}
	if (!apart && f->exit.nr)
		f->exit.nr = 1;
	return apart || (f->exit.nr && (all[0].ret_val || all[0].nr_set || !aval_is_top(&all[0].ret)));
}

/*
 * Moves those that are kept to the front: the best of each call, then the second best of each, and so on, so that no
 * call with many ways to sleep hides another one.  How many are kept.
 */
static u32 choose_sleeps(struct flow *f)
{
	struct eff_sleep kept[EFF_MAX_SLEEPS];
	u32 n = 0;

	if (f->sleep.nr <= EFF_MAX_SLEEPS)
		return f->sleep.nr;
	vec_clear(&f->taken);
	vec_extend(&f->taken, f->sleep.nr);
	for (u32 round = 0; n < EFF_MAX_SLEEPS; round++) {
		for (u32 i = 0; i < f->sleep.nr && n < EFF_MAX_SLEEPS; i++) {
			u32 before = 0;

			for (u32 j = 0; j < i; j++)
				before += f->sleep.at[j].event == f->sleep.at[i].event &&
					f->sleep.at[j].why == f->sleep.at[i].why;
			if (f->taken.at[i] || before != round)
				continue;
			f->taken.at[i] = 1;
			kept[n++] = f->sleep.at[i];
		}
	}
	memcpy(f->sleep.at, kept, sizeof(kept));
	return n;
}

void effects_free(struct effects *e)
{
	free(e->sleep);
	free(e->exit);
	free(e->call);
	*e = (struct effects){ 0 };
}

void eff_finish(struct flow *f, struct effects *out)
{
	u32 n;

	effects_free(out);
	out->known = true;
	if (f->sleep.nr)
		qsort(f->sleep.at, f->sleep.nr, sizeof(f->sleep.at[0]), sleep_order);
	n = choose_sleeps(f);
	f->stats->nr_effects_dropped += f->sleep.nr - n;
	out->nr_sleep = (u8)n;
	out->sleep = keep(f->sleep.at, n * sizeof(*out->sleep));
	join_exits(f);
	drop_ambiguous(f);
	if (exits_matter(f)) {
		n = MIN(f->exit.nr, (u32)EFF_MAX_EXITS);
		f->stats->nr_effects_dropped += f->exit.nr - n;
		out->nr_exit = (u8)n;
		out->exit = keep(f->exit.at, n * sizeof(*out->exit));
	}
	n = MIN(f->call.nr, (u32)EFF_MAX_CALLS);
	f->stats->nr_effects_dropped += f->call.nr - n;
	out->nr_call = (u8)n;
	out->call = keep(f->call.at, n * sizeof(*out->call));
	out->noreturn = !f->reached_return && f->steps < FLOW_MAX_STEPS;
	out->hash = hash_bytes(out->sleep, out->nr_sleep * sizeof(*out->sleep)) ^
		hash_bytes(out->exit, out->nr_exit * sizeof(*out->exit)) * 3 ^
		hash_bytes(out->call, out->nr_call * sizeof(*out->call)) * 5 ^ out->noreturn;
}

bool flow_sleep_in_context(const struct world *w, const struct eff_sleep *s, u32 ctx)
{
	for (u32 i = 0; i < s->nr_cond; i++) {
		const struct fx *x = fx_at(&w->fx, s->cond[i].what);
		struct aval v;

		if (x->kind != FX_CTX)
			continue;
		/* bits that are not in ctx may still hold, but what needs them is not proved */
		if (!(x->a & ctx)) {
			if (s->cond[i].is.nonzero)
				return false;
			continue;
		}
		v = aval_const(1);
		if (!aval_meet(&v, &s->cond[i].is))
			return false;
	}
	return true;
}
