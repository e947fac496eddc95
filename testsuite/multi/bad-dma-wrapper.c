// SPDX-License-Identifier: GPL-2.0-only
/* The buffer in one file, the transfer in another. */
//--- regs.h
#include <linux/usb.h>

int regs_read(struct usb_device *udev, u8 reg, u8 *value);
int regs_read_copy(struct usb_device *udev, u8 reg, u8 *value);
//--- a.c
#include "regs.h"

int chip_id(struct usb_device *udev)
{
	u8 id, rev;

	if (regs_read_copy(udev, 0, &rev) < 0)
		return -1;
	if (regs_read(udev, 1, &id) < 0)	/* expect: dma-memory "'id' is on the stack, but regs_read\(\)" */
		return -1;
	return id << 8 | rev;
}
//--- regs.c
#include <linux/slab.h>
#include "regs.h"

int regs_read(struct usb_device *udev, u8 reg, u8 *value)
{
	return usb_control_msg(udev, 0, reg, 0xc0, 0, 0, value, 1, 100);	/* step: use "usb_control_msg" */
}

int regs_read_copy(struct usb_device *udev, u8 reg, u8 *value)
{
	u8 *buf = kmalloc(1, GFP_KERNEL);
	int err;

	if (!buf)
		return -1;
	err = usb_control_msg(udev, 0, reg, 0xc0, 0, 0, buf, 1, 100);
	*value = *buf;
	kfree(buf);
	return err;
}
