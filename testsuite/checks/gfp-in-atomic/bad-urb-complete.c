// SPDX-License-Identifier: GPL-2.0-only
/* A URB's completion handler is called with interrupts off or in softirq context. */
#include <linux/usb.h>

struct cam {
	struct usb_device *udev;
	struct urb *urb;
	void *frame;
};

static void cam_complete(struct urb *urb)
{
	struct cam *c = urb->context;

	c->frame = kmalloc(512, GFP_KERNEL);		/* expect: gfp-in-atomic "kmalloc.*GFP_KERNEL" */
	if (c->frame && usb_submit_urb(urb, GFP_KERNEL))	/* expect: gfp-in-atomic "usb_submit_urb.*GFP_KERNEL" */
		urb->status = -EIO;
}

int cam_start(struct cam *c, void *buf, int len)
{
	usb_fill_bulk_urb(c->urb, c->udev, 0, buf, len, cam_complete, c);
	return usb_submit_urb(c->urb, GFP_KERNEL);
}
