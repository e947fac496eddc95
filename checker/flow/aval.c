// SPDX-License-Identifier: GPL-2.0-only
#include "flow/aval.h"

#include "base/bug.h"

struct aval aval_const(s64 c)
{
	return (struct aval){ .lo = c, .hi = c, .zero = ~(u64)c, .one = (u64)c, .nonzero = c != 0 };
}

struct aval aval_nonzero(void)
{
	struct aval a = AVAL_TOP;

	a.nonzero = 1;
	return a;
}

bool aval_is_top(const struct aval *a)
{
	return a->lo == INT64_MIN && a->hi == INT64_MAX && !a->zero && !a->one && !a->nonzero;
}

bool aval_is_const(const struct aval *a, s64 *c)
{
	if (a->lo != a->hi)
		return false;
	*c = a->lo;
	return true;
}

bool aval_equal(const struct aval *a, const struct aval *b)
{
	return a->lo == b->lo && a->hi == b->hi && a->zero == b->zero && a->one == b->one &&
		a->nonzero == b->nonzero;
}

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

struct aval aval_join(const struct aval *a, const struct aval *b)
{
	return (struct aval){
		.lo = MIN(a->lo, b->lo), .hi = MAX(a->hi, b->hi),
		.zero = a->zero & b->zero, .one = a->one & b->one,
		.nonzero = a->nonzero && b->nonzero,
	};
}

bool aval_implies(const struct aval *a, const struct aval *b)
{
	struct aval m = *a;

	return aval_meet(&m, b) && aval_equal(&m, a);
}
