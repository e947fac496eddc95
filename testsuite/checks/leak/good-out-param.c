// SPDX-License-Identifier: GPL-2.0-only
/* Handed to the caller through an out-parameter. */
#include <linux/slab.h>

int token_sign(u8 *token);

int token_make(u8 **out, size_t n)
{
	u8 *token = kmalloc(n, GFP_KERNEL);
	int err;

	if (!token)
		return -ENOMEM;
	err = token_sign(token);
	if (err) {
		kfree(token);
		return err;
	}
	*out = token;
	return 0;
}
