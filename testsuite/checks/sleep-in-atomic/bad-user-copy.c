// SPDX-License-Identifier: GPL-2.0-only
/* Memory of user space may have to be paged in. */
#include <linux/spinlock.h>
#include <linux/uaccess.h>
#include <linux/fs.h>

struct foo {
	spinlock_t lock;
	char regs[32];
};

static ssize_t foo_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	struct foo *f = file->private_data;
	ssize_t ret = len;

	if (len > sizeof(f->regs))
		return -EINVAL;
	spin_lock(&f->lock);				/* step: lock "f->lock" */
	if (copy_from_user(f->regs, buf, len))		/* expect: sleep-in-atomic "copy_from_user" */
		ret = -EFAULT;
	spin_unlock(&f->lock);
	return ret;
}

static ssize_t foo_read(struct file *file, char __user *buf, size_t len, loff_t *pos)
{
	struct foo *f = file->private_data;
	char copy[32];

	if (len > sizeof(copy))
		return -EINVAL;
	spin_lock(&f->lock);
	memcpy(copy, f->regs, sizeof(copy));
	spin_unlock(&f->lock);
	return copy_to_user(buf, copy, len) ? -EFAULT : (ssize_t)len;
}

const struct file_operations foo_fops = {
	.read = foo_read,
	.write = foo_write,
};
