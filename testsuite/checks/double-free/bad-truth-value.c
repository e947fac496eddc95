// SPDX-License-Identifier: GPL-2.0-only
/* 0 means that nobody took the skb, but a comparison whose result is returned may be 0, too. */
#include <linux/skbuff.h>

struct hop {
	void *next;
};

struct hop *hop_find(int to);
void *hop_send(struct sk_buff *skb);

static int hop_on(struct sk_buff *skb, int to)
{
	struct hop *hop = hop_find(to);
	struct sk_buff *copy;

	if (!hop)
		return 0;
	copy = skb_clone(skb, GFP_ATOMIC);
	if (!copy)
		return 0;
	kfree_skb(skb);
	hop->next = hop_send(copy);
	kfree_skb(copy);
	return hop->next != NULL;
}

void hop_out(struct sk_buff *skb, int to)
{
	if (!hop_on(skb, to))
		kfree_skb(skb);	/* expect: double-free "'skb' is released twice" */
}
