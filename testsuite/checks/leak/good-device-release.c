// SPDX-License-Identifier: GPL-2.0-only
/* Once initialised, a device is released by put_device(), through its release function. */
#include <linux/device.h>
#include <linux/kernel.h>
#include <linux/slab.h>

struct sensor {
	struct device dev;
	int range;
};

static void sensor_release(struct device *dev)
{
	kfree(container_of(dev, struct sensor, dev));
}

int sensor_add(struct device *parent, int range)
{
	struct sensor *s = kzalloc(sizeof(*s), GFP_KERNEL);
	int err;

	if (!s)
		return -ENOMEM;
	s->range = range;
	s->dev.parent = parent;
	s->dev.release = sensor_release;
	err = device_register(&s->dev);
	if (err)
		put_device(&s->dev);
	return err;
}
