// SPDX-License-Identifier: GPL-2.0-only
/* __get_free_page() returns an address as a number, 0 when it fails. */
#include <linux/gfp.h>
#include <linux/kernel.h>

int stats_print(char *page);

int stats_show(int (*ready)(void))
{
	unsigned long page = __get_free_page(GFP_KERNEL);
	int n;

	if (!page)
		return -ENOMEM;
	if (!ready())
		return -EAGAIN;			/* expect: leak "'page' from .*get_free_page" */
	n = stats_print((char *)page);
	free_page(page);
	return n;
}
