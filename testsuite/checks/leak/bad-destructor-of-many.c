// SPDX-License-Identifier: GPL-2.0-only
/* The destructor releases many members, but not this one. */
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
	kfree(b);
}

int bench_ready(struct bench *b);

struct bench *bench_new(void)
{
	struct bench *b = kzalloc(sizeof(*b), GFP_KERNEL);

	if (!b)
		return NULL;
	b->vice = kmalloc(8, GFP_KERNEL);
	b->plane = kmalloc(8, GFP_KERNEL);
	if (!b->vice || !b->plane || bench_ready(b)) {
		bench_clear(b);			/* expect: leak "'b->plane' from kmalloc" */
		return NULL;
	}
	return b;
}
