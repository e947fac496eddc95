// SPDX-License-Identifier: GPL-2.0-only
/* The callee takes NULL. */
#include <linux/slab.h>

struct shoe {
	int size;
};

static int shoe_init(struct shoe *s, int size)
{
	if (!s)
		return -ENOMEM;
	s->size = size;
	return 0;
}

static void shoe_free(struct shoe *s)
{
	if (s && s->size)
		s->size = 0;
	kfree(s);
}

int shoe_try(int size)
{
	struct shoe *s = kzalloc(sizeof(*s), GFP_KERNEL);
	int err = shoe_init(s, size);

	shoe_free(s);
	return err;
}
