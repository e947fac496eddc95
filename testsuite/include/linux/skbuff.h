/* SPDX-License-Identifier: GPL-2.0-only */
/* Mini kernel for the tests: network buffers. */
#ifndef _LINUX_SKBUFF_H
#define _LINUX_SKBUFF_H

#include <linux/gfp.h>
#include <linux/spinlock.h>

struct net_device;

struct sk_buff {
	struct sk_buff *next;
	struct net_device *dev;
	unsigned int len;
	unsigned char *data;
};

struct sk_buff_head {
	struct sk_buff *next;
	unsigned int qlen;
	spinlock_t lock;
};

struct sk_buff *__alloc_skb(unsigned int size, gfp_t priority, int flags, int node);
struct sk_buff *skb_clone(struct sk_buff *skb, gfp_t priority);
struct sk_buff *skb_copy(const struct sk_buff *skb, gfp_t priority);
void kfree_skb_reason(struct sk_buff *skb, int reason);
void consume_skb(struct sk_buff *skb);
void *skb_put(struct sk_buff *skb, unsigned int len);
void *skb_push(struct sk_buff *skb, unsigned int len);
void skb_queue_tail(struct sk_buff_head *list, struct sk_buff *skb);
void skb_queue_head(struct sk_buff_head *list, struct sk_buff *skb);
struct sk_buff *skb_dequeue(struct sk_buff_head *list);
void skb_queue_purge(struct sk_buff_head *list);
int __skb_pad(struct sk_buff *skb, int pad, bool free_on_error);
int skb_shared(const struct sk_buff *skb);
#define dev_kfree_skb(skb)	consume_skb(skb)

static inline void kfree_skb(struct sk_buff *skb)
{
	kfree_skb_reason(skb, 2);
}

/* Pads it, or frees it and fails. */
static inline int skb_pad(struct sk_buff *skb, int pad)
{
	return __skb_pad(skb, pad, true);
}

/* A private copy, or NULL; the argument is gone in either case. */
static inline struct sk_buff *skb_share_check(struct sk_buff *skb, gfp_t pri)
{
	if (skb_shared(skb)) {
		struct sk_buff *nskb = skb_clone(skb, pri);

		if (nskb)
			consume_skb(skb);
		else
			kfree_skb(skb);
		skb = nskb;
	}
	return skb;
}

static inline struct sk_buff *alloc_skb(unsigned int size, gfp_t priority)
{
	return __alloc_skb(size, priority, 0, -1);
}

#endif
