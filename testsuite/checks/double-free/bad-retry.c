// SPDX-License-Identifier: GPL-2.0-only
/* A second try with a buffer that the first one released. */
#include <linux/slab.h>

int radio_call(int tries);

int radio_try(void)
{
	void *buf = kmalloc(64, GFP_KERNEL);
	int tries = 0, err;

	if (!buf)
		return -ENOMEM;
again:
	err = radio_call(tries);
	kfree(buf);			/* expect: double-free "'buf' from kmalloc" */
	if (err == -EAGAIN && tries++ < 3)
		goto again;
	return err;
}
