// SPDX-License-Identifier: GPL-2.0-only
/* The classic: each label releases what was there when the jump was made. */
#include <linux/slab.h>

struct trio {
	void *a, *b, *c;
};

int trio_check(struct trio *t);

int trio_init(struct trio *t)
{
	int err = -ENOMEM;

	t->a = kmalloc(1, GFP_KERNEL);
	if (!t->a)
		goto out;
	t->b = kmalloc(2, GFP_KERNEL);
	if (!t->b)
		goto free_a;
	t->c = kmalloc(3, GFP_KERNEL);
	if (!t->c)
		goto free_b;
	err = trio_check(t);
	if (err)
		goto free_c;
	return 0;
free_c:
	kfree(t->c);
free_b:
	kfree(t->b);
free_a:
	kfree(t->a);
out:
	return err;
}
