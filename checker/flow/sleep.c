// SPDX-License-Identifier: GPL-2.0-only
/*
 * What may sleep at a call: a candidate, or an effect of the function at hand.
 *
 * Input: a state, and one way to sleep (a rule's or a callee's).  What it needs of its context (NEED bits) is held
 * against what the state holds, less what the callee drops first.  Output: a candidate for each need that is violated;
 * what is not violated here becomes an effect, so that the callers can be asked.
 */
#include "flow/call.h"

static u32 name_add(struct world *w, const char *name)
{
	u32 id;

	pthread_mutex_lock(&w->str_lock);
	id = strtab_add(&w->str, name);
	pthread_mutex_unlock(&w->str_lock);
	return id;
}

static u32 hold_name(struct flow *f, const struct hold *h)
{
	const struct ir_event *e = &ir_events(f->u, f->fn)[h->event];
	const struct ir_val *callee = &ir_vals(f->u, f->fn)[e->a];
	struct strbuf sb = { 0 };
	u32 id = 0;

	if (h->path && callee->kind == V_FUNC) {
		const struct rule *r = f->w->sym.at[f->unit->sym[callee->a]].rule;

		/* as it was written */
		for (; r; r = rules_next(f->w->rules, r))
			if (r->kind == RULE_LOCK && r->arg >= 0 && r->arg < e->nargs)
				ir_print_val(f->u, f->fn, ir_args(f->u, f->fn, e)[r->arg], &sb);
		if (sb.len && sb.buf[0] == '&') {
			id = name_add(f->w, sb.buf + 1);
			strbuf_free(&sb);
			return id;
		}
		strbuf_reset(&sb);
	}
	if (h->path) {
		pthread_mutex_lock(&f->w->str_lock);
		flow_print_fx(f->w, &f->fx, h->path, f->u, f->fn, &sb);
		pthread_mutex_unlock(&f->w->str_lock);
		if (sb.len)
			id = name_add(f->w, sb.buf);
	}
	strbuf_free(&sb);
	return id;
}

struct held held_of(struct flow *f, const struct hold *h)
{
	return (struct held){ .fn = f->sym, .event = h->event, .name = hold_name(f, h),
		.lock = { .cls = h->cls, .kind = h->kind, .irq = h->irq, .bh = h->bh, .by_fn = h->by_fn,
			  .by_event = h->by_event } };
}

static void candidate(struct flow *f, const struct state *s, const struct call *c, u32 mask, enum need need, u32 callee,
		      u32 callee_sleep, const struct eff_sleep *e)
{
	struct candidate k = { .fn = f->sym, .event = c->event, .callee = callee, .callee_sleep = callee_sleep,
		.why = e->why, .need = (u8)need, .assumed = (u8)(e->assumed + c->open), .confidence = e->confidence, .loose = s->loose,
		.decide_fn = e->decide_fn, .decide_event = e->decide_event, .mask = mask };
	u64 key = ((u64)c->event << 40 ^ (u64)callee << 8 ^ callee_sleep) * NEED_NR + need;
	u32 nr_sure = 0;

	if (!f->cand)
		return;
	for (u32 i = 0; i < f->cand_seen.nr; i++)
		if (f->cand_seen.at[i] == key)
			return;
	vec_push(&f->cand_seen, key);
	for (u32 i = 0; i < s->nr_fact; i++)
		if (fx_at(&f->fx, s->fact_key[i])->kind == FX_CTX && !s->fact[i].lo && !s->fact[i].hi)
			k.not_in |= fx_at(&f->fx, s->fact_key[i])->a;
	for (u32 i = 0; i < s->nr_hold && k.nr_held < EFF_MAX_LOCKS; i++) {
		if (!(hold_mask(&s->hold[i]) & f->w->forbids[need]))
			continue;
		k.held[k.nr_held++] = held_of(f, &s->hold[i]);
		nr_sure += !s->hold[i].by_flag;
	}
	/* that the flag is set here is one more thing that may not be so */
	if (k.nr_held && !nr_sure && k.confidence)
		k.confidence--;
	if ((e->under_mask & f->w->forbids[need]) && k.nr_held < EFF_MAX_LOCKS)
		k.held[k.nr_held++] = e->under;
	vec_push(f->cand, k);
}

