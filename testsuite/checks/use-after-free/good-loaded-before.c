// SPDX-License-Identifier: GPL-2.0-only
/* The member was loaded before what it was loaded from went away; a callee releases what is in it. */
#include <linux/slab.h>

struct parcel {
	void *paper;
	int nr;
};

struct slip {
	struct parcel *parcel;
};

static void parcel_unwrap(struct parcel *p)
{
	kfree(p->paper);
	p->paper = NULL;
}

void slip_done(struct slip *s)
{
	struct parcel *p = s->parcel;

	kfree(s);
	parcel_unwrap(p);
}
