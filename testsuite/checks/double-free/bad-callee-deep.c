// SPDX-License-Identifier: GPL-2.0-only
/* Two functions down the memory is released on failure. */
#include <linux/slab.h>

struct cell {
	int charge;
};

static void cell_drop(struct cell *c)
{
	kfree(c);
}

static int cell_check(struct cell *c)
{
	if (c->charge > 100) {
		cell_drop(c);
		return -EINVAL;
	}
	return 0;
}

static int cell_load(struct cell *c, int charge)
{
	c->charge = charge;
	return cell_check(c);
}

int cell_try(int charge)
{
	struct cell *c = kzalloc(sizeof(*c), GFP_KERNEL);
	int err;

	if (!c)
		return -ENOMEM;
	err = cell_load(c, charge);
	if (err < 0)
		goto fail;
	cell_drop(c);
	return 0;
fail:
	cell_drop(c);			/* expect: double-free "'c' from kzalloc" */
	return err;
}
