// SPDX-License-Identifier: GPL-2.0-only
/* A destructor that releases each of many members that are there: one way to go, not one for each combination. */
#include <linux/slab.h>

struct bench {
	void *vice, *anvil, *saw, *file, *rasp, *plane;
};

static void bench_clear(struct bench *b)
{
	if (b->vice)
		kfree(b->vice);
	if (b->anvil)
		kfree(b->anvil);
	if (b->saw)
		kfree(b->saw);
	if (b->file)
		kfree(b->file);
	if (b->rasp)
		kfree(b->rasp);
	if (b->plane)
		kfree(b->plane);
	kfree(b);
}

int bench_ready(struct bench *b);

struct bench *bench_new(void)
{
	struct bench *b = kzalloc(sizeof(*b), GFP_KERNEL);

	if (!b)
		return NULL;
	b->vice = kmalloc(8, GFP_KERNEL);
	b->anvil = kmalloc(8, GFP_KERNEL);
	b->plane = kmalloc(8, GFP_KERNEL);
	if (!b->vice || !b->anvil || !b->plane || bench_ready(b)) {
		bench_clear(b);
		return NULL;
	}
	return b;
}
