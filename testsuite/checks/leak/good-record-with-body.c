// SPDX-License-Identifier: GPL-2.0-only
/* A record says that a function releases the object; its body releases what that holds, too. */
#include <linux/usb.h>

void usb_free_urb(struct urb *urb)
{
	if (!urb)
		return;
	kfree(urb->transfer_buffer);
	kfree(urb);
}

int crate_send(struct usb_device *udev, unsigned int pipe, int n)
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
