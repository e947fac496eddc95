// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is held: adding, releasing, matching.
 *
 * A release looks for the same place first, then for the same class (the same member of the same struct, the same
 * global), then, when neither can be named, for the only thing of that kind.  A release of something that is not
 * held is the caller's: it is noted as dropped.
 */
#include <string.h>

#include "flow/state.h"

u32 lock_class(const struct flow *f, fx_id place)
{
	const struct fx *x = fx_at(&f->fx, place);

	/* an array of locks: the class of its member; a lock inside a lock (&l->rlock): of the outer one */
	while (x->kind == FX_INDEX || x->kind == FX_ADDR || (x->kind == FX_BIN && x->op == OP_ADD) || (x->kind == FX_DEREF &&
	       fx_is_place((enum fx_kind)fx_at(&f->fx, x->a)->kind)))
		x = fx_at(&f->fx, x->a);
	if (x->kind == FX_FIELD)
		return x->b | CLS_FIELD;
	if (x->kind == FX_GLOBAL)
		return x->a + 1;
	return 0;
}

static bool is_section(u8 kind)
{
	return kind == ATOMIC_IRQ || kind == ATOMIC_BH || kind == ATOMIC_PREEMPT || kind == ATOMIC_RCU ||
	       kind == ATOMIC_NOFAULT;
}

/* spin and raw are one family: a wrapper may name the inner lock. */
static bool same_family(u8 a, u8 b)
{
	if (a == b)
		return true;
	return (a == ATOMIC_SPIN || a == ATOMIC_RAW) && (b == ATOMIC_SPIN || b == ATOMIC_RAW);
}

static bool nameless(const struct flow *f, fx_id path)
{
	return !path || fx_at(&f->fx, path)->kind == FX_UNKNOWN;
}

bool hold_add(struct flow *f, struct state *s, struct hold h)
{
	for (u32 i = 0; i < s->nr_hold; i++) {
		struct hold *o = &s->hold[i];

		if (o->kind == h.kind && o->path == h.path && (h.path || is_section(h.kind))) {
			if (o->count < 3)
				o->count++;
			return true;
		}
	}
	/* a loop that takes the lock of each: a loop will give them back, and how many there are nobody knows */
	for (u32 i = 0; i < s->nr_hold; i++)
		if (h.cls && s->hold[i].cls == h.cls && s->hold[i].kind == h.kind && s->hold[i].event == h.event)
			return true;
	/* what was dropped on entry is taken back */
	for (u32 i = 0; i < s->nr_drop; i++) {
		struct drop *d = &s->drop[i];

		if (same_family(d->kind, h.kind) && (d->path == h.path ||
		    ((nameless(f, d->path) || nameless(f, h.path)) && d->cls && d->cls == h.cls))) {
			memmove(d, d + 1, (s->nr_drop - i - 1u) * sizeof(*d));
			s->nr_drop--;
			return true;
		}
	}
	if (s->nr_hold == ST_MAX_HOLD)
		return false;
	h.count = 1;
	s->hold[s->nr_hold++] = h;
	return true;
}

/* A lock that is a member of another one: a spinlock_t and its raw_spinlock_t are taken as one. */
static bool inside(const struct flow *f, fx_id inner, fx_id outer)
{
	return inner && outer && fx_at(&f->fx, inner)->kind == FX_FIELD && fx_at(&f->fx, inner)->a == outer;
}

static int find(const struct flow *f, const struct state *s, const struct drop *d, u32 guard_event)
{
	int by_class = -1, by_kind = -1, nr_kind = 0;

	for (int i = s->nr_hold - 1; i >= 0; i--) {
		const struct hold *h = &s->hold[i];

		if (guard_event != IR_NONE) {
			if (h->event == guard_event)
				return i;
			continue;
		}
		if (!same_family(h->kind, d->kind))
			continue;
		if (h->path == d->path && (h->path || is_section(h->kind)))
			return i;
		if (inside(f, h->path, d->path) || inside(f, d->path, h->path))
			return i;
		if (by_class < 0 && h->cls && h->cls == d->cls)
			by_class = i;
		nr_kind++;
		if (!h->cls || !d->cls)
			by_kind = i;
	}
	if (by_class >= 0)
		return by_class;
	return nr_kind == 1 ? by_kind : -1;
}

bool hold_has(const struct state *s, u8 kind, fx_id path)
{
	for (u32 i = 0; i < s->nr_hold; i++)
		if (same_family(s->hold[i].kind, kind) && s->hold[i].path == path && (path || is_section(kind)))
			return true;
	return false;
}

