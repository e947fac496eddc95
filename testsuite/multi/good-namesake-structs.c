// SPDX-License-Identifier: GPL-2.0-only
/*
 * Two drivers have a private struct of the same name: the lock of one says nothing about the function of the other.
 *
 * run: --checks=gfp-in-atomic,sleep-in-atomic
 */
//--- drivers/a/a.c
#include <linux/slab.h>
#include <linux/spinlock.h>

struct priv {
	spinlock_t lock;
	void (*fill)(struct priv *p);
	void *buf;
};

static void a_fill(struct priv *p)
{
	p->buf = kzalloc(8, GFP_ATOMIC);
}

void a_setup(struct priv *p)
{
	p->fill = a_fill;
}

void a_go(struct priv *p)
{
	spin_lock(&p->lock);
	p->fill(p);
	spin_unlock(&p->lock);
}
//--- drivers/b/b.c
#include <linux/slab.h>

struct priv {
	void (*fill)(struct priv *p);
	char *buf;
};

static void b_fill(struct priv *p)
{
	p->buf = kzalloc(8, GFP_KERNEL);
}

void b_setup(struct priv *p)
{
	p->fill = b_fill;
}

void b_go(struct priv *p)
{
	p->fill(p);
}
