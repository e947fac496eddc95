// SPDX-License-Identifier: GPL-2.0-only
/* A count of the object's own: the reference that is put is not the caller's. */
#include <linux/slab.h>

struct club {
	int members;
	void *house;
};

static void club_leave(struct club *c)
{
	if (--c->members)
		return;
	kfree(c->house);
	kfree(c);
}

int club_meet(struct club *c);

int club_visit(struct club *c)
{
	int err;

	c->members++;
	err = club_meet(c);
	club_leave(c);
	return err ? err : c->members;
}
