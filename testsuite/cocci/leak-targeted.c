// SPDX-License-Identifier: GPL-2.0-only
/*
 * spatch: leak.cocci -D targeted -D func=here -D line=15,19 -D alloc=10 -D release=kfree_skb
 */
int here(struct x *x)
{
	struct sk_buff *skb, *other;
	int err;

	skb = skb_copy(x->skb, GFP_KERNEL);
	if (!skb)
		return -ENOMEM;
	other = x->skb;
	if (x->a)
		return -EINVAL; /* report */
	err = try(other);
	if (err) {
		pr_err("no\n");
		goto out; /* report */
	}
	if (x->b)
		return -EINVAL;
	kfree_skb(skb);
out:
	return err;
}
