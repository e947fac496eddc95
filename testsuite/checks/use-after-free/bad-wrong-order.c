// SPDX-License-Identifier: GPL-2.0-only
/* The container goes first, then its member is to be released. */
#include <linux/slab.h>

struct horse {
	void *saddle;
};

void horse_free(struct horse *h)
{
	kfree(h);			/* step: free "kfree" */
	kfree(h->saddle);		/* expect: use-after-free "after its release" */
}
