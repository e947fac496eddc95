// SPDX-License-Identifier: GPL-2.0-only
/* A pointer that is set to NULL after the release may be released again. */
#include <linux/slab.h>

struct pot {
	void *soup;
};

static void pot_empty(struct pot *p)
{
	kfree(p->soup);
	p->soup = NULL;
}

void pot_free(struct pot *p)
{
	pot_empty(p);
	kfree(p->soup);
	kfree(p);
}

int pot_try(int n)
{
	void *lid = kmalloc(n, GFP_KERNEL);

	if (n > 3) {
		kfree(lid);
		lid = NULL;
	}
	kfree(lid);
	return 0;
}
