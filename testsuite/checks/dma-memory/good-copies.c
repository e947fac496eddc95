// SPDX-License-Identifier: GPL-2.0-only
/* What copies its data before it hands it on takes any memory. */
#include <linux/slab.h>
#include <linux/spi/spi.h>
#include <linux/string.h>
#include <linux/usb.h>

static int safe_request(struct usb_device *udev, const void *data, u16 len)
{
	void *copy = kmalloc(len, GFP_KERNEL);
	int err;

	if (!copy)
		return -1;
	memcpy(copy, data, len);
	err = usb_control_msg(udev, 0, 1, 0x40, 0, 0, copy, len, 100);
	kfree(copy);
	return err;
}

int send(struct usb_device *udev, struct spi_device *spi)
{
	u8 reg = 3, value[2] = { 1 };

	if (safe_request(udev, value, 2) < 0)
		return -1;
	return spi_write_then_read(spi, &reg, 1, value, 2);
}
