// SPDX-License-Identifier: GPL-2.0-only
/* A function that only says in which range a number is: what was returned before decides it. */
#include <linux/skbuff.h>

int lane_send(struct sk_buff *skb);

static bool is_complete(int rc)
{
	if (rc < 0x0f)
		return true;
	return false;
}

static int lane_put(struct sk_buff *skb, bool open)
{
	if (!open)
		return 0x10;
	kfree_skb(skb);
	return 0;
}

void lane_xmit(struct sk_buff *skb, bool open)
{
	bool mine = true;
	int rc = lane_put(skb, open);

	if (is_complete(rc))
		mine = false;
	if (mine)
		kfree_skb(skb);
}
