// SPDX-License-Identifier: GPL-2.0-only
/* Size and flags, the wrong way round. */
#include <linux/slab.h>

struct foo {
	size_t len;
	void *buf;
};

int foo_init(struct foo *f)
{
	f->buf = kmalloc(GFP_KERNEL, f->len);	/* expect: gfp-flags "GFP_KERNEL stands in argument 1" */
	return f->buf ? 0 : -ENOMEM;
}

void *foo_fixed(void)
{
	return kzalloc(GFP_ATOMIC, 64);		/* expect: gfp-flags "GFP_ATOMIC stands in argument 1" */
}
