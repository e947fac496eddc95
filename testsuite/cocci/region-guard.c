// SPDX-License-Identifier: GPL-2.0-only
/*
 * spatch: lock_region.cocci -D targeted -D func=guarded -D lock=11 -D line=13 -D test=14
 */
int guarded(struct a *a)
{
	struct b *b;
	int ret = 0;

	/* all of it */
	guard(spinlock)(&a->lock);
	a->x = 1;
	b = kzalloc(sizeof(*b), GFP_KERNEL); /* report */
	if (!b)
		return -ENOMEM;
	a->b = b;
	return 0;
}
int decoy(struct a *a)
{
	struct b *b;

	guard(spinlock)(&a->lock);
	b = kzalloc(sizeof(*b), GFP_KERNEL);
	if (!b)
		return -ENOMEM;
	a->b = b;
	return 0;
}
