// SPDX-License-Identifier: GPL-2.0-only
/* When it fails the constructor leaves memory behind, or a pointer to what it released: the caller cannot tell. */
#include <linux/slab.h>

struct rack {
	void **slot;
	void *bolts;
};

void *rack_mount(void);

static int rack_fill(struct rack *r, int n)
{
	r->slot = kcalloc(n, sizeof(*r->slot), GFP_KERNEL);
	if (!r->slot)
		return -ENOMEM;
	r->bolts = kmalloc(16, GFP_KERNEL);
	if (!r->bolts) {
		kfree(r->slot);
		return -ENOMEM;
	}
	r->slot[0] = rack_mount();
	kfree(r->bolts);
	return r->slot[0] ? 0 : -ENOMEM;
}

int rack_make(struct rack *r, int n)
{
	int err = rack_fill(r, n);

	if (err)
		kfree(r->slot);	/* expect: double-free "'r->slot' from rack_fill.*released twice" */
	return err;
}
