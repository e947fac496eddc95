// SPDX-License-Identifier: GPL-2.0-only
/* Taken out of a queue, and put back or released. */
#include <linux/netdevice.h>

int pier_load(struct sk_buff *skb);

void pier_flush(struct sk_buff_head *queue)
{
	struct sk_buff *skb;

	while ((skb = skb_dequeue(queue)) != NULL) {
		if (pier_load(skb)) {
			skb_queue_head(queue, skb);
			break;
		}
		dev_kfree_skb_any(skb);
	}
}
