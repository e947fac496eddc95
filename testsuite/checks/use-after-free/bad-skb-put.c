// SPDX-License-Identifier: GPL-2.0-only
/* skb_put() returns a pointer into the data: it is gone with the skb, also when a constructor hands both out. */
#include <linux/skbuff.h>

struct can_frame {
	unsigned int can_id, len;
};

struct stats {
	unsigned int bytes, packets;
};

struct net_device;
int netif_rx(struct sk_buff *skb);

struct sk_buff *alloc_can_skb(struct net_device *dev, struct can_frame **cf)
{
	struct sk_buff *skb = __alloc_skb(sizeof(**cf), GFP_ATOMIC, 0, -1);

	if (!skb)
		return NULL;
	skb->dev = dev;
	*cf = skb_put(skb, sizeof(**cf));
	(*cf)->len = 0;
	return skb;
}

void can_rx(struct net_device *dev, struct stats *s, unsigned int len)
{
	struct can_frame *cf;
	struct sk_buff *skb = alloc_can_skb(dev, &cf);

	if (!skb)
		return;
	cf->len = len;
	netif_rx(skb);
	s->packets++;
	s->bytes += cf->len;	/* expect: use-after-free "'skb' from alloc_can_skb" */
}

void can_count(struct net_device *dev, struct stats *s, unsigned int len)
{
	struct can_frame *cf;
	struct sk_buff *skb = alloc_can_skb(dev, &cf);

	if (!skb)
		return;
	cf->len = len;
	s->bytes += cf->len;
	netif_rx(skb);
}

int note_add(struct sk_buff *skb, unsigned int n)
{
	unsigned int *p = skb_put(skb, sizeof(*p));

	*p = n;
	kfree_skb(skb);
	return *p;	/* expect: use-after-free "'skb' is used after its release" */
}

struct sk_buff *note_both(unsigned int n)
{
	struct sk_buff *skb = __alloc_skb(8, GFP_ATOMIC, 0, -1), *other;
	unsigned int *p;

	if (!skb)
		return NULL;
	p = skb_put(skb, sizeof(*p));
	*p = n;
	other = skb_copy(skb, GFP_ATOMIC);
	kfree_skb(skb);
	if (!other)
		return NULL;
	p = skb_put(other, sizeof(*p));
	*p = n;
	return other;
}
