// SPDX-License-Identifier: GPL-2.0-only
/* The caller gets the address of a member, and gives it back as such. */
#include <linux/kernel.h>
#include <linux/slab.h>

struct base {
	int kind;
};

struct widget {
	int extra;
	struct base base;
};

struct base *widget_create(int kind)
{
	struct widget *w = kzalloc(sizeof(*w), GFP_KERNEL);

	if (!w)
		return NULL;
	w->base.kind = kind;
	return &w->base;
}

void widget_destroy(struct base *b)
{
	struct widget *w = container_of(b, struct widget, base);

	kfree(w);
}

int widget_try(int kind)
{
	struct base *b = widget_create(kind);

	if (!b)
		return -ENOMEM;
	widget_destroy(b);
	return 0;
}
