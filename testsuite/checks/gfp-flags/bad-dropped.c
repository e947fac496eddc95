// SPDX-License-Identifier: GPL-2.0-only
/* The caller says how to allocate, and nobody listens. */
#include <linux/slab.h>

struct req {
	int tag;
};

struct req *req_alloc(int tag, gfp_t gfp)
{
	struct req *r = kzalloc(sizeof(*r), GFP_KERNEL);	/* expect: gfp-flags "kzalloc.. with GFP_KERNEL, and req_alloc.. never looks at its 'gfp'" */

	if (r)
		r->tag = tag;
	return r;
}
