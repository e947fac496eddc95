// SPDX-License-Identifier: GPL-2.0-only
/* A record says that a function drops a reference; its body, which releases what a flag says goes with it. */
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

int post_letter(struct usb_device *dev, usb_complete_t done, bool owned)
{
	struct urb *urb = usb_alloc_urb(0, GFP_KERNEL);
	u8 *letter;
	int err;

	if (!urb)
		return -ENOMEM;
	letter = kmalloc(64, GFP_KERNEL);
	if (!letter) {
		usb_free_urb(urb);
		return -ENOMEM;
	}
	usb_fill_bulk_urb(urb, dev, 1, letter, 64, done, NULL);
	urb->transfer_flags |= URB_FREE_BUFFER;
	err = usb_submit_urb(urb, GFP_KERNEL);
	if (err) {
		kfree(letter);
		usb_free_urb(urb);	/* expect: double-free "'letter' from kmalloc" */
		return err;
	}
	usb_free_urb(urb);
	return 0;
}

/* Nobody asked for that: the flag is not known, and whoever fills the request knows it. */
void burn_letter(struct urb *urb)
{
	kfree(urb->transfer_buffer);
	usb_free_urb(urb);
}
