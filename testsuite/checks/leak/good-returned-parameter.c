// SPDX-License-Identifier: GPL-2.0-only
/* Some ways release the message and make a new one, others return it as it is. */
#include <linux/skbuff.h>

int mail_room(const struct sk_buff *skb);
struct sk_buff *mail_open(void);

struct sk_buff *mail_add(struct sk_buff *skb, int n)
{
	if (n > 100) {
		kfree_skb(skb);
		return mail_open();
	}
	if (!mail_room(skb)) {
		kfree_skb(skb);
		return mail_open();
	}
	return skb;
}
