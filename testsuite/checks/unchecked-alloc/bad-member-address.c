// SPDX-License-Identifier: GPL-2.0-only
/* That the callee tests its argument does not help: the address of a member is not NULL where the object is. */
#include <linux/slab.h>

struct gear {
	int teeth;
	struct shaft {
		int length;
	} shaft;
};

static void shaft_reset(struct shaft *s)
{
	if (s)
		s->length = 1;
}

void gear_reset(struct gear **place)
{
	struct gear *g = kzalloc(sizeof(*g), GFP_KERNEL);	/* expect: unchecked-alloc "kzalloc\(\) may fail" */

	shaft_reset(&g->shaft);
	*place = g;
}

void gear_reset_whole(struct gear **place)
{
	struct gear *g = kzalloc(sizeof(*g), GFP_KERNEL);

	if (g)
		shaft_reset(&g->shaft);
	*place = g;
}
