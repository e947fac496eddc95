/* SPDX-License-Identifier: GPL-2.0-only */
/* Mini kernel for the tests: messages that name their device. */
#ifndef _DEVICE_PRINTK_H_
#define _DEVICE_PRINTK_H_

struct device;

int _dev_err(const struct device *dev, const char *fmt, ...);
int _dev_info(const struct device *dev, const char *fmt, ...);
#define dev_err(dev, fmt, ...)	_dev_err(dev, fmt, ##__VA_ARGS__)
#define dev_info(dev, fmt, ...)	_dev_info(dev, fmt, ##__VA_ARGS__)
#define dev_dbg(dev, fmt, ...)	do { if (0) _dev_info(dev, fmt, ##__VA_ARGS__); } while (0)

#endif
