// SPDX-License-Identifier: GPL-2.0-only
/* The completion releases the request and its buffer, which is so when usb_submit_urb() succeeds. */
#include <linux/usb.h>

static void note_done(struct urb *urb)
{
	kfree(urb->context);
	usb_free_urb(urb);
}

int note_send(struct usb_device *udev, unsigned int pipe, int n)
{
	struct urb *urb;
	void *buf = kmalloc(n, GFP_KERNEL);
	int err;

	if (!buf)
		return -ENOMEM;
	urb = usb_alloc_urb(0, GFP_KERNEL);
	if (!urb) {
		kfree(buf);
		return -ENOMEM;
	}
	usb_fill_bulk_urb(urb, udev, pipe, buf, n, note_done, buf);
	err = usb_submit_urb(urb, GFP_KERNEL);
	if (err) {
		usb_free_urb(urb);
		kfree(buf);
	}
	return err;
}
