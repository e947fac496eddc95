// SPDX-License-Identifier: GPL-2.0-only
/* One way in that is atomic, or not known, or a second try that sleeps: each is a veto. */
#include <linux/interrupt.h>
#include <linux/platform_device.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

struct foo {
	spinlock_t lock;
	void *buf;
};

static void *shared_with_irq(void)
{
	return kmalloc(64, GFP_ATOMIC);
}

static void *called_under_lock(void)
{
	return kmalloc(64, GFP_ATOMIC);
}

void *anybody_may_call(void)
{
	return kmalloc(64, GFP_ATOMIC);
}
EXPORT_SYMBOL(anybody_may_call);

static void *quick_then_slow(void)
{
	void *p = kmalloc(64, GFP_NOWAIT | __GFP_NOWARN);

	return p ? p : kmalloc(64, GFP_KERNEL);
}

static irqreturn_t foo_irq(int irq, void *data)
{
	struct foo *foo = data;

	foo->buf = shared_with_irq();
	return IRQ_HANDLED;
}

static int foo_probe(struct platform_device *pdev)
{
	static struct foo foo;

	foo.buf = shared_with_irq();
	spin_lock(&foo.lock);
	foo.buf = called_under_lock();
	spin_unlock(&foo.lock);
	foo.buf = anybody_may_call();
	foo.buf = quick_then_slow();
	return request_irq(1, foo_irq, 0, "foo", &foo);
}

static struct platform_driver foo_driver = { .probe = foo_probe };

int foo_register(void)
{
	return platform_driver_register(&foo_driver);
}
