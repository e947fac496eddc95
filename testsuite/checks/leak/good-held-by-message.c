// SPDX-License-Identifier: GPL-2.0-only
/* A message on the stack holds it, and goes to a driver through a wrapper: nobody knows who releases it. */
#include <linux/slab.h>

struct message {
	void *body;
	int len;
};

struct wire {
	int (*send)(struct wire *w, struct message *m);
};

static int wire_send(struct wire *w, struct message *m)
{
	return w->send(w, m);
}

int wire_tell(struct wire *w, int len)
{
	struct message m = { .len = len };
	int err;

	m.body = kmalloc(len, GFP_KERNEL);
	if (!m.body)
		return -ENOMEM;
	err = wire_send(w, &m);
	if (err)
		kfree(m.body);
	return err;
}
