// SPDX-License-Identifier: GPL-2.0-only
/* Through two out-parameters. */
#include <linux/slab.h>

static int field_read(int nr, char **out)
{
	char *s = kmalloc(nr, GFP_KERNEL);

	if (!s)
		return -ENOMEM;
	s[0] = 0;
	*out = s;
	return 0;
}

static int setting_read(int nr, char **out)
{
	if (nr > 64)
		return -EINVAL;
	return field_read(nr, out);
}

bool setting_known(const char *s);

int setting_check(int nr)
{
	char *s = NULL;
	int err = setting_read(nr, &s);

	if (err)
		return err;
	if (!setting_known(s))
		return -ENOENT;			/* expect: leak "setting_read" */
	kfree(s);
	return 0;
}
