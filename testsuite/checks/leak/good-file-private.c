// SPDX-License-Identifier: GPL-2.0-only
/* open() puts it into the file, release() takes it from there. */
#include <linux/fs.h>
#include <linux/slab.h>

struct view {
	int page;
	char *text;
};

static int view_open(struct inode *inode, struct file *file)
{
	struct view *v = kzalloc(sizeof(*v), GFP_KERNEL);

	if (!v)
		return -ENOMEM;
	file->private_data = v;
	v->text = kzalloc(80, GFP_KERNEL);
	if (!v->text) {
		kfree(v);
		return -ENOMEM;
	}
	return 0;
}

static int view_release(struct inode *inode, struct file *file)
{
	struct view *v = file->private_data;

	kfree(v->text);
	kfree(v);
	return 0;
}

const struct file_operations view_fops = { .open = view_open, .release = view_release };
