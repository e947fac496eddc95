// SPDX-License-Identifier: GPL-2.0-only
/* As good-flags-added.c, but what is added may ask for an allocation that sleeps. */
#include <linux/slab.h>
#include <linux/spinlock.h>

#define IN_INTERRUPT 4u
#define SLEEPY 1u
#define REASON(x) ((1u << (__builtin_ffsll(x) - 1)) & 0xff0001u)

static void *append(unsigned int flag)
{
	if (flag & SLEEPY)
		return kmalloc(8, GFP_KERNEL);	/* expect: gfp-in-atomic "kmalloc" */
	return kmalloc(8, flag & IN_INTERRUPT ? GFP_ATOMIC : GFP_KERNEL);
}

void *recv(spinlock_t *lock, long x)
{
	unsigned int flags = IN_INTERRUPT;
	void *p;

	spin_lock(lock);
	flags |= REASON(x);
	p = append(flags);
	spin_unlock(lock);
	return p;
}
