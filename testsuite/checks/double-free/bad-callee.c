// SPDX-License-Identifier: GPL-2.0-only
/* The callee always releases what it is given. */
#include <linux/slab.h>

struct note {
	int pitch;
};

static int note_play(struct note *n)
{
	int pitch = n->pitch;

	kfree(n);
	return pitch < 0 ? -EINVAL : 0;
}

int note_try(int pitch)
{
	struct note *n = kmalloc(sizeof(*n), GFP_KERNEL);
	int err;

	if (!n)
		return -ENOMEM;
	n->pitch = pitch;
	err = note_play(n);		/* step: free "note_play" */
	kfree(n);			/* expect: double-free "'n' from kmalloc" */
	return err;
}
