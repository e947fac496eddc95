// SPDX-License-Identifier: GPL-2.0-only
/* The one who releases such members gives up on a path: whoever ignores that has not forgotten the member. */
#include <linux/slab.h>

struct engine {
	void *ring;
	int state;
};

int engine_run(struct engine *e);

static int engine_ring(struct engine *e)
{
	e->ring = kmalloc(512, GFP_KERNEL);
	return e->ring ? 0 : -ENOMEM;
}

static int engine_unring(struct engine *e)
{
	if (e->state & 4)
		return -EBUSY;
	kfree(e->ring);
	e->ring = NULL;
	return 0;
}

int engine_start(void)
{
	struct engine *e = kzalloc(sizeof(*e), GFP_KERNEL);
	int err;

	if (!e)
		return -ENOMEM;
	err = engine_ring(e);
	if (err)
		goto free;
	err = engine_run(e);
	engine_unring(e);
free:
	kfree(e);
	return err;
}
