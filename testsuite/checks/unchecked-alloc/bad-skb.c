// SPDX-License-Identifier: GPL-2.0-only
/* skb_put() looks into the buffer; so does this file's function that is given a clone. */
#include <linux/netdevice.h>

static void echo_send(struct sk_buff *skb, struct net_device *dev)
{
	skb->dev = dev;
	netif_rx(skb);
}

int echo_make(struct net_device *dev, unsigned int n)
{
	struct sk_buff *skb = alloc_skb(n, GFP_KERNEL);	/* expect: unchecked-alloc "alloc_skb" */

	skb_put(skb, n);
	echo_send(skb, dev);
	return 0;
}

void echo_copy(struct sk_buff *skb, struct net_device *dev)
{
	echo_send(skb_clone(skb, GFP_KERNEL), dev);	/* expect: unchecked-alloc "skb_clone" */
}
