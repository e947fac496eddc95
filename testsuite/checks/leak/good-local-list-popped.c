// SPDX-License-Identifier: GPL-2.0-only
/* Drained from its head until it is empty. */
#include <linux/list.h>
#include <linux/slab.h>

struct step {
	struct list_head node;
	int nr;
};

static void steps_drop(struct list_head *steps)
{
	while (!list_empty(steps)) {
		struct step *s = list_first_entry(steps, struct step, node);

		list_del(&s->node);
		kfree(s);
	}
}

int steps_run(struct list_head *steps);

int steps_plan(int nr)
{
	struct list_head steps;
	int i, err = 0;

	INIT_LIST_HEAD(&steps);
	for (i = 0; i < nr && !err; i++) {
		struct step *s = kmalloc(sizeof(*s), GFP_KERNEL);

		if (!s) {
			err = -ENOMEM;
			break;
		}
		s->nr = i;
		list_add(&s->node, &steps);
	}
	if (!err)
		err = steps_run(&steps);
	steps_drop(&steps);
	return err;
}
