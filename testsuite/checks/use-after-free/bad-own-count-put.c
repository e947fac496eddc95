// SPDX-License-Identifier: GPL-2.0-only
/* The only reference that there is, of memory that was made here, is dropped. */
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
	lamp->watts = watts;
	device_initialize(&lamp->dev);
	err = device_add(&lamp->dev);
	if (err) {
		put_device(&lamp->dev);
		return lamp->watts;	/* expect: use-after-free "'lamp' from kzalloc" */
	}
	return 0;
}
