// SPDX-License-Identifier: GPL-2.0-only
/* Nothing is bound to the device when devm_add_action() itself fails (devm_add_action_or_reset() would see to it). */
#include <linux/device.h>
#include <linux/slab.h>

static void buffer_release(void *data)
{
	kfree(data);
}

int buffer_attach(struct device *dev, void **out)
{
	void *buf = kmalloc(256, GFP_KERNEL);
	int err;

	if (!buf)
		return -ENOMEM;
	err = devm_add_action(dev, buffer_release, buf);
	if (err)
		return err;			/* expect: leak "'buf' from kmalloc" */
	*out = buf;
	return 0;
}
