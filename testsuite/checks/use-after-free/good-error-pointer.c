// SPDX-License-Identifier: GPL-2.0-only
/* What is returned is the error, of which there is nothing to release. */
#include <linux/err.h>
#include <linux/types.h>

struct filename;
struct filename *getname_kernel(const char *text);
void putname(struct filename *name);
int path_walk(struct filename *name);
struct dentry *path_last(void);

static int path_parent(struct filename *name)
{
	if (IS_ERR(name))
		return PTR_ERR(name);
	return path_walk(name);
}

static struct dentry *path_of(struct filename *name)
{
	int err = path_parent(name);

	if (err)
		return ERR_PTR(err);
	return path_last();
}

struct dentry *path_locked(const char *text)
{
	struct filename *name = getname_kernel(text);
	struct dentry *found = path_of(name);

	putname(name);
	return found;
}
