// SPDX-License-Identifier: GPL-2.0-only
/* The callee releases its argument when it fails; the error path looks into it. */
#include <linux/kernel.h>
#include <linux/slab.h>

struct train {
	int nr;
	int wagons;
};

static int train_couple(struct train *t, int n)
{
	if (n > 20) {
		kfree(t);
		return -EINVAL;
	}
	t->wagons += n;
	return 0;
}

int train_start(int nr, int n)
{
	struct train *t = kzalloc(sizeof(*t), GFP_KERNEL);

	if (!t)
		return -ENOMEM;
	t->nr = nr;
	if (train_couple(t, n)) {
		pr_err("train %d\n", t->nr);	/* expect: use-after-free "'t' from kzalloc" */
		return -EINVAL;
	}
	kfree(t);
	return 0;
}
