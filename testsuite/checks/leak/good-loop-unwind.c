// SPDX-License-Identifier: GPL-2.0-only
/* A loop allocates, another one goes back over what is there. */
#include <linux/slab.h>

struct ring {
	void *slot[16];
};

int ring_alloc(struct ring *r, int nr)
{
	int i;

	for (i = 0; i < nr; i++) {
		r->slot[i] = kmalloc(2048, GFP_KERNEL);
		if (!r->slot[i])
			goto unwind;
	}
	return 0;
unwind:
	while (i--) {
		kfree(r->slot[i]);
		r->slot[i] = NULL;
	}
	return -ENOMEM;
}
