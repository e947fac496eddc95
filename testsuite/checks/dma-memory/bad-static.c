// SPDX-License-Identifier: GPL-2.0-only
/* A module's data is vmalloc memory; a constant cannot even be written. */
#include <linux/usb.h>

static u8 scratch[8];
static const u8 wakeup[] = { 1, 2, 3 };

int clear(struct usb_device *udev)
{
	return usb_control_msg(udev, 0, 1, 0x40, 0, 0, scratch, 8, 100);	/* expect: dma-memory "'scratch' is static data" */
}

int wake(struct usb_device *udev)
{
	return usb_control_msg(udev, 0, 1, 0x40, 0, 0, (void *)wakeup, 3, 100);	/* expect: dma-memory "'wakeup' is static data" */
}

int inner(struct usb_device *udev)
{
	static u8 once[2];

	return usb_control_msg(udev, 0, 1, 0x40, 0, 0, once, 2, 100);	/* expect: dma-memory "'once' is static data" */
}

int literal(struct usb_device *udev)
{
	return usb_control_msg(udev, 0, 1, 0x40, 0, 0, "go", 2, 100);	/* expect: dma-memory "a string literal is static data" */
}
