// SPDX-License-Identifier: GPL-2.0-only
/* A guard ends at each return: the caller holds nothing afterwards. */
#include <linux/cleanup.h>
#include <linux/delay.h>
#include <linux/spinlock.h>

struct foo {
	spinlock_t lock;
	int count;
};

static int foo_take(struct foo *f)
{
	guard(spinlock)(&f->lock);
	if (f->count < 0)
		return -1;
	return f->count++;
}

int foo_wait(struct foo *f)
{
	int n = foo_take(f);

	msleep(10);
	return n;
}
