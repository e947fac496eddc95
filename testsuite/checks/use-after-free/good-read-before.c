// SPDX-License-Identifier: GPL-2.0-only
/* What is needed is read before the release. */
#include <linux/device.h>
#include <linux/netdevice.h>
#include <linux/slab.h>

struct bag {
	int weight;
	struct device *owner;
};

int bag_drop(struct bag *b)
{
	struct device *owner = b->owner;
	int weight = b->weight;

	kfree(b);
	dev_info(owner, "%d less\n", weight);
	return weight;
}

unsigned int bag_send(struct sk_buff *skb)
{
	unsigned int n = skb->len;

	netif_rx(skb);
	return n;
}
