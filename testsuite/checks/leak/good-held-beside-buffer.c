// SPDX-License-Identifier: GPL-2.0-only
/* The buffer of a request is a part of what holds the request: it goes with it only where a flag says so, which is not set. */
#include <linux/kernel.h>
#include <linux/kref.h>
#include <linux/usb.h>

static void urb_end(struct kref *kref)
{
	struct urb *urb = container_of(kref, struct urb, kref);

	if (urb->transfer_flags & URB_FREE_BUFFER)
		kfree(urb->transfer_buffer);
	kfree(urb);
}

void usb_free_urb(struct urb *urb)
{
	if (urb)
		kref_put(&urb->kref, urb_end);
}

struct drum {
	int size;
	u8 in[16], out[16];
	struct urb *beat, *roll;
};

int drum_tune(int size);

int drum_make(struct usb_device *dev, usb_complete_t done)
{
	struct drum *d = kzalloc(sizeof(*d), GFP_KERNEL);
	int err = -ENOMEM;

	if (!d)
		goto fail;
	d->beat = usb_alloc_urb(0, GFP_KERNEL);
	if (!d->beat)
		goto fail;
	d->roll = usb_alloc_urb(0, GFP_KERNEL);
	if (!d->roll)
		goto fail;
	usb_fill_bulk_urb(d->beat, dev, 1, d->in, 16, done, d);
	usb_fill_bulk_urb(d->roll, dev, 1, d->out, 16, done, d);
	err = drum_tune(d->size);
	if (err)
		goto fail;
	return 0;
fail:
	if (d) {
		usb_free_urb(d->beat);
		usb_free_urb(d->roll);
		kfree(d);
	}
	return err;
}
