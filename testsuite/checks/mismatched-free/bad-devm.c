// SPDX-License-Identifier: GPL-2.0-only
/* The device core releases it once more; and devm_kfree() does not know what kmalloc() returned. */
#include <linux/device.h>
#include <linux/slab.h>

int dial_read(void *dial);

int dial_probe(struct device *dev)
{
	void *dial = devm_kzalloc(dev, 32, GFP_KERNEL);
	int err;

	if (!dial)
		return -ENOMEM;
	err = dial_read(dial);
	if (err)
		kfree(dial);		/* expect: mismatched-free "'dial' from devm_kzalloc.*kfree" */
	return err;
}

int dial_other(struct device *dev)
{
	void *dial = kmalloc(32, GFP_KERNEL);
	int err;

	if (!dial)
		return -ENOMEM;
	err = dial_read(dial);
	devm_kfree(dev, dial);		/* expect: mismatched-free "'dial' from kmalloc.*devm_kfree" */
	return err;
}
