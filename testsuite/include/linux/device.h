/* SPDX-License-Identifier: GPL-2.0-only */
/* Mini kernel for the tests: devices and memory that lives as long as they are bound. */
#ifndef _LINUX_DEVICE_H
#define _LINUX_DEVICE_H

#include <linux/gfp.h>
#include <linux/err.h>
#include <linux/dev_printk.h>

struct device {
	void *driver_data;
};

void *devm_kmalloc(struct device *dev, size_t size, gfp_t gfp);

static inline void *devm_kzalloc(struct device *dev, size_t size, gfp_t gfp)
{
	return devm_kmalloc(dev, size, gfp | __GFP_ZERO);
}

static inline void *dev_get_drvdata(const struct device *dev)
{
	return dev->driver_data;
}

static inline void dev_set_drvdata(struct device *dev, void *data)
{
	dev->driver_data = data;
}

#endif
