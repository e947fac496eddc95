// SPDX-License-Identifier: GPL-2.0-only
/* A callee of this file dereferences it; so does the inline that fills a request. */
#include <linux/usb.h>

struct lens {
	int focus;
};

static void lens_init(struct lens *l, int focus)
{
	l->focus = focus;
}

struct lens *lens_new(int focus)
{
	struct lens *l = kmalloc(sizeof(*l), GFP_KERNEL);	/* expect: unchecked-alloc "kmalloc" */

	lens_init(l, focus);				/* step: use "lens_init" */
	return l;
}

static void lens_done(struct urb *urb)
{
	usb_free_urb(urb);
}

int lens_move(struct usb_device *udev, void *cmd)
{
	struct urb *urb = usb_alloc_urb(0, GFP_KERNEL);	/* expect: unchecked-alloc "usb_alloc_urb" */
	int err;

	usb_fill_bulk_urb(urb, udev, 0, cmd, 4, lens_done, NULL);
	err = usb_submit_urb(urb, GFP_KERNEL);
	if (err)
		usb_free_urb(urb);
	return err;
}
