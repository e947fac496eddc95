// SPDX-License-Identifier: GPL-2.0-only
/* Buffers are named in members of a request. */
#include <linux/spi/spi.h>
#include <linux/usb.h>

int two(struct spi_device *spi)
{
	u8 tx[2] = { 1 }, rx[4];
	struct spi_transfer x[] = {	/* expect: dma-memory "'tx' is on the stack, but spi_transfer.tx_buf" */	/* expect: dma-memory "'rx' is on the stack, but spi_transfer.rx_buf" */
		{ .tx_buf = tx, .len = 2 },
		{ .rx_buf = rx, .len = 4 },
	};

	return spi_sync_transfer(spi, x, 2);
}

int assigned(struct spi_device *spi, u8 value)
{
	struct spi_transfer t = { .len = 1 };

	t.tx_buf = &value;			/* expect: dma-memory "'value' is on the stack" */
	return spi_sync_transfer(spi, &t, 1);
}

int wrapped(struct spi_device *spi)
{
	u8 command = 7;

	return spi_write(spi, &command, 1);	/* expect: dma-memory "'command' is on the stack, but spi_write" */
}

void filled(struct urb *urb, struct usb_device *udev)
{
	u8 buf[8];

	usb_fill_bulk_urb(urb, udev, 0, buf, 8, NULL, NULL);	/* expect: dma-memory "'buf' is on the stack.*usb_fill_bulk_urb" */
}
