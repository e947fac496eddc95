// SPDX-License-Identifier: GPL-2.0-only
/* From a member back to what was allocated; a first member has the same address. */
#include <linux/kernel.h>
#include <linux/slab.h>

struct engine {
	int power;
};

struct car {
	int wheels;
	struct engine engine;
};

struct bike {
	struct engine engine;
	int wheels;
};

struct engine *car_engine(void)
{
	struct car *c = kzalloc(sizeof(*c), GFP_KERNEL);

	return c ? &c->engine : NULL;
}

void car_scrap(void)
{
	struct engine *e = car_engine();

	if (e)
		kfree(container_of(e, struct car, engine));
}

int bike_try(int power)
{
	struct bike *b = kzalloc(sizeof(*b), GFP_KERNEL);
	struct engine *e;

	if (!b)
		return -ENOMEM;
	e = &b->engine;
	e->power = power;
	kfree(e);
	return 0;
}
