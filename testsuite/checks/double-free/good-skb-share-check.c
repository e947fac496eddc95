// SPDX-License-Identifier: GPL-2.0-only
/* What skb_share_check() returns takes the place of what it was given. */
#include <linux/skbuff.h>

int bark_read(struct sk_buff *skb);

int bark_receive(struct sk_buff *skb)
{
	int n;

	skb = skb_share_check(skb, GFP_ATOMIC);
	if (!skb)
		return -1;
	n = bark_read(skb);
	kfree_skb(skb);
	return n;
}

int bark_pad(struct sk_buff *skb, int n)
{
	if (skb_pad(skb, n))
		return -1;
	consume_skb(skb);
	return 0;
}
