// SPDX-License-Identifier: GPL-2.0-only
/* The memory comes through an out-parameter when the function succeeds. */
#include <linux/kernel.h>
#include <linux/slab.h>

static int page_of_text(char **out)
{
	char *text = kmalloc(4096, GFP_KERNEL);

	if (!text)
		return -ENOMEM;
	text[0] = 0;
	*out = text;
	return 0;
}

int text_show(int which)
{
	char *text;
	int err;

	err = page_of_text(&text);
	if (err)
		return err;
	if (which > 3)
		return -EINVAL;			/* expect: leak "page_of_text" */
	pr_info("%s\n", text);
	kfree(text);
	return 0;
}
