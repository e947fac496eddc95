// SPDX-License-Identifier: GPL-2.0-only
/* kvmalloc() may have fallen back on vmalloc(): only kvfree() knows. */
#include <linux/slab.h>

int sky_look(void *sky);

int sky_try(size_t n)
{
	void *sky = kvzalloc(n, GFP_KERNEL);
	int err;

	if (!sky)
		return -ENOMEM;
	err = sky_look(sky);
	kfree(sky);			/* expect: mismatched-free "'sky' from kvzalloc.*kfree" */
	return err;
}
