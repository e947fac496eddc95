// SPDX-License-Identifier: GPL-2.0-only
/* A parameter tells the callee whether to release. */
#include <linux/slab.h>

struct msg {
	int type;
};

static void msg_done(struct msg *m, bool drop)
{
	m->type = 0;
	if (drop)
		kfree(m);
}

int msg_post(struct msg *m);

int msg_send(int type)
{
	struct msg *m = kzalloc(sizeof(*m), GFP_KERNEL);
	int err;

	if (!m)
		return -ENOMEM;
	m->type = type;
	msg_done(m, false);
	m->type = type;
	err = msg_post(m);
	msg_done(m, true);
	return err;
}
