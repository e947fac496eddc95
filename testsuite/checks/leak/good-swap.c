// SPDX-License-Identifier: GPL-2.0-only
/* The new one takes the place of the old one, which is released. */
#include <linux/slab.h>
#include <linux/string.h>

struct host {
	char *name;
};

int host_rename(struct host *h, const char *name)
{
	char *fresh = kstrdup(name, GFP_KERNEL), *old;

	if (!fresh)
		return -ENOMEM;
	old = h->name;
	h->name = fresh;
	kfree(old);
	return 0;
}

int host_rename_again(struct host *h, const char *name)
{
	kfree(h->name);
	h->name = kstrdup(name, GFP_KERNEL);
	return h->name ? 0 : -ENOMEM;
}
