/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Abstract values: what is known of an integer or a pointer.  A signed range, bits known to be 0 or 1, and
 * "not zero".  Each part is sound alone; aval_tidy() lets them sharpen each other.
 */
#ifndef FLOW_AVAL_H
#define FLOW_AVAL_H

#include "base/types.h"

struct aval {
	s64 lo, hi;		/* inclusive */
	u64 zero, one;		/* bits known to be clear, known to be set; disjoint */
	u8 nonzero;		/* known to differ from 0 */
	u8 pad[7];
};

#define AVAL_TOP ((struct aval){ .lo = INT64_MIN, .hi = INT64_MAX })

/* In the header because they are a tenth of the time that effects take. */
static inline struct aval aval_const(s64 c)
{
	return (struct aval){ .lo = c, .hi = c, .zero = ~(u64)c, .one = (u64)c, .nonzero = c != 0 };
}

static inline struct aval aval_nonzero(void)
{
	struct aval a = AVAL_TOP;

	a.nonzero = 1;
	return a;
}

static inline bool aval_is_top(const struct aval *a)
{
	return a->lo == INT64_MIN && a->hi == INT64_MAX && !a->zero && !a->one && !a->nonzero;
}

static inline bool aval_is_const(const struct aval *a, s64 *c)
{
	if (a->lo != a->hi)
		return false;
	*c = a->lo;
	return true;
}

static inline bool aval_equal(const struct aval *a, const struct aval *b)
{
	return a->lo == b->lo && a->hi == b->hi && a->zero == b->zero && a->one == b->one &&
		a->nonzero == b->nonzero;
}

/* Whatever is in a or in b. */
static inline struct aval aval_join(const struct aval *a, const struct aval *b)
{
	return (struct aval){
		.lo = MIN(a->lo, b->lo), .hi = MAX(a->hi, b->hi),
		.zero = a->zero & b->zero, .one = a->one & b->one,
		.nonzero = a->nonzero && b->nonzero,
	};
}

/* a and b; false when nothing is left. */
bool aval_meet(struct aval *a, const struct aval *b) __attribute__((warn_unused_result));
/* Everything in a is in b. */
bool aval_implies(const struct aval *a, const struct aval *b);

#endif
