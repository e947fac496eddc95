// SPDX-License-Identifier: GPL-2.0-only
/* The callee goes from what it is given back to what contains it: nothing of what was released is read for that. */
#include <linux/kernel.h>
#include <linux/slab.h>

struct instance {
	int refs;
};

struct options {
	char *id;
	struct instance inst;
};

struct tune {
	char *name;
	struct instance *from;
};

static void instance_put(struct instance *i)
{
	struct options *o = container_of(i, struct options, inst);

	kfree(o->id);
	kfree(o);
}

void tune_free(struct tune *t)
{
	struct options *o = container_of(t->from, struct options, inst);

	kfree(t->name);
	kfree(t);
	instance_put(&o->inst);
}
