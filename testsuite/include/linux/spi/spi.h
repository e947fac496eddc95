/* SPDX-License-Identifier: GPL-2.0-only */
/* Mini kernel for the tests: SPI transfers, which name their buffers in members. */
#ifndef __LINUX_SPI_H
#define __LINUX_SPI_H

#include <linux/types.h>

struct spi_device;

struct spi_transfer {
	const void *tx_buf;
	void *rx_buf;
	unsigned int len;
};

int spi_sync_transfer(struct spi_device *spi, struct spi_transfer *xfers, unsigned int num_xfers);
int spi_write_then_read(struct spi_device *spi, const void *txbuf, unsigned int n_tx, void *rxbuf, unsigned int n_rx);

static inline int spi_write(struct spi_device *spi, const void *buf, size_t len)
{
	struct spi_transfer t = { .tx_buf = buf, .len = (unsigned int)len };

	return spi_sync_transfer(spi, &t, 1);
}

#endif
