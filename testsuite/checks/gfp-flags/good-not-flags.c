// SPDX-License-Identifier: GPL-2.0-only
/* Flags in an int, no flags at all, and sizes that look like flags. */
#include <linux/slab.h>

struct foo {
	gfp_t gfp;
	unsigned int mode;
};

static void *foo_buf(size_t n, int priority)
{
	return kmalloc(n, priority);
}

void *foo_old(void)
{
	return foo_buf(32, GFP_KERNEL);
}

void *foo_none(void)
{
	return kmalloc(32, 0);
}

void *foo_sized(struct foo *f)
{
	return kmalloc(256, f->gfp | __GFP_ZERO);
}

void *foo_mode(struct foo *f)
{
	return kmalloc(GFP_KERNEL, f->gfp);
}

#define MODIFIERS (__GFP_NORETRY | __GFP_NOWARN)

void *foo_modifiers(void)
{
	return kmalloc(32, MODIFIERS);
}
