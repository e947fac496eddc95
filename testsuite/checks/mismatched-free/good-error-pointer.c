// SPDX-License-Identifier: GPL-2.0-only
/* Error pointers do not reach the release, or one that takes them. */
#include <linux/slab.h>
#include <linux/string.h>

int form_read(const char *form);

int form_try(const void __user *arg, size_t n)
{
	char *form = memdup_user(arg, n);
	int err;

	if (IS_ERR(form)) {
		err = PTR_ERR(form);
		form = NULL;
		goto out;
	}
	err = form_read(form);
out:
	kfree(form);
	return err;
}

int form_other(const void __user *arg, size_t n)
{
	char *form = memdup_user(arg, n);
	int err = PTR_ERR_OR_ZERO(form);

	if (!err)
		err = form_read(form);
	if (!IS_ERR(form))
		kfree(form);
	return err;
}

int form_scoped(const void __user *arg, size_t n)
{
	char *form __free(kfree) = memdup_user(arg, n);

	if (IS_ERR(form))
		return PTR_ERR(form);
	return form_read(form);
}
