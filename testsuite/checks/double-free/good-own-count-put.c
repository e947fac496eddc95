// SPDX-License-Identifier: GPL-2.0-only
/* Which function the last reference runs nobody says: whoever drops it and releases the memory then knows that none does. */
#include <linux/device.h>
#include <linux/slab.h>

struct lamp {
	struct device dev;
	int watts;
};

int lamp_add(int watts)
{
	struct lamp *lamp = kzalloc(sizeof(*lamp), GFP_KERNEL);
	int err;

	if (!lamp)
		return -ENOMEM;
	device_initialize(&lamp->dev);
	err = device_add(&lamp->dev);
	if (err) {
		put_device(&lamp->dev);
		kfree(lamp);
	}
	return err;
}
