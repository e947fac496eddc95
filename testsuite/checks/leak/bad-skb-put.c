// SPDX-License-Identifier: GPL-2.0-only
/* A pointer to the data of an skb is not the skb: whoever keeps only that has lost it. */
#include <linux/skbuff.h>

struct horn {
	void *at;
};

int horn_blow(const void *at);

int horn_fill(int n)
{
	struct sk_buff *skb = __alloc_skb(n, GFP_KERNEL, 0, -1);
	void *at;

	if (!skb)
		return -ENOMEM;
	at = skb_put(skb, n);
	if (horn_blow(at))
		return -EIO;	/* expect: leak "'skb' from" */
	kfree_skb(skb);
	return 0;
}
