// SPDX-License-Identifier: GPL-2.0-only
/* The gfp-like argument of a call as it was written. */
#include <linux/gfp.h>

void *alloc(unsigned long n, gfp_t gfp);
void *wrong(unsigned long n, int how);
void take(void *p, unsigned long n);
struct ops {
	void *(*get)(unsigned long n, gfp_t gfp);
};
#define both(f, gfp) do { take(f, 1); take(alloc(1, gfp), 2); } while (0)
#define hidden() alloc(1, GFP_ATOMIC)

void text(struct ops *ops, gfp_t gfp, int atomic)
{
	alloc(1, GFP_KERNEL);
	alloc(1, (GFP_KERNEL | __GFP_ZERO));
	alloc(1, gfp | __GFP_ZERO);
	alloc(1, atomic ? GFP_ATOMIC : GFP_KERNEL);
	alloc(1, gfp);
	alloc(1,
	      gfp |
	      __GFP_ZERO);
	alloc(GFP_KERNEL, 1);
	wrong(1, GFP_KERNEL);
	wrong(GFP_KERNEL | 1, 0);
	ops->get(1, GFP_ATOMIC);
	(*ops->get)(2, gfp & ~__GFP_ZERO);
	take(alloc(1, GFP_KERNEL), 1);
	take(wrong(1, GFP_KERNEL), GFP_ATOMIC);
	both(ops, GFP_KERNEL);
	hidden();
	take("GFP_KERNEL", 3);
}
