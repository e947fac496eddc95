// SPDX-License-Identifier: GPL-2.0-only
/* The finding stands where the origin is known; the notes lead down to the DMA. */
#include <linux/usb.h>

struct gadget {
	struct usb_device *udev;
	void *out;
};

static int reg_read(struct gadget *g, u8 reg, void *data, u16 len)
{
	return usb_control_msg(g->udev, 0, reg, 0xc0, 0, 0, data, len, 100);	/* step: use "usb_control_msg" */
}

static int reg_read_byte(struct gadget *g, u8 reg, u8 *value)
{
	return reg_read(g, reg, value, 1);	/* step: call "reg_read" */
}

static int send(struct gadget *g)
{
	return usb_control_msg(g->udev, 0, 1, 0x40, 0, 0, g->out, 4, 100);
}

int gadget_id(struct gadget *g)
{
	u8 id;

	if (reg_read_byte(g, 1, &id) < 0)	/* expect: dma-memory "'id' is on the stack.*reg_read_byte" */
		return -1;
	return id;
}

int gadget_start(struct usb_device *udev)
{
	u8 command[4] = { 1 };
	struct gadget g = { .udev = udev, .out = command };

	return send(&g);			/* expect: dma-memory "'command' is on the stack.*send" */
}
