// SPDX-License-Identifier: GPL-2.0-only
/* A driver of a USB disk is reset while memory waits to be written to it: reclaim must not start I/O. */
#include <linux/slab.h>
#include <linux/usb.h>

static char *buf;

static int disk_refill(gfp_t gfp)
{
	buf = kmalloc(64, gfp);
	return buf ? 0 : -ENOMEM;
}

static int disk_post_reset(struct usb_interface *intf)
{
	return disk_refill(GFP_KERNEL);	/* expect: reclaim-recursion "may start I/O to reclaim memory" */
}

static int disk_pre_reset(struct usb_interface *intf)
{
	return disk_refill(GFP_NOIO);
}

struct usb_driver disk_driver = { .pre_reset = disk_pre_reset, .post_reset = disk_post_reset };
