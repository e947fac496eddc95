// SPDX-License-Identifier: GPL-2.0-only
/* usb_submit_urb() takes the request over only when it succeeds; the completion does not run when it fails. */
#include <linux/kernel.h>
#include <linux/usb.h>

static void urb_end(struct kref *kref)
{
	kfree(container_of(kref, struct urb, kref));
}

void usb_free_urb(struct urb *urb)
{
	if (urb)
		kref_put(&urb->kref, urb_end);
}

static void out_done(struct urb *urb)
{
	kfree(urb->transfer_buffer);
	usb_free_urb(urb);
}

int out_send(struct usb_device *udev, unsigned int pipe, int n)
{
	struct urb *urb = usb_alloc_urb(0, GFP_KERNEL);
	void *buf;

	if (!urb)
		return -ENOMEM;
	buf = kmalloc(n, GFP_KERNEL);
	if (!buf) {
		usb_free_urb(urb);
		return -ENOMEM;
	}
	usb_fill_bulk_urb(urb, udev, pipe, buf, n, out_done, NULL);
	if (usb_submit_urb(urb, GFP_KERNEL)) {
		usb_free_urb(urb);		/* expect: leak "'buf' from kmalloc.*holds" */
		return -EIO;
	}
	return 0;
}
