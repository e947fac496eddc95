// SPDX-License-Identifier: GPL-2.0-only
/* The function in the other file only seems to release: it drops what the object holds. */
//--- mast.h
struct mast {
	void *sail;
	int height;
};

void mast_strip(struct mast *m);
//--- mast.c
#include <linux/slab.h>
#include "mast.h"

void mast_strip(struct mast *m)
{
	kfree(m->sail);
	m->sail = NULL;
}
//--- user.c
#include <linux/slab.h>
#include "mast.h"

int user_strip(struct mast *m)
{
	mast_strip(m);
	kfree(m->sail);
	return m->height;
}
