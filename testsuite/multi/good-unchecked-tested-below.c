// SPDX-License-Identifier: GPL-2.0-only
/* The function that is given the memory is in another file, and takes NULL. */
//--- twig.h
struct twig {
	int leaves;
};

struct twig *twig_new(void);
int twig_bend(struct twig *t);
//--- twig.c
#include <linux/slab.h>
#include "twig.h"

struct twig *twig_new(void)
{
	return kzalloc(sizeof(struct twig), GFP_KERNEL);
}

int twig_bend(struct twig *t)
{
	if (!t)
		return -ENOMEM;
	t->leaves = 2;
	return 0;
}
//--- bush.c
#include <linux/slab.h>
#include "twig.h"

int bush_try(void)
{
	struct twig *t = twig_new();
	int err = twig_bend(t);

	kfree(t);
	return err;
}
