// SPDX-License-Identifier: GPL-2.0-only
/* A released pointer is returned to a caller who relies on it. */
#include <linux/slab.h>

struct egg {
	int age;
};

int egg_test(const struct egg *e);

struct egg *egg_lay(void)
{
	struct egg *e = kzalloc(sizeof(*e), GFP_KERNEL);

	if (!e)
		return NULL;
	if (egg_test(e))
		kfree(e);
	return e;			/* expect: use-after-free "'e' from kzalloc.*returned" */
}
