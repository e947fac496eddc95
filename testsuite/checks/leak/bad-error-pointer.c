// SPDX-License-Identifier: GPL-2.0-only
/* memdup_user() fails with an error pointer; when it does not, the memory is ours. */
#include <linux/err.h>
#include <linux/slab.h>
#include <linux/string.h>

struct setup {
	u32 version;
	u32 flags;
};

int setup_apply(const struct setup *s);

long setup_ioctl(const void __user *arg)
{
	struct setup *s = memdup_user(arg, sizeof(*s));
	long err;

	if (IS_ERR(s))
		return PTR_ERR(s);
	if (s->version != 2)
		return -EINVAL;			/* expect: leak "'s' from memdup_user" */
	err = setup_apply(s);
	kfree(s);
	return err;
}
