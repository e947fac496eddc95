// SPDX-License-Identifier: GPL-2.0-only
/* The local list is drained on each way out. */
#include <linux/list.h>
#include <linux/slab.h>

struct word {
	struct list_head node;
	char c;
};

int words_use(struct list_head *words);

int words_read(const char *s)
{
	LIST_HEAD(words);
	struct word *w, *next;
	int err = -ENOMEM;

	for (; *s; s++) {
		w = kmalloc(sizeof(*w), GFP_KERNEL);
		if (!w)
			goto out;
		w->c = *s;
		list_add_tail(&w->node, &words);
	}
	err = words_use(&words);
out:
	list_for_each_entry_safe(w, next, &words, node) {
		list_del(&w->node);
		kfree(w);
	}
	return err;
}
