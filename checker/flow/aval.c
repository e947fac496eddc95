// SPDX-License-Identifier: GPL-2.0-only
#include "flow/aval.h"

#include "base/bug.h"

/* False when the parts contradict each other. */
static bool aval_tidy(struct aval *a)
{
	if (a->zero & a->one)
		return false;
	if (a->one || a->lo > 0 || a->hi < 0)
		a->nonzero = 1;
	if (a->nonzero) {
		if (a->lo == 0)
			a->lo = 1;
		if (a->hi == 0)
			a->hi = -1;
	}
	if (a->lo > a->hi)
		return false;
	if (~(a->zero | a->one) == 0) {
		s64 c = (s64)a->one;

		if (c < a->lo || c > a->hi || (a->nonzero && !c))
			return false;
		*a = aval_const(c);
	} else if (a->lo == a->hi) {
		u64 c = (u64)a->lo;

		if ((c & a->zero) || (~c & a->one))
			return false;
		*a = aval_const(a->lo);
	}
	return true;
}

bool aval_meet(struct aval *a, const struct aval *b)
{
	a->lo = MAX(a->lo, b->lo);
	a->hi = MIN(a->hi, b->hi);
	a->zero |= b->zero;
	a->one |= b->one;
	a->nonzero |= b->nonzero;
	return aval_tidy(a);
}

bool aval_implies(const struct aval *a, const struct aval *b)
{
	struct aval m = *a;

	return aval_meet(&m, b) && aval_equal(&m, a);
}
