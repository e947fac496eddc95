// SPDX-License-Identifier: GPL-2.0-only
/* Through the member of a released request. */
#include <linux/usb.h>

struct usb_device *beam_device(void *context);

u32 beam_done(struct urb *urb)
{
	usb_free_urb(urb);
	return urb->actual_length;	/* expect: use-after-free "after its release" */
}
