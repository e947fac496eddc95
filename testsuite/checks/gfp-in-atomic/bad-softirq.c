// SPDX-License-Identifier: GPL-2.0-only
/*
 * open_softirq(): the action takes an argument until 6.11.
 * version: 6.1
 */
#include <linux/slab.h>
#include <linux/interrupt.h>

static void *batch;

static void blk_action(struct softirq_action *self)
{
	batch = kzalloc(32, GFP_KERNEL);	/* expect: gfp-in-atomic "kzalloc.*GFP_KERNEL.*softirq" */
}

void blk_init(void)
{
	open_softirq(BLOCK_SOFTIRQ, blk_action);
}
