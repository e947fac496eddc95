// SPDX-License-Identifier: GPL-2.0-only
/* Allocated before the loop, released in it. */
#include <linux/slab.h>

int shot_fire(void);

int shots(int n)
{
	void *shell = kmalloc(16, GFP_KERNEL);
	int hits = 0;

	if (!shell)
		return -ENOMEM;
	do {
		hits += shot_fire();
		kfree(shell);		/* expect: double-free "'shell' from kmalloc" */
	} while (--n > 0);
	return hits;
}
