// SPDX-License-Identifier: GPL-2.0-only
/* ndo_start_xmit and ndo_set_rx_mode are called in atomic context by the network core. */
#include <linux/slab.h>
#include <linux/netdevice.h>

struct eth {
	void *filter;
};

static netdev_tx_t eth_xmit(struct sk_buff *skb, struct net_device *dev)
{
	struct sk_buff *copy = skb_copy(skb, GFP_KERNEL);	/* expect: gfp-in-atomic "skb_copy.*GFP_KERNEL" */

	if (copy)
		consume_skb(copy);
	dev_kfree_skb_any(skb);
	return NETDEV_TX_OK;
}

static void eth_rx_mode(struct net_device *dev)
{
	struct eth *e = netdev_priv(dev);

	e->filter = kzalloc(64, GFP_KERNEL);			/* expect: gfp-in-atomic "kzalloc.*GFP_KERNEL" */
}

static const struct net_device_ops eth_ops = {
	.ndo_start_xmit = eth_xmit,				/* step: context "ndo_start_xmit" */
	.ndo_set_rx_mode = eth_rx_mode,
};

void eth_setup(struct net_device *dev)
{
	dev->netdev_ops = &eth_ops;
}
