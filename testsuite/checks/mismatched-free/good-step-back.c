// SPDX-License-Identifier: GPL-2.0-only
/* Moved on and back again: what is released is the start. */
#include <linux/slab.h>

#define HEADROOM 16

static void *buf_alloc(size_t n)
{
	char *p = kmalloc(n + HEADROOM, GFP_KERNEL);

	return p ? p + HEADROOM : NULL;
}

static void buf_free(char *p)
{
	if (p)
		kfree(p - HEADROOM);
}

int buf_try(size_t n)
{
	char *p = buf_alloc(n);

	if (!p)
		return -ENOMEM;
	p[0] = 1;
	buf_free(p);
	return 0;
}