static void hold_drop(struct state *s, u32 i)
{
	memmove(&s->hold[i], &s->hold[i + 1], (s->nr_hold - i - 1u) * sizeof(s->hold[0]));
	s->nr_hold--;
}

/* spin_lock_irqsave(a) ... spin_unlock(a): interrupts stay off, and the other way round. */
static void split(struct flow *f, struct state *s, const struct hold *h, const struct drop *d)
{
	static const u8 kinds[] = { ATOMIC_IRQ, ATOMIC_BH };

	for (u32 k = 0; k < ARRAY_SIZE(kinds); k++) {
		u8 had = kinds[k] == ATOMIC_IRQ ? h->irq : h->bh, end = kinds[k] == ATOMIC_IRQ ? d->irq : d->bh;

		if (had && !end) {
			hold_add(f, s, (struct hold){ .kind = kinds[k], .event = h->event, .by_fn = h->by_fn,
				.by_event = h->by_event });
		} else if (!had && end) {
			int i = find(f, s, &(struct drop){ .kind = kinds[k] }, IR_NONE);

			if (i >= 0)
				hold_drop(s, (u32)i);
		}
	}
}

void hold_guard(struct state *s, u32 event, u32 local)
{
	for (u32 i = 0; i < s->nr_hold; i++)
		if (s->hold[i].event == event)
			s->hold[i].guard = local + 1;
}

u32 hold_of_guard(const struct state *s, u32 local)
{
	for (u32 i = s->nr_hold; i; i--)
		if (s->hold[i - 1].guard == local + 1)
			return s->hold[i - 1].event;
	return IR_NONE;
}

static void end_section(struct flow *f, struct state *s, u8 kind)
{
	int i = find(f, s, &(struct drop){ .kind = kind }, IR_NONE);

	if (i >= 0)
		hold_drop(s, (u32)i);
}

void hold_release(struct flow *f, struct state *s, struct drop d, u32 guard_event)
{
	int i = find(f, s, &d, guard_event);

	if (i >= 0) {
		struct hold h = s->hold[i];

		if (h.asserted) {
			/* the caller's lock is dropped here */
			hold_drop(s, (u32)i);
			if (s->nr_drop < ST_MAX_DROP)
				s->drop[s->nr_drop++] = d;
			return;
		}
		if (h.count > 1 && !d.forced) {
			s->hold[i].count--;
			return;
		}
		hold_drop(s, (u32)i);
		if (guard_event == IR_NONE)
			split(f, s, &h, &d);
		return;
	}
	if (guard_event != IR_NONE)
		return;
	/* spin_unlock_irq() of a lock that is gone already, one of an array perhaps: interrupts come back all the same */
	if (d.irq)
		end_section(f, s, ATOMIC_IRQ);
	if (d.bh)
		end_section(f, s, ATOMIC_BH);
	/* local_irq_restore() after spin_lock_irqsave() and spin_unlock() is handled by split(); here: an
	 * irqsave lock whose interrupts are enabled while the lock itself is kept */
	if (d.kind == ATOMIC_IRQ || d.kind == ATOMIC_BH) {
		for (u32 k = s->nr_hold; k; k--) {
			u8 *bit = d.kind == ATOMIC_IRQ ? &s->hold[k - 1].irq : &s->hold[k - 1].bh;

			if (*bit) {
				*bit = 0;
				return;
			}
		}
	}
	/* a bit spin lock is preempt_disable() and a bit: some of its releases store the word and preempt_enable() */
	if (d.kind == ATOMIC_PREEMPT) {
		for (u32 k = s->nr_hold; k; k--) {
			if (s->hold[k - 1].kind == ATOMIC_BIT) {
				hold_drop(s, k - 1);
				return;
			}
		}
	}
	/* one of a list of locks, again: once is enough, and leaves room for what follows */
	for (u32 k = 0; k < s->nr_drop; k++)
		if (s->drop[k].kind == d.kind && (s->drop[k].path == d.path || (d.cls && s->drop[k].cls == d.cls) ||
		    (nameless(f, d.path) && nameless(f, s->drop[k].path))))
			return;
	if (s->nr_drop < ST_MAX_DROP)
		s->drop[s->nr_drop++] = d;
	else
		s->loose = 1;
}

void hold_minus(struct flow *f, struct state *s, const struct eff_lock *dropped, u32 nr, const fx_id *param,
		u32 nparam)
{
	for (u32 i = 0; i < nr; i++) {
		struct drop d = { .kind = dropped[i].kind, .cls = dropped[i].cls, .irq = dropped[i].irq,
			.bh = dropped[i].bh };

		if (dropped[i].path)
			d.path = ev_import_place(f, s, dropped[i].path, param, nparam);
		hold_release(f, s, d, IR_NONE);
	}
}
