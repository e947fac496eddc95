// SPDX-License-Identifier: GPL-2.0-only
/* kmalloc memory, a part of it, and a copy of what is on the stack. */
#include <linux/dma-mapping.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/usb.h>

struct priv {
	struct usb_device *udev;
	u8 *buf;
	u8 fixed[16];
};

int part(struct priv *p)
{
	return usb_control_msg(p->udev, 0, 1, 0x40, 0, 0, p->fixed, 16, 100);
}

int member(struct priv *p)
{
	p->buf = kmalloc(8, GFP_KERNEL);
	if (!p->buf)
		return -1;
	return usb_control_msg(p->udev, 0, 1, 0x40, 0, 0, p->buf, 8, 100);
}

int copied(struct priv *p, u32 value)
{
	u32 *v = kmalloc(sizeof(*v), GFP_KERNEL);
	int err;

	if (!v)
		return -1;
	*v = value;
	err = usb_control_msg(p->udev, 0, 1, 0x40, 0, 0, v, 4, 100);
	kfree(v);
	return err;
}

/* The variable is on the stack, what it points to is not. */
int pointer(struct priv *p)
{
	void *bufs[2] = { p->buf, p->fixed };

	return usb_control_msg(p->udev, 0, 1, 0x40, 0, 0, bufs[1], 4, 100);
}

int taken_from(struct usb_device *udev)
{
	u8 small[4] = { 0 };
	u8 *p = small;

	p = kmalloc(4, GFP_KERNEL);
	return p ? usb_control_msg(udev, 0, 1, 0x40, 0, 0, p, 4, 100) : small[0];
}
