// SPDX-License-Identifier: GPL-2.0-only
/* A member is read after the release. */
#include <linux/slab.h>

struct door {
	int nr;
};

int door_close(struct door *d)
{
	kfree(d);			/* step: free "kfree" */
	return d->nr;			/* expect: use-after-free "after its release" */
}