u8 need_of_flags(struct flow *f, const struct state *s, fx_id flags)
{
	const struct { s64 bit; u8 need; } bits[] = { { f->unit->gfp_fs, NEED_BIT(NEED_FS) },
		{ f->unit->gfp_io, NEED_BIT(NEED_IO) } };
	struct aval have = ev_aval(f, s, flags);
	u8 need = NEED_BIT(NEED_SLEEP);

	for (u32 i = 0; i < ARRAY_SIZE(bits); i++) {
		struct aval bit = have;

		if (!bits[i].bit)
			continue;
		if (!(have.one & (u64)bits[i].bit)) {
			/* tested on the way, perhaps */
			bit = ev_aval(f, s, fx_make(&f->fx, FX_BIN, OP_AND, flags, fx_const(&f->fx, bits[i].bit)));
			if (!bit.nonzero)
				continue;
		}
		need |= bits[i].need;
	}
	return need;
}

/* What a memalloc scope makes of the needs of what is allocated in it. */
static u8 scope_lifts(u32 held)
{
	if (held & ATOMIC_BIT_OF(ATOMIC_NOIO_SCOPE))
		return NEED_BIT(NEED_FS) | NEED_BIT(NEED_IO);
	if (held & ATOMIC_BIT_OF(ATOMIC_NOFS_SCOPE))
		return NEED_BIT(NEED_FS);
	return 0;
}

/* The effect as this function's callers see it. */
static void pass_on(struct flow *f, const struct state *s, const struct state *then, const struct call *c,
		    struct eff_sleep *up, u32 callee, u32 callee_sleep)
{
	up->event = c->event;
	up->callee = callee;
	up->callee_sleep = callee_sleep;
	up->nr_dropped = 0;
	/* what the callee drops of ours is no business of the caller's; the rest is */
	for (u32 i = 0; i < then->nr_drop && up->nr_dropped < EFF_MAX_LOCKS; i++)
		up->dropped[up->nr_dropped++] = (struct eff_lock){
			.path = then->drop[i].path ? eff_export(f, then->drop[i].path) : 0,
			.cls = then->drop[i].cls, .kind = then->drop[i].kind, .irq = then->drop[i].irq,
			.bh = then->drop[i].bh };
	if (up->flags)
		up->flags = eff_export(f, up->flags);
	if (then->loose)
		up->loose = 1;
	eff_add_sleep(f, s, *up);
}

void may_sleep(struct flow *f, const struct state *s, const struct call *c, struct eff_sleep *e, u32 callee,
	       u32 callee_sleep, bool context_open)
{
	bool flag_open = e->decide_fn == IR_NONE;
	struct eff_sleep up = *e;
	const struct state *then = s;
	struct state less;
	u32 held, under = flag_open ? 0 : e->under_mask;

	if (f->replay) {
		f->replay->sleep(f->replay->ctx, f, s, c, e, callee);
		return;
	}
	if (e->nr_dropped) {
		st_copy(&less, s);
		hold_minus(f, &less, e->dropped, e->nr_dropped, c->arg, c->nr_arg);
		then = &less;
	}
	held = st_held_mask(then);
	up.lifted |= scope_lifts(held);
	if (!flag_open)
		up.need &= (u8)~up.lifted;
	for (u32 n = 0; n < NEED_NR; n++) {
		u32 mask = (held | under) & f->w->forbids[n];

		if (!(up.need & NEED_BIT(n)) || !mask)
			continue;
		if (context_open && (held & f->w->forbids[n]))
			return;
		if (flag_open)
			break;
		candidate(f, s, c, mask, (enum need)n, callee, callee_sleep, e);
		up.need &= (u8)~NEED_BIT(n);
		/* the cause is here: the callers need not know, and what cannot even sleep reclaims nothing */
		if (n == NEED_SLEEP)
			return;
	}
	if (!up.need)
		return;
	if (flag_open && held && s->nr_hold) {
		up.under_mask |= held;
		up.under = held_of(f, &s->hold[0]);
	}
	pass_on(f, s, then, c, &up, callee, callee_sleep);
}
