// SPDX-License-Identifier: GPL-2.0-only
/* The reference that was put may have been the last one. */
#include <linux/kernel.h>
#include <linux/kref.h>
#include <linux/slab.h>

struct pond {
	struct kref ref;
	int fish;
};

static void pond_release(struct kref *ref)
{
	kfree(container_of(ref, struct pond, ref));
}

int pond_leave(struct pond *p)
{
	kref_put(&p->ref, pond_release);
	return p->fish;			/* expect: use-after-free "after its release" */
}
