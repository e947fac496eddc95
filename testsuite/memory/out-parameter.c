// SPDX-License-Identifier: GPL-2.0-only
/* Fresh memory is stored where the caller says, on success only; a member of an object that the caller has. */
#include <linux/slab.h>

struct oven {
	char *tray;
};

int oven_text(char **out)
{
	char *text = kmalloc(32, GFP_KERNEL);

	if (!text)
		return -ENOMEM;
	*out = text;
	return 0;
}

int oven_init(struct oven *o)
{
	o->tray = kzalloc(64, GFP_KERNEL);
	return o->tray ? 0 : -ENOMEM;
}

void oven_fini(struct oven *o)
{
	kfree(o->tray);
	o->tray = NULL;
}
