// SPDX-License-Identifier: GPL-2.0-only
/*
 * Two ways to close; one of them forgets a member that open allocates.
 * run: --min-confidence=low
 */
#include <linux/fs.h>
#include <linux/slab.h>

struct pipe {
	char *temp;
	int cpu;
};

int pipe_open(struct inode *inode, struct file *file)
{
	struct pipe *p = kzalloc(sizeof(*p), GFP_KERNEL);

	if (!p)
		return -ENOMEM;
	p->temp = kmalloc(128, GFP_KERNEL);
	if (!p->temp) {
		kfree(p);
		return -ENOMEM;
	}
	file->private_data = p;
	return 0;
}

int pipe_release(struct inode *inode, struct file *file)
{
	struct pipe *p = file->private_data;

	kfree(p->temp);
	kfree(p);
	return 0;
}

int pipe_release_raw(struct inode *inode, struct file *file)
{
	struct pipe *p = file->private_data;

	p->cpu = -1;
	kfree(p);	/* expect: leak "'struct pipe.temp' is not released with what holds it, as it is elsewhere" */
	return 0;
}
