// SPDX-License-Identifier: GPL-2.0-only
/* put_device() runs the release function, which releases what contains the device. */
#include <linux/device.h>
#include <linux/kernel.h>
#include <linux/slab.h>

struct knob {
	struct device dev;
	int value;
};

static void knob_release(struct device *dev)
{
	kfree(container_of(dev, struct knob, dev));
}

int knob_add(int value)
{
	struct knob *k = kzalloc(sizeof(*k), GFP_KERNEL);
	int err;

	if (!k)
		return -ENOMEM;
	k->value = value;
	k->dev.release = knob_release;
	err = device_register(&k->dev);
	if (err) {
		put_device(&k->dev);	/* step: free "put_device" */
		kfree(k);		/* expect: double-free "'k' from kzalloc" */
	}
	return err;
}
