// SPDX-License-Identifier: GPL-2.0-only
/* idr_alloc() keeps the pointer when it does not fail. */
#include <linux/idr.h>
#include <linux/slab.h>

static struct idr handles;

struct handle {
	int id;
};

int handle_open(void)
{
	struct handle *h = kzalloc(sizeof(*h), GFP_KERNEL);

	if (!h)
		return -ENOMEM;
	h->id = idr_alloc(&handles, h, 1, 0, GFP_KERNEL);
	if (h->id < 0) {
		int err = h->id;

		kfree(h);
		return err;
	}
	return h->id;
}

void handle_close(int id)
{
	struct handle *h = idr_remove(&handles, id);

	kfree(h);
}
