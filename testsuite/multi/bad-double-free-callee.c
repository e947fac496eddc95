// SPDX-License-Identifier: GPL-2.0-only
/* Whether the callee, in another file, has released the memory is told by its result; the caller gets it wrong. */
//--- chute.h
struct parcel {
	int weight;
};

int chute_send(struct parcel *p);
//--- chute.c
#include <linux/slab.h>
#include "chute.h"

int chute_open(int weight);

int chute_send(struct parcel *p)
{
	int err = chute_open(p->weight);

	if (err)
		return err;
	kfree(p);
	return 0;
}
//--- office.c
#include <linux/slab.h>
#include "chute.h"

int office_send(int weight)
{
	struct parcel *p = kmalloc(sizeof(*p), GFP_KERNEL);
	int err;

	if (!p)
		return -ENOMEM;
	p->weight = weight;
	err = chute_send(p);		/* step: free "chute_send" */
	if (!err)
		kfree(p);		/* expect: double-free "'p' from kmalloc" */
	return 0;			/* expect: leak "'p' from kmalloc" */
}
