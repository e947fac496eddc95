// SPDX-License-Identifier: GPL-2.0-only
/* The stack is vmalloc memory, and its cache lines are shared. */
#include <linux/dma-mapping.h>
#include <linux/scatterlist.h>
#include <linux/usb.h>

struct status {
	u8 flags;
	u8 serial[6];
};

int one_byte(struct usb_device *udev)
{
	u8 version;				/* step: alloc "'version' is declared here" */

	usb_control_msg(udev, 0, 1, 0x40, 0, 0, &version, 1, 100);	/* expect: dma-memory "'version' is on the stack.*usb_control_msg" */
	return version;
}

int array(struct usb_device *udev, int n)
{
	u8 buf[64];
	int len;

	usb_bulk_msg(udev, 0, buf + n, 8, &len, 100);	/* expect: dma-memory "'buf' is on the stack.*usb_bulk_msg" */
	usb_bulk_msg(udev, 0, &buf[8], 8, &len, 100);
	return buf[0];
}

int part_of_struct(struct usb_device *udev)
{
	struct status s;
	void *p = s.serial;

	usb_control_msg(udev, 0, 1, 0x40, 0, 0, p, 6, 100);	/* expect: dma-memory "'s' is on the stack" */
	return s.serial[0];
}

int parameter(struct usb_device *udev, u16 value)
{
	return usb_control_msg(udev, 0, 1, 0x40, 0, 0, &value, 2, 100);	/* expect: dma-memory "'value' is on the stack" */
}

dma_addr_t mapped(struct device *dev)
{
	u32 command[4] = { 1 };

	return dma_map_single(dev, command, sizeof(command), DMA_TO_DEVICE);	/* expect: dma-memory "'command' is on the stack.*dma_map_single" */
}

void listed(struct scatterlist *sg)
{
	u8 key[16] = { 0 };

	sg_init_one(sg, key, sizeof(key));	/* expect: dma-memory "'key' is on the stack.*sg_init_one" */
}
