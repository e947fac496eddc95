// SPDX-License-Identifier: GPL-2.0-only
/* Not what was allocated, but a place inside of it. */
#include <linux/slab.h>

struct frame {
	int head;
	u8 body[32];
};

int frame_send(const u8 *body);

int frame_try(void)
{
	struct frame *f = kzalloc(sizeof(*f), GFP_KERNEL);
	u8 *at;
	int err;

	if (!f)
		return -ENOMEM;
	at = f->body;
	err = frame_send(at);
	kfree(at);			/* expect: mismatched-free "kfree" */
	return err;
}

int frame_step(const char *text, size_t n)
{
	char *p = kmalloc(n, GFP_KERNEL);
	int sum = 0;

	if (!p)
		return -ENOMEM;
	p[0] = text[0];
	sum = p[0];
	p++;
	kfree(p);			/* expect: mismatched-free "kfree" */
	return sum;
}
