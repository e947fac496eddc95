// SPDX-License-Identifier: GPL-2.0-only
/* An address may travel as a number. */
#include <linux/slab.h>

struct slot {
	unsigned long data;
};

int slot_arm(struct slot *s)
{
	void *p = kmalloc(16, GFP_KERNEL);

	if (!p)
		return -ENOMEM;
	s->data = (unsigned long)p;
	return 0;
}

int page_touch(void)
{
	unsigned long addr = __get_free_page(GFP_KERNEL);
	char *p = (char *)addr;

	if (!addr)
		return -ENOMEM;
	p[0] = 1;
	free_page((unsigned long)p);
	return 0;
}
