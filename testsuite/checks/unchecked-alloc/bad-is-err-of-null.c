// SPDX-License-Identifier: GPL-2.0-only
/* kzalloc() fails with NULL, which is no error pointer. */
#include <linux/slab.h>

struct pen {
	int colour;
};

struct pen *pen_new(int colour)
{
	struct pen *p = kzalloc(sizeof(*p), GFP_KERNEL);	/* expect: unchecked-alloc "kzalloc.*wrong" */

	if (IS_ERR(p))
		return NULL;
	p->colour = colour;
	return p;
}
