// SPDX-License-Identifier: GPL-2.0-only
/* What releases the object has a record and no body here: it may well release what the object holds. */
#include <linux/usb.h>

int parcel_send(struct usb_device *udev, unsigned int pipe, int n)
{
	struct urb *urb = usb_alloc_urb(0, GFP_KERNEL);
	int err;

	if (!urb)
		return -ENOMEM;
	urb->transfer_buffer = kmalloc(n, GFP_KERNEL);
	if (!urb->transfer_buffer) {
		usb_free_urb(urb);
		return -ENOMEM;
	}
	urb->transfer_buffer_length = n;
	err = usb_submit_urb(urb, GFP_KERNEL);
	usb_free_urb(urb);
	return err;
}
