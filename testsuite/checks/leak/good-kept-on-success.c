// SPDX-License-Identifier: GPL-2.0-only
/* A function that nobody knows keeps what it is given when it succeeds: the failing way shows who owns it. */
#include <linux/slab.h>

struct letter {
	int stamp;
};

int box_post(struct letter *l);
struct letter *box_swap(struct letter *l);

int letter_send(int stamp)
{
	struct letter *l = kzalloc(sizeof(*l), GFP_KERNEL);
	int err;

	if (!l)
		return -ENOMEM;
	l->stamp = stamp;
	err = box_post(l);
	if (err)
		kfree(l);
	return err;
}

void letter_swap(int stamp)
{
	struct letter *l = kzalloc(sizeof(*l), GFP_KERNEL), *old;

	if (!l)
		return;
	l->stamp = stamp;
	old = box_swap(l);
	if (IS_ERR(old))
		kfree(l);
}
