// SPDX-License-Identifier: GPL-2.0-only
/* NAPI's poll runs in softirq context; ndo_open does not. */
#include <linux/slab.h>
#include <linux/netdevice.h>

struct eth {
	struct napi_struct napi;
	struct net_device *dev;
	void *ring, *page;
};

static int eth_poll(struct napi_struct *napi, int budget)
{
	struct eth *e = container_of(napi, struct eth, napi);

	e->page = kmalloc(2048, GFP_KERNEL);	/* expect: gfp-in-atomic "kmalloc.*GFP_KERNEL" */
	if (e->page)
		napi_complete_done(napi, 0);
	return 0;
}

static int eth_open(struct net_device *dev)
{
	struct eth *e = netdev_priv(dev);

	e->ring = kzalloc(4096, GFP_KERNEL);
	if (!e->ring)
		return -ENOMEM;
	napi_enable(&e->napi);
	return 0;
}

static const struct net_device_ops eth_ops = {
	.ndo_open = eth_open,
};

void eth_setup(struct eth *e)
{
	e->dev->netdev_ops = &eth_ops;
	netif_napi_add(e->dev, &e->napi, eth_poll);
}
