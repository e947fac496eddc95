// SPDX-License-Identifier: GPL-2.0-only
/* A memalloc scope makes every allocation inside GFP_NOIO. */
#include <linux/sched/mm.h>
#include <linux/slab.h>
#include <linux/usb.h>

static char *buf;

static int disk_refill(void)
{
	buf = kmalloc(64, GFP_KERNEL);
	return buf ? 0 : -ENOMEM;
}

static int disk_post_reset(struct usb_interface *intf)
{
	unsigned int flags = memalloc_noio_save();
	int ret = disk_refill();

	memalloc_noio_restore(flags);
	return ret;
}

struct usb_driver disk_driver = { .post_reset = disk_post_reset };
