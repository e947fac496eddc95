// SPDX-License-Identifier: GPL-2.0-only
/* The error path releases what is an error number. */
#include <linux/slab.h>
#include <linux/string.h>

int form_read(const char *form);

int form_try(const void __user *arg, size_t n)
{
	char *form = memdup_user(arg, n);
	int err;

	if (IS_ERR(form)) {
		err = PTR_ERR(form);
		goto out;
	}
	err = form_read(form);
out:
	kfree(form);			/* expect: mismatched-free "kfree.*error pointer" */
	return err;
}
