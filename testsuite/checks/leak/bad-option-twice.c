// SPDX-License-Identifier: GPL-2.0-only
/* An option may be given twice: the second string takes the place of the first. */
#include <linux/slab.h>
#include <linux/string.h>

struct mount_options {
	char *user;
	int level;
};

int next_option(const char **arg);

int options_parse(struct mount_options *o)
{
	const char *arg;
	int opt;

	o->user = NULL;
	while ((opt = next_option(&arg))) {
		switch (opt) {
		case 1:
			o->user = kstrdup(arg, GFP_KERNEL);	/* expect: leak "'o->user' from kstrdup" */
			if (!o->user)
				return -ENOMEM;
			break;
		case 2:
			o->level = arg[0] - '0';
			break;
		default:
			kfree(o->user);
			o->user = NULL;
			return -EINVAL;
		}
	}
	return 0;
}
