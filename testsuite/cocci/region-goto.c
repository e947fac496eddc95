// SPDX-License-Identifier: GPL-2.0-only
/*
 * spatch: lock_region.cocci -D targeted -D func=leaves -D lock=10 -D line=12 -D test=13 -D code=ENOMEM
 */
int leaves(struct a *a)
{
	struct b *b;
	int ret = 0;

	spin_lock(&a->lock);
	a->x = 1;
	b = kzalloc(sizeof(*b), GFP_KERNEL); /* report */
	if (!b) {
		ret = -ENOMEM;
		goto out;
	}
	a->b = b;
out:
	spin_unlock(&a->lock);
	return ret;
}
