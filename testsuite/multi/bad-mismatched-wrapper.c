// SPDX-License-Identifier: GPL-2.0-only
/* What the other file's function returns has its own release, and another one is taken. */
//--- store.h
void *store_get(unsigned long n);
void store_put(void *p);
//--- store.c
#include <linux/slab.h>
#include "store.h"

void *store_get(unsigned long n)
{
	return kvmalloc(n, GFP_KERNEL);
}

void store_put(void *p)
{
	kvfree(p);
}
//--- user.c
#include <linux/slab.h>
#include "store.h"

int user_work(void *p);

int user_try(unsigned long n)
{
	void *p = store_get(n);
	int err;

	if (!p)
		return -ENOMEM;
	err = user_work(p);
	if (err)
		kfree(p);		/* expect: mismatched-free "'p' from store_get.*kfree" */
	else
		store_put(p);
	return err;
}
