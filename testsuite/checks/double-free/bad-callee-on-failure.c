// SPDX-License-Identifier: GPL-2.0-only
/* The callee releases its argument when it fails, and so does the caller. */
#include <linux/slab.h>

struct mail {
	int to;
};

struct office {
	struct mail *last;
};

static int mail_post(struct office *o, struct mail *m)
{
	if (m->to < 0) {
		kfree(m);
		return -EINVAL;
	}
	o->last = m;
	return 0;
}

int mail_write(struct office *o, int to)
{
	struct mail *m = kmalloc(sizeof(*m), GFP_KERNEL);
	int err;

	if (!m)
		return -ENOMEM;
	m->to = to;
	err = mail_post(o, m);		/* step: free "mail_post" */
	if (err)
		kfree(m);		/* expect: double-free "'m' from kmalloc" */
	return err;
}
