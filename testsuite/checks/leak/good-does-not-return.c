// SPDX-License-Identifier: GPL-2.0-only
/* panic() does not come back, so nothing is lost there. */
#include <linux/kernel.h>
#include <linux/slab.h>

int boot_table(void *t);

static void __noreturn boot_stop(int err)
{
	panic("no boot: %d\n", err);
}

void boot_prepare(void)
{
	void *t = kmalloc(64, GFP_KERNEL);
	int err;

	if (!t)
		boot_stop(-ENOMEM);
	err = boot_table(t);
	if (err)
		boot_stop(err);
	BUG_ON(boot_table(t) < 0);
	kfree(t);
}
