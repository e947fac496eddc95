// SPDX-License-Identifier: GPL-2.0-only
/* BUG_ON() does not come back; the result of WARN_ON() is a test. */
#include <linux/kernel.h>
#include <linux/slab.h>

struct rock {
	int mass;
};

struct rock *rock_bug(void)
{
	struct rock *r = kmalloc(sizeof(*r), GFP_KERNEL);

	BUG_ON(!r);
	r->mass = 1;
	return r;
}

struct rock *rock_panic(void)
{
	struct rock *r = kmalloc(sizeof(*r), GFP_KERNEL);

	if (!r)
		panic("no rock\n");
	r->mass = 1;
	return r;
}

struct rock *rock_warn(void)
{
	struct rock *r = kmalloc(sizeof(*r), GFP_KERNEL);

	if (WARN_ON(!r))
		return NULL;
	r->mass = 1;
	return r;
}
