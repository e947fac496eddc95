// SPDX-License-Identifier: GPL-2.0-only
/* What was released is not released again: a number beside it says so. */
#include <linux/slab.h>

struct bell {
	int rung, high;
	void *rope;
};

int bell_hang(int rung);

static void bell_down(struct bell *b)
{
	if (b->rung > b->high) {
		kfree(b->rope);
		b->rung >>= 1;
	}
}

int bell_up(struct bell *b)
{
	int err;

	b->rope = kmalloc(64, GFP_KERNEL);
	if (!b->rope)
		return -ENOMEM;
	err = bell_hang(b->rung);
	if (err) {
		kfree(b->rope);
		b->high = b->rung;
		bell_down(b);
	}
	return err;
}

int bell_twice(struct bell *b)
{
	int err = bell_hang(b->high);

	bell_down(b);
	if (err)
		bell_down(b);
	return err;
}
