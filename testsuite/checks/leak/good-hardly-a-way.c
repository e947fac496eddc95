// SPDX-License-Identifier: GPL-2.0-only
/* Ways that the author does not mean: a switch over all that there is, a loop that is entered, a warning that fires. */
#include <linux/bug.h>
#include <linux/slab.h>

struct parcel;

struct depot {
	int kind, nr, full;
	struct parcel **shelf;
};

void depot_keep(struct parcel **place, struct parcel *p);

static int depot_take(struct depot *d, struct parcel *p)
{
	if (WARN_ON(d->full))
		return -ENOSPC;
	depot_keep(d->shelf, p);
	d->shelf[0] = p;
	return 0;
}

void depot_sort(struct depot *d)
{
	struct parcel *p = kmalloc(8, GFP_KERNEL);

	if (!p)
		return;
	switch (d->kind) {
	case 0:
		kfree(p);
		break;
	case 1:
		d->shelf[0] = p;
		break;
	}
}

int depot_fill(struct depot *d)
{
	struct parcel *p = kmalloc(8, GFP_KERNEL);

	if (!p)
		return -ENOMEM;
	for (int i = 0; i < d->nr; i++)
		d->shelf[i] = p;
	return 0;
}

int depot_add(struct depot *d)
{
	struct parcel *p = kmalloc(8, GFP_KERNEL);

	if (!p)
		return -ENOMEM;
	return depot_take(d, p);
}

/* No memory that was there before is what was allocated just now. */
void depot_swap(struct depot *d, int big)
{
	struct parcel *p = d->shelf[2];

	if (big) {
		p = kmalloc(8, GFP_KERNEL);
		if (!p)
			return;
	}
	d->nr++;
	if (p != d->shelf[2])
		kfree(p);
}
