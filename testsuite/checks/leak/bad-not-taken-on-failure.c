// SPDX-License-Identifier: GPL-2.0-only
/* Both ways on which the function that nobody knows has failed; one of them forgets the memory. */
#include <linux/slab.h>

int box_post(void *l, int n);

int letter_send(int n)
{
	void *l = kzalloc(n, GFP_KERNEL);
	int err;

	if (!l)
		return -ENOMEM;
	err = box_post(l, n);
	if (err && n > 64)
		return err;			/* expect: leak "'l' from kzalloc" */
	if (err) {
		kfree(l);
		return err;
	}
	return 0;
}
