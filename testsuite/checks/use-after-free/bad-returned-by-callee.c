// SPDX-License-Identifier: GPL-2.0-only
/* The callee releases it and says so; the result is dropped, and the pointer returned. */
#include <linux/skbuff.h>

static struct sk_buff *frame_trail(struct sk_buff *skb, unsigned int len)
{
	if (len < 60) {
		kfree_skb(skb);
		return NULL;
	}
	return skb;
}

struct sk_buff *frame_make(unsigned int len)
{
	struct sk_buff *skb = alloc_skb(len, GFP_ATOMIC);

	if (!skb)
		return NULL;
	frame_trail(skb, len);
	return skb;				/* expect: use-after-free "'skb' from alloc_skb\(\) is returned" */
}

struct sk_buff *frame_make_well(unsigned int len)
{
	struct sk_buff *skb = alloc_skb(len, GFP_ATOMIC);

	if (!skb)
		return NULL;
	return frame_trail(skb, len);
}
