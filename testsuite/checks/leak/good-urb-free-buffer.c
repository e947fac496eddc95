// SPDX-License-Identifier: GPL-2.0-only
/* With URB_FREE_BUFFER the request releases its buffer. */
#include <linux/usb.h>

static void blink_done(struct urb *urb)
{
}

int blink_send(struct usb_device *udev, unsigned int pipe)
{
	struct urb *urb = usb_alloc_urb(0, GFP_KERNEL);
	u8 *buf;
	int err = -ENOMEM;

	if (!urb)
		return -ENOMEM;
	buf = kmalloc(8, GFP_KERNEL);
	if (!buf)
		goto out;
	buf[0] = 1;
	usb_fill_bulk_urb(urb, udev, pipe, buf, 8, blink_done, NULL);
	urb->transfer_flags |= URB_FREE_BUFFER;
	err = usb_submit_urb(urb, GFP_KERNEL);
out:
	usb_free_urb(urb);
	return err;
}
