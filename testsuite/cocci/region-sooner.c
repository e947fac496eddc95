// SPDX-License-Identifier: GPL-2.0-only
/*
 * spatch: lock_region.cocci -D targeted -D func=ends -D sooner -D line=13 -D drop=19,22
 */
int ends(struct a *a)
{
	int err;

	if (a) {
		spin_lock(&a->lock);
		a->x = 0;
		/* the interrupt is another one */
		free_irq(a->irq, /* report */
			 a);
		err = request_irq(a->irq, ends, a);
		if (err) {
			dev_err(a, "no %d",
				err);
			spin_unlock(&a->lock);
			return err;
		}
		spin_unlock(&a->lock);
		go_on(a);
	}
	return 0;
}
