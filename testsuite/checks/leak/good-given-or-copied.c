// SPDX-License-Identifier: GPL-2.0-only
/* Released only if it is not what was given. */
#include <linux/slab.h>
#include <linux/string.h>

int name_use(const char *name);

int name_try(const char *given)
{
	const char *name = given;
	int err;

	if (strlen(given) > 8) {
		name = kstrndup(given, 8, GFP_KERNEL);
		if (!name)
			return -ENOMEM;
	}
	err = name_use(name);
	if (name != given)
		kfree(name);
	return err;
}
