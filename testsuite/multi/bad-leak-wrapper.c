// SPDX-License-Identifier: GPL-2.0-only
/* The allocator and its counterpart are in another file. */
//--- frame.h
struct frame {
	int len;
};

struct frame *frame_get(int len);
void frame_put(struct frame *f);
//--- frame.c
#include <linux/slab.h>
#include "frame.h"

struct frame *frame_get(int len)
{
	struct frame *f = kzalloc(sizeof(*f) + len, GFP_KERNEL);

	if (f)
		f->len = len;
	return f;
}

void frame_put(struct frame *f)
{
	kfree(f);
}
//--- user.c
#include <linux/kernel.h>
#include "frame.h"

int frame_send(struct frame *f);

int user_send(int len)
{
	struct frame *f = frame_get(len);	/* step: alloc "frame_get" */
	int err;

	if (!f)
		return -ENOMEM;
	err = frame_send(f);
	if (err)
		return err;			/* expect: leak "'f' from frame_get" */
	frame_put(f);
	return 0;
}
//--- send.c
#include <linux/errno.h>
#include "frame.h"

int frame_send(struct frame *f)
{
	return f->len > 64 ? -EINVAL : 0;
}
