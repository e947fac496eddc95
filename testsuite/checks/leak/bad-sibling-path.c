// SPDX-License-Identifier: GPL-2.0-only
/* A member of the caller's object: one failing path releases it, the next one does not. */
#include <linux/slab.h>

struct radio {
	void *rx;
	int irq;
};

int radio_reset(struct radio *r);
int radio_tune(struct radio *r);

int radio_start(struct radio *r)
{
	int err;

	r->rx = kmalloc(512, GFP_KERNEL);
	if (!r->rx)
		return -ENOMEM;
	err = radio_reset(r);
	if (err) {
		kfree(r->rx);
		r->rx = NULL;
		return err;
	}
	err = radio_tune(r);
	if (err)
		return err;			/* expect: leak "'r->rx' from kmalloc" */
	return 0;
}
