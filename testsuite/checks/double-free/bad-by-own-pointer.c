// SPDX-License-Identifier: GPL-2.0-only
/* What a variable of the function's own can hold is as good as a call by name: the callee is known first, wherever it stands. */
#include <linux/slab.h>

void hull_sink(void *hull);

void hull_try(size_t n)
{
	void (*end)(void *) = hull_sink;
	void *hull = kmalloc(n, GFP_KERNEL);

	if (!hull)
		return;
	end(hull);
	kfree(hull);			/* expect: double-free "'hull' from kmalloc.*again by kfree" */
}

void hull_sink(void *hull)
{
	kfree(hull);
}
