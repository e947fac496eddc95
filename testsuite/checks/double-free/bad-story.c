// SPDX-License-Identifier: GPL-2.0-only
/* The release stands where it happens on the way, and leads down to the real one. */
#include <linux/slab.h>

struct kite {
	char *tail;
	int tied;
};

int kite_tie(struct kite *k);
int kite_fly(struct kite *k);

static void kite_drop_tail(struct kite *k)
{
	kfree(k->tail);		/* step: free "^released by kfree\(\)$" */
}

static void kite_drop(struct kite *k)
{
	kite_drop_tail(k);	/* step: call "^calls kite_drop_tail\(\)$" */
	k->tied = 0;
}

int kite_start(struct kite *k)
{
	int err;

	k->tail = kmalloc(8, GFP_KERNEL);
	if (!k->tail)
		return -ENOMEM;
	err = kite_tie(k);
	if (err)		/* step: branch "^where 'err' from kite_tie\(\) is not zero$" */
		kite_drop(k);	/* step: free "^released by kite_drop\(\)$" */
	if (err == -EAGAIN)	/* step: branch "^where 'err == -11'$" */
		kfree(k->tail);	/* expect: double-free "^'k->tail' from kmalloc\(\) is released twice" */
	return err;
}
