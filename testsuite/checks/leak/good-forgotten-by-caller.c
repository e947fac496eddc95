// SPDX-License-Identifier: GPL-2.0-only
/* The caller of one destructor, or what the other one calls, releases the member. */
#include <linux/slab.h>

struct crate {
	char *label;
};

struct crate *crate_make(void)
{
	struct crate *c = kzalloc(sizeof(*c), GFP_KERNEL);

	if (!c)
		return NULL;
	c->label = kmalloc(16, GFP_KERNEL);
	if (!c->label) {
		kfree(c);
		return NULL;
	}
	return c;
}

void crate_burn(struct crate *c)
{
	kfree(c->label);
	kfree(c);
}

static void crate_scrap(struct crate *c)
{
	kfree(c);
}

void crate_drop(struct crate *c)
{
	kfree(c->label);
	crate_scrap(c);
}

static void crate_strip(struct crate *c)
{
	kfree(c->label);
	c->label = NULL;
}

void crate_reuse(struct crate *c)
{
	crate_strip(c);
	kfree(c);
}
