// SPDX-License-Identifier: GPL-2.0-only
/* no_free_ptr() ends the care of __free(): from there on the memory has to be released by hand. */
#include <linux/slab.h>

struct badge {
	int id;
};

int badge_register(struct badge *b);
void badge_enable(int id);

int badge_issue(int id)
{
	struct badge *b __free(kfree) = kzalloc(sizeof(*b), GFP_KERNEL);
	struct badge *mine;
	int err;

	if (!b)
		return -ENOMEM;
	b->id = id;
	mine = no_free_ptr(b);
	err = badge_register(mine);
	if (err)
		return err;			/* expect: leak "kzalloc" */
	badge_enable(id);
	kfree(mine);
	return 0;
}
