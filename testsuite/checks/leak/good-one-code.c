// SPDX-License-Identifier: GPL-2.0-only
/* One error number is asked for, which says that the work goes on: what was handed out is still in use. */
#include <linux/slab.h>

struct tune {
	void *score;
};

int tune_play(struct tune *t);

int tune_start(struct tune *t)
{
	int err;

	t->score = kmalloc(64, GFP_KERNEL);
	if (!t->score)
		return -ENOMEM;
	err = tune_play(t);
	if (err == -EINPROGRESS)
		return err;
	if (err) {
		kfree(t->score);
		t->score = NULL;
	}
	return err;
}
