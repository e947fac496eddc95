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

struct aval aval_const(s64 c);
struct aval aval_nonzero(void);
bool aval_is_top(const struct aval *a);
bool aval_is_const(const struct aval *a, s64 *c);
bool aval_equal(const struct aval *a, const struct aval *b);
/* a and b; false when nothing is left. */
bool aval_meet(struct aval *a, const struct aval *b) __attribute__((warn_unused_result));
/* Whatever is in a or in b. */
struct aval aval_join(const struct aval *a, const struct aval *b);
/* Everything in a is in b. */
bool aval_implies(const struct aval *a, const struct aval *b);

#endif
