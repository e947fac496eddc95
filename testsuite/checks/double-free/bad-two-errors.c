// SPDX-License-Identifier: GPL-2.0-only
/*
 * A constructor that fails in two ways: with -ENOMEM, and with what another function returned.  Only in the second one
 * a released pointer stays behind; who is told `not zero` cannot know.
 */
#include <linux/slab.h>

struct loom {
	int *thread;
	int *shuttle;
	int width;
};

int loom_thread_it(struct loom *l);

static int loom_init(struct loom *l, int width)
{
	int err;

	l->thread = NULL;
	if (width > 512)
		return -ENOMEM;
	l->thread = kmalloc(64, GFP_KERNEL);
	if (!l->thread)
		return -ENOMEM;
	err = loom_thread_it(l);
	if (err) {
		kfree(l->thread);
		return err;
	}
	return 0;
}

static void loom_fini(struct loom *l)
{
	kfree(l->thread);
}

int loom_probe(struct loom *l, int width)
{
	int err = loom_init(l, width);

	if (err)
		goto fail;
	return 0;
fail:
	loom_fini(l);			/* expect: double-free "'l->thread' is released twice" */
	return err;
}

/* Asks whether it is negative, and goes on otherwise: what succeeded left nothing released behind. */
int loom_start(struct loom *l, int width)
{
	int err = loom_init(l, width);

	if (err < 0)
		return err;
	if (l->width > 64) {
		loom_fini(l);
		return -EINVAL;
	}
	return 0;
}
