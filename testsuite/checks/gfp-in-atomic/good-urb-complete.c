// SPDX-License-Identifier: GPL-2.0-only
/* GFP_ATOMIC in the completion handler, GFP_KERNEL where the request is made. */
#include <linux/usb.h>

struct cam {
	struct usb_device *udev;
	struct urb *urb;
	void *frame;
};

static void cam_complete(struct urb *urb)
{
	struct cam *c = urb->context;

	c->frame = kmalloc(512, GFP_ATOMIC);
	if (c->frame && usb_submit_urb(urb, GFP_ATOMIC))
		urb->status = -EIO;
}

int cam_start(struct cam *c, void *buf, int len)
{
	usb_fill_bulk_urb(c->urb, c->udev, 0, buf, len, cam_complete, c);
	return usb_submit_urb(c->urb, GFP_KERNEL);
}
