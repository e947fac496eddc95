// SPDX-License-Identifier: GPL-2.0-only
/* skb_share_check() consumes its argument also when it returns NULL. */
#include <linux/skbuff.h>

int leaf_read(struct sk_buff *skb);

int leaf_receive(struct sk_buff *skb)
{
	struct sk_buff *mine = skb_share_check(skb, GFP_ATOMIC);	/* step: free "skb_share_check" */
	int n;

	if (!mine) {
		kfree_skb(skb);		/* expect: double-free "released twice" */
		return -1;
	}
	n = leaf_read(mine);
	kfree_skb(mine);
	return n;
}
