// SPDX-License-Identifier: GPL-2.0-only
/*
 * A variable that only ever holds one number is that number: the way behind `never` is not there.  What others can change, by its
 * address or by a store, may hold anything.
 */
#include <linux/slab.h>

static const int never = 0;
static int off = 0;
static int knob = 0;
static int dial = 0;
int *knob_to_turn = &knob;

int buoy_float(void *buoy);

void dial_turn(int to)
{
	dial = to;
}

int buoy_try(void)
{
	void *buoy = kmalloc(16, GFP_KERNEL);
	int err;

	if (!buoy)
		return -ENOMEM;
	if (never || off)
		return -EIO;
	err = buoy_float(buoy);
	kfree(buoy);
	return err;
}

int buoy_try_knob(void)
{
	void *buoy = kmalloc(16, GFP_KERNEL);

	if (!buoy)
		return -ENOMEM;
	if (knob)
		return -EIO;		/* expect: leak "'buoy' from kmalloc" */
	kfree(buoy);
	return 0;
}

int buoy_try_dial(void)
{
	void *buoy = kmalloc(16, GFP_KERNEL);

	if (!buoy)
		return -ENOMEM;
	if (dial)
		return -EIO;		/* expect: leak "'buoy' from kmalloc" */
	kfree(buoy);
	return 0;
}
