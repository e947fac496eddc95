// SPDX-License-Identifier: GPL-2.0-only
/* A helper releases and hands the error on. */
#include <linux/slab.h>

struct ship {
	void *cargo;
};

static int ship_fail(struct ship *s, int err)
{
	kfree(s->cargo);
	kfree(s);
	return err;
}

int ship_launch(struct ship *s);

int ship_try(struct ship **out)
{
	struct ship *s = kzalloc(sizeof(*s), GFP_KERNEL);
	int err;

	if (!s)
		return -ENOMEM;
	s->cargo = kmalloc(64, GFP_KERNEL);
	if (!s->cargo)
		return ship_fail(s, -ENOMEM);
	err = ship_launch(s);
	if (err)
		return ship_fail(s, err);
	*out = s;
	return 0;
}
