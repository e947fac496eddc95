// SPDX-License-Identifier: GPL-2.0-only
/* A callee of this file looks into what was released; a lock in it is used, too. */
#include <linux/slab.h>
#include <linux/spinlock.h>

struct shop {
	spinlock_t lock;
	int open;
};

static int shop_state(const struct shop *s)
{
	return s->open;
}

int shop_close(struct shop *s)
{
	kfree(s);
	return shop_state(s);		/* expect: use-after-free "after its release" */
}

void shop_shut(struct shop *s)
{
	spin_lock(&s->lock);
	s->open = 0;
	kfree(s);
	spin_unlock(&s->lock);		/* expect: use-after-free "after its release" */
}
