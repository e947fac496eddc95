// SPDX-License-Identifier: GPL-2.0-only
/* An array as a parameter is the caller's memory. */
#include <linux/slab.h>
#include <linux/usb.h>

static int line(struct usb_device *udev, u8 buf[7])
{
	return usb_control_msg(udev, 0, 1, 0x40, 0, 0, buf, 7, 100);
}

int ask(struct usb_device *udev)
{
	u8 *buf = kmalloc(7, GFP_KERNEL);
	int err;

	if (!buf)
		return -1;
	err = line(udev, buf);
	kfree(buf);
	return err;
}
