// SPDX-License-Identifier: GPL-2.0-only
/*
 * A caller that releases what a failure left behind: then it is the callers' to release, and no leak worth a look.
 * One whose callers do not is one.
 */
#include <linux/slab.h>

struct radio {
	void *rx, *tx;
};

int radio_reset(struct radio *r);
int radio_tune(struct radio *r);

static int radio_start(struct radio *r)
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
		return err;
	return 0;
}

int radio_probe(struct radio *r)
{
	int err = radio_start(r);

	if (err) {
		kfree(r->rx);
		r->rx = NULL;
	}
	return err;
}

int radio_resume(struct radio *r)
{
	int err;

	r->tx = kmalloc(512, GFP_KERNEL);
	if (!r->tx)
		return -ENOMEM;
	err = radio_reset(r);
	if (err) {
		kfree(r->tx);
		r->tx = NULL;
		return err;
	}
	err = radio_tune(r);
	if (err)
		return err;			/* expect: leak "'r->tx' from kmalloc" */
	return 0;
}
