// SPDX-License-Identifier: GPL-2.0-only
/* A member is written at once. */
#include <linux/slab.h>

struct cup {
	int volume;
};

struct cup *cup_new(int volume)
{
	struct cup *c = kzalloc(sizeof(*c), GFP_KERNEL);	/* expect: unchecked-alloc "kzalloc" */

	c->volume = volume;					/* step: use "used" */
	return c;
}
