// SPDX-License-Identifier: GPL-2.0-only
/* The last reference releases the object and what it holds. */
#include <linux/kernel.h>
#include <linux/kref.h>
#include <linux/slab.h>

struct blob {
	struct kref ref;
	void *data;
};

static void blob_release(struct kref *ref)
{
	struct blob *b = container_of(ref, struct blob, ref);

	kfree(b->data);
	kfree(b);
}

int blob_send(struct blob *b);

int blob_try(size_t n)
{
	struct blob *b = kzalloc(sizeof(*b), GFP_KERNEL);
	int err;

	if (!b)
		return -ENOMEM;
	kref_init(&b->ref);
	b->data = kmalloc(n, GFP_KERNEL);
	err = b->data ? blob_send(b) : -ENOMEM;
	kref_put(&b->ref, blob_release);
	return err;
}
