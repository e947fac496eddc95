// SPDX-License-Identifier: GPL-2.0-only
/* It does not need what it was given. */
#include <linux/slab.h>

struct req {
	void *a, *b;
};

static struct req pool[4];

struct req *req_get(int i, gfp_t gfp)
{
	return &pool[i];
}

void *req_fast(gfp_t gfp)
{
	return kmalloc(16, GFP_ATOMIC);
}

int req_init(struct req *r, gfp_t gfp)
{
	r->a = kmalloc(16, gfp);
	if (gfp == GFP_KERNEL)
		r->b = kmalloc(1600, GFP_KERNEL);
	return 0;
}
