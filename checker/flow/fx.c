// SPDX-License-Identifier: GPL-2.0-only
/* Symbolic expressions; see fx.h.  All operations are O(depth). */
#include "flow/fx.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

static u32 fx_hash(u8 kind, u8 op, u32 a, u32 b)
{
	u64 h = ((u64)a << 32 | b) * 0x9e3779b97f4a7c15ull;

	h ^= (u64)kind * 0xff51afd7ed558ccdull + (u64)op * 0xc4ceb9fe1a85ec53ull;
	h ^= h >> 29;
	h *= 0xbf58476d1ce4e5b9ull;
	return (u32)(h >> 32);
}

static struct fx_slots *slots_new(u32 nr)
{
	struct fx_slots *s = xcalloc(1, sizeof(*s) + nr * sizeof(s->id[0]));

	s->nr = nr;
	return s;
}

static void slots_fill(struct fx_slots *s, const struct fx_tab *t)
{
	for (u32 i = 1; i < t->at.nr; i++) {
		const struct fx *x = &t->at.at[i];
		u32 k = fx_hash(x->kind, x->op, x->a, x->b) & (s->nr - 1);

		while (s->id[k])
			k = (k + 1) & (s->nr - 1);
		s->id[k] = i;
	}
}

#define FX_SLOTS 256u

void fx_init(struct fx_tab *t)
{
	*t = (struct fx_tab){ 0 };
	vec_push(&t->at, (struct fx){ 0 });
	t->slots = slots_new(FX_SLOTS);
}

/* why so many: only what is used becomes memory; a whole kernel has some millions. */
#define FX_SHARED_MAX (1u << 25)

