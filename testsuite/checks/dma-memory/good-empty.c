// SPDX-License-Identifier: GPL-2.0-only
/* No bytes are no DMA. */
#include <linux/usb.h>

static int request(struct usb_device *udev, void *data, u16 len)
{
	return usb_control_msg(udev, 0, 1, 0x40, 0, 0, data, len, 100);
}

int nothing(struct usb_device *udev)
{
	u8 dummy;

	usb_control_msg(udev, 0, 1, 0x40, 0, 0, NULL, 0, 100);
	usb_control_msg(udev, 0, 2, 0x40, 0, 0, &dummy, 0, 100);
	return request(udev, &dummy, 0);
}
