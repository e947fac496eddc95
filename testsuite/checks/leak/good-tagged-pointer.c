// SPDX-License-Identifier: GPL-2.0-only
/* A low bit of the pointer is used for something else. */
#include <linux/slab.h>

struct slot {
	unsigned long value;
};

int slot_set(struct slot *s, bool dirty)
{
	void *p = kmalloc(64, GFP_KERNEL);

	if (!p)
		return -ENOMEM;
	s->value = (unsigned long)p | dirty;
	return 0;
}

void slot_clear(struct slot *s)
{
	kfree((void *)(s->value & ~1ul));
	s->value = 0;
}
