// SPDX-License-Identifier: GPL-2.0-only
/* Two objects of one type, and a pointer into the one that lives. */
#include <linux/slab.h>

struct coat {
	struct coat *lining;
	int buttons;
};

int coat_unpick(struct coat *c)
{
	struct coat *lining = c->lining;

	kfree(c);
	return lining->buttons;
}

int coat_compare(struct coat *a, struct coat *b)
{
	if (a->buttons > b->buttons) {
		kfree(b);
		return a->buttons;
	}
	kfree(a);
	return b->buttons;
}
