// SPDX-License-Identifier: GPL-2.0-only
/* The clone is ours until it is queued. */
#include <linux/netdevice.h>

int tap_header(struct sk_buff *skb);

int tap_copy(struct sk_buff *skb, struct sk_buff_head *to)
{
	struct sk_buff *copy = skb_clone(skb, GFP_KERNEL);
	int err;

	if (!copy)
		return -ENOMEM;
	err = tap_header(copy);
	if (err)
		return err;			/* expect: leak "'copy' from skb_clone" */
	skb_queue_tail(to, copy);
	return 0;
}
