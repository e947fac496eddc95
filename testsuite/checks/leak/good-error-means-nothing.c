// SPDX-License-Identifier: GPL-2.0-only
/* The out-parameter is set only when the function returns 0. */
#include <linux/kernel.h>
#include <linux/slab.h>

static int sentence_get(char **out, int n)
{
	char *s;

	if (n < 2)
		return -EINVAL;
	s = kmalloc(n, GFP_KERNEL);
	if (!s)
		return -ENOMEM;
	if (n > 100) {
		kfree(s);
		return -ENOSPC;
	}
	*out = s;
	return 0;
}

int sentence_show(int n)
{
	char *s;
	int err = sentence_get(&s, n);

	if (err) {
		pr_err("no sentence\n");
		return err;
	}
	pr_info("%s\n", s);
	kfree(s);
	return 0;
}
