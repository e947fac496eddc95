// SPDX-License-Identifier: GPL-2.0-only
/* The safe form has read the next entry before; so has a loop that leaves at once. */
#include <linux/list.h>
#include <linux/slab.h>

struct seed {
	struct list_head row;
	int kind;
};

void seeds_free(struct list_head *row)
{
	struct seed *s, *next;

	list_for_each_entry_safe(s, next, row, row)
		kfree(s);
}

int seeds_remove(struct list_head *row, int kind)
{
	struct seed *s;

	list_for_each_entry(s, row, row) {
		if (s->kind != kind)
			continue;
		list_del(&s->row);
		kfree(s);
		return 0;
	}
	return -ENOENT;
}

void seeds_remove_first(struct list_head *row, int kind)
{
	struct seed *s;

	list_for_each_entry(s, row, row) {
		if (s->kind == kind) {
			list_del(&s->row);
			kfree(s);
			break;
		}
	}
}
