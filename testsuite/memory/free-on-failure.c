// SPDX-License-Identifier: GPL-2.0-only
/* Releases what it is given when it fails, and keeps nothing when it succeeds. */
#include <linux/slab.h>

struct rope {
	int length;
};

int rope_check(int length);

int rope_cut(struct rope *r)
{
	if (rope_check(r->length) < 0) {
		kfree(r);
		return -EINVAL;
	}
	r->length = 0;
	return 0;
}
