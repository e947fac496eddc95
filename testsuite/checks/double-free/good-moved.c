// SPDX-License-Identifier: GPL-2.0-only
/* What was given away is not released at the end of the scope. */
#include <linux/slab.h>

struct flag {
	char *cloth;
};

int flag_check(const char *cloth);

int flag_hoist(struct flag *f)
{
	char *cloth __free(kfree) = kmalloc(8, GFP_KERNEL);

	if (!cloth)
		return -ENOMEM;
	if (flag_check(cloth))
		return -EINVAL;
	kfree(f->cloth);
	f->cloth = no_free_ptr(cloth);
	return 0;
}

void flag_lower(struct flag *f)
{
	char *cloth __free(kfree) = f->cloth;

	f->cloth = NULL;
	kfree(f->cloth);
}
