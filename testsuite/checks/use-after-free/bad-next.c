// SPDX-License-Identifier: GPL-2.0-only
/* The next entry is read from the released one. */
#include <linux/slab.h>

struct ring {
	struct ring *next;
};

void rings_free(struct ring *r)
{
	while (r) {
		kfree(r);
		r = r->next;		/* expect: use-after-free "after its release" */
	}
}
