// SPDX-License-Identifier: GPL-2.0-only
/* Kept in tables that live as long as the module. */
#include <linux/slab.h>

static void *cache[8];

void *cache_get(unsigned int i)
{
	static void *last;
	void *p;

	if (i >= 8)
		return last;
	p = kzalloc(128, GFP_KERNEL);
	if (p)
		last = p;
	return NULL;
}

int cache_warm(void)
{
	unsigned int i;

	for (i = 0; i < 8; i++) {
		void *p = kzalloc(128, GFP_KERNEL);

		if (!p)
			return -ENOMEM;
		cache[i] = p;
	}
	return 0;
}