void fx_init_shared(struct fx_tab *t)
{
	*t = (struct fx_tab){ .shared = true };
	t->at.at = mmap(NULL, FX_SHARED_MAX * sizeof(struct fx), PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (t->at.at == MAP_FAILED)
		out_of_memory();
	t->at.nr = 1;
	t->at.cap = FX_SHARED_MAX;
	t->slots = slots_new(1u << 16);
	pthread_mutex_init(&t->lock, NULL);
}

void fx_reset(struct fx_tab *t)
{
	t->at.nr = 1;
	if (t->slots->nr > 4096) {
		free(t->slots);
		t->slots = slots_new(FX_SLOTS);
	} else {
		memset(t->slots->id, 0, t->slots->nr * sizeof(t->slots->id[0]));
	}
}

void fx_free(struct fx_tab *t)
{
	for (struct fx_slots *s = t->slots, *old; s; s = old) {
		old = s->old;
		free(s);
	}
	if (t->shared) {
		munmap(t->at.at, FX_SHARED_MAX * sizeof(struct fx));
		pthread_mutex_destroy(&t->lock);
	} else {
		free(t->at.at);
	}
	*t = (struct fx_tab){ 0 };
}

static bool has_operand_a(u8 kind)
{
	return kind == FX_FIELD || kind == FX_DEREF || kind == FX_INDEX || kind == FX_ADDR || kind == FX_BIN ||
		kind == FX_UN;
}

static bool has_operand_b(u8 kind)
{
	return kind == FX_INDEX || kind == FX_BIN;
}

/* The id of the node, or 0, and then the slot that is free for it in *at. */
static fx_id find(const struct fx_tab *t, const struct fx_slots *slots, const struct fx *x, u32 *at)
{
	u32 s, id;

	for (s = fx_hash(x->kind, x->op, x->a, x->b) & (slots->nr - 1);
	     (id = __atomic_load_n(&slots->id[s], __ATOMIC_ACQUIRE)); s = (s + 1) & (slots->nr - 1)) {
		const struct fx *have = &t->at.at[id];

		if (have->kind == x->kind && have->op == x->op && have->a == x->a && have->b == x->b)
			return id;
	}
	*at = s;
	return 0;
}

/* Fills in what follows from the operands; false: too deep. */
static bool complete(const struct fx_tab *t, struct fx *x)
{
	u8 kind = x->kind;

	x->local = kind == FX_LOCAL || kind == FX_RESULT || kind == FX_JOIN || kind == FX_UNKNOWN || kind == FX_STR;
	x->has_result = kind == FX_RESULT || kind == FX_UNKNOWN;
	if (has_operand_a(kind)) {
		x->depth = (u8)(t->at.at[x->a].depth + 1);
		x->local |= t->at.at[x->a].local;
		x->has_result |= t->at.at[x->a].has_result;
	}
	if (has_operand_b(kind)) {
		x->depth = (u8)MAX(x->depth, t->at.at[x->b].depth + 1);
		x->local |= t->at.at[x->b].local;
		x->has_result |= t->at.at[x->b].has_result;
	}
	return x->depth <= FX_MAX_DEPTH;
}

/* The node goes before its id, the slots before the table that has them: readers take no lock. */
static fx_id add(struct fx_tab *t, const struct fx *x, u32 at)
{
	struct fx_slots *more;
	fx_id id = t->at.nr;

	if (t->shared && id == t->at.cap)
		return 0;
	vec_reserve(&t->at, 1);
	t->at.at[t->at.nr++] = *x;
	__atomic_store_n(&t->slots->id[at], id, __ATOMIC_RELEASE);
	if (t->at.nr <= t->slots->nr / 2)
		return id;
	more = slots_new(t->slots->nr * 2);
	slots_fill(more, t);
	if (t->shared)
		more->old = t->slots;
	else
		free(t->slots);
	__atomic_store_n(&t->slots, more, __ATOMIC_RELEASE);
	return id;
}

static fx_id fx_intern(struct fx_tab *t, u8 kind, u8 op, u32 a, u32 b)
{
	struct fx x = { .kind = kind, .op = op, .a = a, .b = b };
	u32 at;
	fx_id id = find(t, __atomic_load_n(&t->slots, __ATOMIC_ACQUIRE), &x, &at);

	if (id || !complete(t, &x))
		return id;
	if (!t->shared)
		return add(t, &x, at);
	pthread_mutex_lock(&t->lock);
	/* another thread may have been faster */
	id = find(t, t->slots, &x, &at);
	if (!id)
		id = add(t, &x, at);
	pthread_mutex_unlock(&t->lock);
	return id;
}

fx_id fx_const(struct fx_tab *t, s64 c)
{
	return fx_intern(t, FX_CONST, 0, (u32)c, (u32)((u64)c >> 32));
}

static bool fold_bin(u8 op, s64 x, s64 y, s64 *out)
{
	switch (op) {
	case OP_ADD: *out = (s64)((u64)x + (u64)y); return true;
	case OP_SUB: *out = (s64)((u64)x - (u64)y); return true;
	case OP_MUL: *out = (s64)((u64)x * (u64)y); return true;
	case OP_AND: *out = x & y; return true;
	case OP_OR: *out = x | y; return true;
	case OP_XOR: *out = x ^ y; return true;
	case OP_EQ: *out = x == y; return true;
	case OP_NE: *out = x != y; return true;
	case OP_LT: *out = x < y; return true;
	case OP_LE: *out = x <= y; return true;
	case OP_LT | FX_UNSIGNED: *out = (u64)x < (u64)y; return true;
	case OP_LE | FX_UNSIGNED: *out = (u64)x <= (u64)y; return true;
	default: return false;
	}
}

/* (x | c) & m and (x & c) & m, so that a test of one bit is about the flags that were passed in. */
static fx_id and_mask(struct fx_tab *t, fx_id a, fx_id b, s64 mask)
{
	const struct fx x = *fx_at(t, a);
	s64 c;

	if (x.op == OP_OR && fx_is_const(t, x.b, &c)) {
		if ((c & mask) == mask)
			return fx_const(t, mask);
		if (!(c & mask))
			return fx_make(t, FX_BIN, OP_AND, x.a, b);
	}
	if (x.op == OP_AND && fx_is_const(t, x.b, &c))
		return fx_make(t, FX_BIN, OP_AND, x.a, fx_const(t, c & mask));
	return fx_intern(t, FX_BIN, OP_AND, a, b);
}

/* Comparisons in one form each, so that a test and its opposite are about one expression: EQ, LT, LE only. */
fx_id fx_make(struct fx_tab *t, enum fx_kind kind, u8 op, u32 a, u32 b)
{
	s64 x, y, r;

	if ((has_operand_a(kind) && !a) || (kind == FX_BIN && !b))
		return 0;
	switch (kind) {
	case FX_DEREF:
		if (fx_at(t, a)->kind == FX_ADDR)
			return fx_at(t, a)->a;
		break;
	case FX_ADDR:
		if (fx_at(t, a)->kind == FX_DEREF)
			return fx_at(t, a)->a;
		break;
	case FX_BIN:
		if (fx_is_const(t, a, &x) && fx_is_const(t, b, &y) && fold_bin(op, x, y, &r))
			return fx_const(t, r);
		if (op == OP_NE)
			return fx_make(t, FX_UN, OP_LNOT, fx_make(t, FX_BIN, OP_EQ, a, b), 0);
		if ((op & ~FX_UNSIGNED) == OP_GT)
			return fx_make(t, FX_BIN, (u8)(OP_LT | (op & FX_UNSIGNED)), b, a);
		if ((op & ~FX_UNSIGNED) == OP_GE)
			return fx_make(t, FX_BIN, (u8)(OP_LE | (op & FX_UNSIGNED)), b, a);
		if (op == OP_AND && fx_is_const(t, b, &y) && fx_at(t, a)->kind == FX_BIN)
			return and_mask(t, a, b, y);
		if ((op == OP_OR || op == OP_ADD || op == OP_SUB) && fx_is_const(t, b, &y) && !y)
			return a;
		if (op == OP_AND && fx_is_const(t, b, &y) && !y)
			return fx_const(t, 0);
		if (op == OP_EQ && a == b)
			return fx_const(t, 1);
		break;
	case FX_UN:
		if (fx_is_const(t, a, &x)) {
			if (op == OP_NEG)
				return fx_const(t, (s64)(0 - (u64)x));
			return fx_const(t, op == OP_NOT ? ~x : !x);
		}
		break;
	default:
		break;
	}
	return fx_intern(t, (u8)kind, op, a, b);
}

int fx_order(const struct fx_tab *t, fx_id a, fx_id b)
{
	const struct fx *x = fx_at(t, a), *y = fx_at(t, b);
	int c;

	if (a == b)
		return 0;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	if (x->op != y->op)
		return x->op < y->op ? -1 : 1;
	if (x->a != y->a) {
		c = has_operand_a(x->kind) ? fx_order(t, x->a, y->a) : x->a < y->a ? -1 : 1;
		if (c)
			return c;
	}
	if (x->b == y->b)
		return 0;
	return has_operand_b(x->kind) ? fx_order(t, x->b, y->b) : x->b < y->b ? -1 : 1;
}

bool fx_mentions_param(const struct fx_tab *t, fx_id id)
{
	const struct fx *x = fx_at(t, id);

	switch (x->kind) {
	case FX_PARAM:
		return true;
	case FX_FIELD:
	case FX_DEREF:
	case FX_ADDR:
	case FX_UN:
		return fx_mentions_param(t, x->a);
	case FX_INDEX:
	case FX_BIN:
		return fx_mentions_param(t, x->a) || fx_mentions_param(t, x->b);
	default:
		return false;
	}
}

bool fx_mentions_event(const struct fx_tab *t, fx_id id, u32 event)
{
	const struct fx *x = fx_at(t, id);

	if (!x->has_result)
		return false;
	if (x->kind == FX_RESULT || x->kind == FX_UNKNOWN)
		return x->a == event;
	return (has_operand_a(x->kind) && fx_mentions_event(t, x->a, event)) ||
		(has_operand_b(x->kind) && fx_mentions_event(t, x->b, event));
}

fx_id fx_copy(struct fx_tab *dst, const struct fx_tab *src, fx_id id, const fx_id *param, u32 nr)
{
	const struct fx x = *fx_at(src, id);
	fx_id a = x.a, b = x.b;

	if (!id || x.local)
		return 0;
	if (x.kind == FX_PARAM && param)
		return x.a < nr ? param[x.a] : 0;
	if (has_operand_a(x.kind)) {
		a = fx_copy(dst, src, x.a, param, nr);
		if (!a)
			return 0;
	}
	if (has_operand_b(x.kind) && x.b) {
		b = fx_copy(dst, src, x.b, param, nr);
		if (!b)
			return 0;
	}
	return fx_make(dst, (enum fx_kind)x.kind, x.op, a, b);
}
