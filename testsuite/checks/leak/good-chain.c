// SPDX-License-Identifier: GPL-2.0-only
/* Entries chained by hand; the head is returned, or released one by one. */
#include <linux/slab.h>

struct link {
	struct link *next;
	int nr;
};

struct link *links_make(int n)
{
	struct link *head = NULL, *l;

	while (n--) {
		l = kmalloc(sizeof(*l), GFP_KERNEL);
		if (!l)
			goto fail;
		l->nr = n;
		l->next = head;
		head = l;
	}
	return head;
fail:
	while (head) {
		l = head->next;
		kfree(head);
		head = l;
	}
	return NULL;
}
