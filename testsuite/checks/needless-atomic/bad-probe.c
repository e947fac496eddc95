// SPDX-License-Identifier: GPL-2.0-only
/* Only probe and a work item come here: both may sleep. */
#include <linux/platform_device.h>
#include <linux/slab.h>
#include <linux/workqueue.h>

struct foo {
	struct work_struct work;
	void *buf;
};

static int foo_refill(struct foo *foo)
{
	foo->buf = kmalloc(64, GFP_ATOMIC);	/* expect: needless-atomic "kmalloc.* with GFP_ATOMIC, although every caller may sleep" */
	return foo->buf ? 0 : -ENOMEM;
}

static void foo_work(struct work_struct *work)
{
	foo_refill((struct foo *)work);
}

static int foo_probe(struct platform_device *pdev)
{
	static struct foo foo;

	INIT_WORK(&foo.work, foo_work);
	return foo_refill(&foo);
}

static struct platform_driver foo_driver = { .probe = foo_probe };

int foo_register(void)
{
	return platform_driver_register(&foo_driver);
}
