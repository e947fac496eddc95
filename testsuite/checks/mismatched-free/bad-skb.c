// SPDX-License-Identifier: GPL-2.0-only
/* A packet is more than its memory; so is a network device, and memory for DMA is none of kmalloc()'s. */
#include <linux/dma-mapping.h>
#include <linux/netdevice.h>
#include <linux/slab.h>

int buoy_float(void *p);

int buoy_skb(unsigned int n)
{
	struct sk_buff *skb = alloc_skb(n, GFP_KERNEL);
	int err;

	if (!skb)
		return -ENOMEM;
	err = buoy_float(skb);
	kfree(skb);			/* expect: mismatched-free "'skb' from alloc_skb.*kfree" */
	return err;
}

int buoy_netdev(void)
{
	struct net_device *dev = alloc_etherdev(8);
	int err;

	if (!dev)
		return -ENOMEM;
	err = register_netdev(dev);
	if (err)
		kfree(dev);		/* expect: mismatched-free "'dev' from alloc_etherdev.*kfree" */
	return err;
}

int buoy_dma(struct device *dev)
{
	dma_addr_t addr;
	void *p = dma_alloc_coherent(dev, 64, &addr, GFP_KERNEL);
	int err;

	if (!p)
		return -ENOMEM;
	err = buoy_float(p);
	kfree(p);			/* expect: mismatched-free "'p' from dma_alloc_coherent.*kfree" */
	return err;
}
