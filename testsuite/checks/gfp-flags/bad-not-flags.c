// SPDX-License-Identifier: GPL-2.0-only
/* Flags for a bool, and what is no flag for flags. */
#include <linux/slab.h>

static int foo_reset(void *f, bool hard)
{
	return f && hard;
}

void *foo_alloc(bool atomic)
{
	return kmalloc(32, atomic);		/* expect: gfp-flags "argument 2 is for allocation flags" */
}

void *foo_one(void)
{
	return kmalloc(32, 1);			/* expect: gfp-flags "argument 2 is for allocation flags" */
}

int foo_restart(void *f)
{
	return foo_reset(f, GFP_KERNEL);	/* expect: gfp-flags "takes no allocation flags" */
}
