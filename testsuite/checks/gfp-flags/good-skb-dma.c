// SPDX-License-Identifier: GPL-2.0-only
/* A driver that does not map its buffers: the device may well be an ISA one. */
#include <linux/skbuff.h>

struct sk_buff *rx_alloc(unsigned int len)
{
	return alloc_skb(len, GFP_ATOMIC | GFP_DMA);
}
