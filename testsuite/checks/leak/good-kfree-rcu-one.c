// SPDX-License-Identifier: GPL-2.0-only
/*
 * kvfree_rcu() with one argument: the pointer stands where the offset of the head would.
 *
 * version: 6.1
 */
#include <linux/slab.h>

struct rcu_head;
typedef void (*rcu_callback_t)(struct rcu_head *head);
void kvfree_call_rcu(struct rcu_head *head, rcu_callback_t func);

int reed_cut(int n);

int reed_try(int n)
{
	void *reed = kmalloc(64, GFP_KERNEL);

	if (!reed)
		return -ENOMEM;
	if (reed_cut(n)) {
		kfree(reed);
		return -EIO;
	}
	kvfree_call_rcu(NULL, (rcu_callback_t)reed);
	return 0;
}
