// SPDX-License-Identifier: GPL-2.0-only
/* Stored in an object, and used by another function that does not look either. */
#include <linux/slab.h>

struct meter {
	u32 *sample;
	int nr;
};

int meter_init(struct meter *m, int nr)
{
	m->sample = kcalloc(nr, sizeof(u32), GFP_KERNEL);	/* expect: unchecked-alloc "k(calloc|malloc)" */
	m->nr = nr;
	return 0;
}

void meter_add(struct meter *m, int i, u32 x)
{
	m->sample[i] = x;
}

void meter_exit(struct meter *m)
{
	kfree(m->sample);
}
