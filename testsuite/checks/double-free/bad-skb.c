// SPDX-License-Identifier: GPL-2.0-only
/* netif_rx() consumes the packet whatever comes of it. */
#include <linux/netdevice.h>

int bell_ring(struct net_device *dev, unsigned int n, bool loud)
{
	struct sk_buff *skb = alloc_skb(n, GFP_KERNEL);

	if (!skb)
		return -ENOMEM;
	skb->dev = dev;
	netif_rx(skb);			/* step: free "netif_rx" */
	if (loud)
		kfree_skb(skb);		/* expect: double-free "skb" */
	return 0;
}
