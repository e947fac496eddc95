// SPDX-License-Identifier: GPL-2.0-only
/* The result of the function in the other file says who has to release. */
//--- press.h
struct sheet {
	int ink;
};

int press_print(struct sheet *s);
void press_clear(struct sheet **s);
//--- press.c
#include <linux/slab.h>
#include "press.h"

int press_roll(int ink);

int press_print(struct sheet *s)
{
	if (press_roll(s->ink))
		return -EIO;
	kfree(s);
	return 0;
}

void press_clear(struct sheet **s)
{
	kfree(*s);
	*s = NULL;
}
//--- user.c
#include <linux/slab.h>
#include "press.h"

int user_print(int ink)
{
	struct sheet *s = kmalloc(sizeof(*s), GFP_KERNEL);
	int err;

	if (!s)
		return -ENOMEM;
	s->ink = ink;
	err = press_print(s);
	if (err)
		kfree(s);
	return err;
}

int user_blank(int ink)
{
	struct sheet *s = kzalloc(sizeof(*s), GFP_KERNEL);

	if (ink < 0)
		press_clear(&s);
	kfree(s);
	return 0;
}
