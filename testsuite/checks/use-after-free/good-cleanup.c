// SPDX-License-Identifier: GPL-2.0-only
/* The destructor of __free() runs after the result was computed. */
#include <linux/slab.h>

struct dish {
	int hot;
};

int dish_serve(int hot)
{
	struct dish *d __free(kfree) = kzalloc(sizeof(*d), GFP_KERNEL);

	if (!d)
		return -ENOMEM;
	d->hot = hot;
	return d->hot + 1;
}
