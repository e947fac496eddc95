// SPDX-License-Identifier: GPL-2.0-only
/* Whatever the callee has left in the struct is released at the one exit. */
#include <linux/slab.h>

struct query {
	void *data;
	void *reply;
};

int wire_ask(void *data, void *reply);

static int query_prepare(struct query *q, int len)
{
	q->data = kmalloc(len, GFP_KERNEL);
	if (!q->data)
		return -ENOMEM;
	q->reply = kmalloc(len, GFP_KERNEL);
	if (!q->reply)
		return -ENOMEM;
	return 0;
}

int query_try(int len)
{
	struct query q = { NULL };
	int err = query_prepare(&q, len);

	if (!err)
		err = wire_ask(q.data, q.reply);
	kfree(q.reply);
	kfree(q.data);
	return err;
}
