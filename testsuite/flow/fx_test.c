// SPDX-License-Identifier: GPL-2.0-only
/*
 * Expressions: their order does not depend on their ids.  Two tables get the same expressions, one backwards; sorted, both
 * say the same one after the other.
 */
#include <stdlib.h>

#include "flow/fx.h"
#include "../test.h"

#define NR 12u

/* Expression i, made of others that are made with it. */
static fx_id make(struct fx_tab *t, u32 i)
{
	fx_id p = fx_make(t, FX_DEREF, 0, fx_make(t, FX_PARAM, 0, i % 3, 0), 0);

	switch (i / 3) {
	case 0:
		return fx_make(t, FX_FIELD, 0, p, 7 - i);
	case 1:
		return fx_make(t, FX_BIN, OP_AND, fx_make(t, FX_FIELD, 0, p, 2), fx_const(t, (s64)i << 33));
	case 2:
		return fx_make(t, FX_INDEX, 0, p, fx_const(t, 9 - (s64)i));
	default:
		return fx_make(t, FX_ADDR, 0, fx_make(t, FX_FIELD, 0, p, 1), 0);
	}
}

static int by_order(const void *a, const void *b, void *tab)
{
	return fx_order(tab, *(const fx_id *)a, *(const fx_id *)b);
}

static bool same(const struct fx_tab *t, fx_id a, const struct fx_tab *u, fx_id b)
{
	const struct fx *x = fx_at(t, a), *y = fx_at(u, b);
	bool sub_a = x->kind != FX_PARAM && x->kind != FX_CONST, sub_b = x->kind == FX_BIN || x->kind == FX_INDEX;

	return x->kind == y->kind && x->op == y->op && (sub_a ? same(t, x->a, u, y->a) : x->a == y->a) &&
		(sub_b ? same(t, x->b, u, y->b) : x->b == y->b);
}

int main(void)
{
	struct test t = { 0 };
	struct fx_tab up, down;
	fx_id a[NR], b[NR];

	fx_init(&up);
	fx_init(&down);
	for (u32 i = 0; i < NR; i++)
		a[i] = make(&up, i);
	for (u32 i = NR; i--;)
		b[i] = make(&down, i);
	CHECK_NAMED(&t, a[0] != b[0] && a[NR - 1] != b[NR - 1], "other ids");
	qsort_r(a, NR, sizeof(*a), by_order, &up);
	qsort_r(b, NR, sizeof(*b), by_order, &down);
	for (u32 i = 0; i < NR; i++) {
		CHECK_NAMED(&t, same(&up, a[i], &down, b[i]), "same order");
		CHECK_NAMED(&t, !i || fx_order(&up, a[i - 1], a[i]) < 0, "ascending");
		CHECK_NAMED(&t, !fx_order(&up, a[i], a[i]), "equal to itself");
	}
	fx_free(&up);
	fx_free(&down);
	return test_done(&t);
}
