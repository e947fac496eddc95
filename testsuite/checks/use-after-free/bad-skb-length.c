// SPDX-License-Identifier: GPL-2.0-only
/* netif_rx() has consumed the packet: its length has to be read before. */
#include <linux/netdevice.h>

struct count {
	unsigned long bytes;
};

void count_rx(struct net_device *dev, struct count *c, unsigned int n)
{
	struct sk_buff *skb = alloc_skb(n, GFP_KERNEL);

	if (!skb)
		return;
	skb_put(skb, n);
	skb->dev = dev;
	netif_rx(skb);			/* step: free "netif_rx" */
	c->bytes += skb->len;		/* expect: use-after-free "skb" */
}

void count_tx(struct count *c, struct sk_buff *skb)
{
	consume_skb(skb);
	c->bytes += skb->len;		/* expect: use-after-free "after its release" */
}
