// SPDX-License-Identifier: GPL-2.0-only
/* The second allocation fails: the first one must be released too. */
#include <linux/slab.h>

struct pair {
	void *key, *value;
};

int pair_fill(struct pair *out, size_t n)
{
	void *key, *value;

	key = kmalloc(n, GFP_KERNEL);		/* step: alloc "kmalloc" */
	if (!key)
		return -ENOMEM;
	value = kzalloc(n, GFP_KERNEL);
	if (!value)				/* step: branch "value" */
		return -ENOMEM;			/* expect: leak "'key' from kmalloc" */
	out->key = key;
	out->value = value;
	return 0;
}
