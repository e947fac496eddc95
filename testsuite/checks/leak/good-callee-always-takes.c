// SPDX-License-Identifier: GPL-2.0-only
/* The callee either keeps or releases it, whatever it returns. */
#include <linux/slab.h>

struct inbox {
	void *letter;
};

static int inbox_give(struct inbox *in, void *letter)
{
	if (in->letter) {
		kfree(letter);
		return -EBUSY;
	}
	in->letter = letter;
	return 0;
}

int inbox_write(struct inbox *in, int n)
{
	void *letter = kmalloc(n, GFP_KERNEL);

	if (!letter)
		return -ENOMEM;
	return inbox_give(in, letter);
}
