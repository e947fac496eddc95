// SPDX-License-Identifier: GPL-2.0-only
/* Used only where it was not released. */
#include <linux/slab.h>

struct fire {
	int heat;
};

int fire_poke(struct fire *f, bool out)
{
	int heat;

	if (out)
		kfree(f);
	heat = 0;
	if (!out)
		heat = f->heat;
	return heat;
}

int fire_burn(struct fire *f)
{
	struct fire *keep = f;

	if (f->heat < 3) {
		kfree(f);
		keep = NULL;
	}
	return keep ? keep->heat : 0;
}
