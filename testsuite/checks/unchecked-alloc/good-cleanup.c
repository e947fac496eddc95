// SPDX-License-Identifier: GPL-2.0-only
/* The destructors of __free() take NULL and error pointers. */
#include <linux/slab.h>
#include <linux/string.h>

int leash_pull(const char *p);

int leash_try(const char *s, const void __user *arg)
{
	char *p __free(kfree) = kstrdup(s, GFP_KERNEL);
	char *q __free(kfree) = NULL;

	if (!p)
		return -ENOMEM;
	if (p[0] == '!')
		return -EINVAL;
	q = memdup_user(arg, 16);
	if (IS_ERR(q))
		return PTR_ERR(q);
	return leash_pull(q);
}
