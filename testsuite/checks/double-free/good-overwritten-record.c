// SPDX-License-Identifier: GPL-2.0-only
/* The record that holds a released pointer is cleared, or copied over, as a whole. */
#include <linux/slab.h>
#include <linux/string.h>

struct shelf {
	void *book, *lamp;
};

int shelf_ask(int n);

static int shelf_open(struct shelf *s, int n)
{
	int err;

	s->book = kmalloc(64, GFP_KERNEL);
	if (!s->book)
		return -ENOMEM;
	err = shelf_ask(n);
	if (err) {
		kfree(s->book);
		memset(s, 0, sizeof(*s));
	}
	return err;
}

int shelf_use(struct shelf *s, int n)
{
	int err = shelf_open(s, n);

	if (err)
		kfree(s->book);
	return err;
}

int shelf_swap(struct shelf *from, struct shelf *with, int n)
{
	int err = shelf_ask(n);

	if (err) {
		kfree(from->book);
		memcpy(from, with, sizeof(*from));
	}
	err = *(int *)from->book;
	kfree(from->book);
	return err;
}
