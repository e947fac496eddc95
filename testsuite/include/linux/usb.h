/* SPDX-License-Identifier: GPL-2.0-only */
/* Mini kernel for the tests: USB requests: completions in atomic context. */
#ifndef __LINUX_USB_H
#define __LINUX_USB_H

#include <linux/device.h>
#include <linux/kref.h>
#include <linux/slab.h>

struct urb;
struct usb_device;
typedef void (*usb_complete_t)(struct urb *urb);

struct urb {
	struct kref kref;
	struct usb_device *dev;
	unsigned int pipe;
	int status;
	unsigned int transfer_flags;
	void *transfer_buffer;
	u32 transfer_buffer_length, actual_length;
	usb_complete_t complete;
	void *context;
};

#define URB_FREE_BUFFER	0x0100

struct urb *usb_alloc_urb(int iso_packets, gfp_t mem_flags);
void usb_free_urb(struct urb *urb);
int usb_submit_urb(struct urb *urb, gfp_t mem_flags);
int usb_unlink_urb(struct urb *urb);
void usb_kill_urb(struct urb *urb);
int usb_control_msg(struct usb_device *dev, unsigned int pipe, u8 request, u8 type, u16 value, u16 index,
		    void *data, u16 size, int timeout);
int usb_bulk_msg(struct usb_device *usb_dev, unsigned int pipe, void *data, int len, int *actual_length, int timeout);

static inline void usb_fill_bulk_urb(struct urb *urb, struct usb_device *dev, unsigned int pipe,
				     void *transfer_buffer, int buffer_length,
				     usb_complete_t complete_fn, void *context)
{
	urb->dev = dev;
	urb->pipe = pipe;
	urb->transfer_buffer = transfer_buffer;
	urb->transfer_buffer_length = buffer_length;
	urb->complete = complete_fn;
	urb->context = context;
}

void *usb_alloc_coherent(struct usb_device *dev, size_t size, gfp_t mem_flags, dma_addr_t *dma);
void usb_free_coherent(struct usb_device *dev, size_t size, void *addr, dma_addr_t dma);

struct usb_interface {
	struct device dev;
};

struct usb_device_id;

static inline void usb_set_intfdata(struct usb_interface *intf, void *data)
{
	dev_set_drvdata(&intf->dev, data);
}

static inline void *usb_get_intfdata(struct usb_interface *intf)
{
	return dev_get_drvdata(&intf->dev);
}

struct usb_driver {
	int (*probe)(struct usb_interface *intf, const struct usb_device_id *id);
	void (*disconnect)(struct usb_interface *intf);
	int (*pre_reset)(struct usb_interface *intf);
	int (*post_reset)(struct usb_interface *intf);
};

#endif
