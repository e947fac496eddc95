// SPDX-License-Identifier: GPL-2.0-only
/* Each way out of a transmit function consumes the packet, or says NETDEV_TX_BUSY. */
#include <linux/netdevice.h>

struct port {
	bool full, down;
	struct sk_buff_head out;
};

static netdev_tx_t port_xmit(struct sk_buff *skb, struct net_device *dev)
{
	struct port *port = netdev_priv(dev);

	if (port->full) {
		netif_stop_queue(dev);
		return NETDEV_TX_BUSY;
	}
	if (port->down) {
		dev_kfree_skb_any(skb);
		return NETDEV_TX_OK;
	}
	skb_queue_tail(&port->out, skb);
	return NETDEV_TX_OK;
}

const struct net_device_ops port_ops = { .ndo_start_xmit = port_xmit };

int port_inject(struct net_device *dev, unsigned int n)
{
	struct sk_buff *skb = alloc_skb(n, GFP_KERNEL);

	if (!skb)
		return -ENOMEM;
	skb_put(skb, n);
	skb->dev = dev;
	return dev_queue_xmit(skb);
}
