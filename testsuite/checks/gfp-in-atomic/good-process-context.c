// SPDX-License-Identifier: GPL-2.0-only
/* Work items, probe, file operations, kernel threads: all may sleep. */
#include <linux/slab.h>
#include <linux/fs.h>
#include <linux/kthread.h>
#include <linux/platform_device.h>
#include <linux/workqueue.h>

struct foo {
	struct work_struct work;
	void *buf, *reg;
};

static void foo_work(struct work_struct *work)
{
	struct foo *f = container_of(work, struct foo, work);

	f->buf = kzalloc(64, GFP_KERNEL);
}

static int foo_thread(void *data)
{
	struct foo *f = data;

	f->buf = kzalloc(64, GFP_KERNEL);
	return f->buf ? 0 : -ENOMEM;
}

static int foo_open(struct inode *inode, struct file *file)
{
	file->private_data = kzalloc(64, GFP_KERNEL);
	return file->private_data ? 0 : -ENOMEM;
}

static int foo_probe(struct platform_device *pdev)
{
	struct foo *f = devm_kzalloc(&pdev->dev, sizeof(*f), GFP_KERNEL);

	if (!f)
		return -ENOMEM;
	platform_set_drvdata(pdev, f);
	INIT_WORK(&f->work, foo_work);
	schedule_work(&f->work);
	return IS_ERR(kthread_run(foo_thread, f, "foo")) ? -ENOMEM : 0;
}

const struct file_operations foo_fops = {
	.open = foo_open,
};

struct platform_driver foo_driver = {
	.probe = foo_probe,
};
