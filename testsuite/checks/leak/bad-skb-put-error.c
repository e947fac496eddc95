// SPDX-License-Identifier: GPL-2.0-only
/* A pointer into the skb is tested as an error, and returned as a number: the skb is lost. */
#include <linux/err.h>
#include <linux/skbuff.h>

int lute_tune(void);

static void *lute_add(struct sk_buff *skb, int n)
{
	if (lute_tune())
		return ERR_PTR(-EIO);
	return skb_put(skb, n);
}

int lute_play(int n)
{
	struct sk_buff *skb = __alloc_skb(n, GFP_KERNEL, 0, -1);
	void *at;

	if (!skb)
		return -ENOMEM;
	at = lute_add(skb, n);
	if (IS_ERR(at))
		return PTR_ERR(at);	/* expect: leak "'skb' from" */
	kfree_skb(skb);
	return 0;
}
