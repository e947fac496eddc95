// SPDX-License-Identifier: GPL-2.0-only
/*
 * A static call is bound in another file, once from a member of an operations table.
 *
 * run: --checks=gfp-in-atomic,sleep-in-atomic
 */
//--- calls.h
#include <linux/spinlock.h>
#include <linux/static_call.h>

struct vcpu {
	spinlock_t lock;
	void *buf;
};

struct vcpu_ops {
	void (*load)(struct vcpu *v);
};

void vcpu_load(struct vcpu *v);
void vcpu_put(struct vcpu *v);
//--- core.c
#include "calls.h"

struct vcpu_ops ops;

static void no_load(struct vcpu *v)
{
}

DEFINE_STATIC_CALL(vcpu_load, no_load);

void vcpu_init(struct vcpu_ops *from)
{
	__builtin_memcpy(&ops, from, sizeof(ops));
	static_call_update(vcpu_load, ops.load);
}

void vcpu_run(struct vcpu *v)
{
	spin_lock(&v->lock);			/* step: lock "v->lock" */
	static_call(vcpu_load)(v);
	spin_unlock(&v->lock);
}
//--- vendor.c
#include <linux/slab.h>
#include "calls.h"

static void vendor_load(struct vcpu *v)
{
	v->buf = kzalloc(8, GFP_KERNEL);	/* expect: gfp-in-atomic "kzalloc.*GFP_KERNEL" */
}

struct vcpu_ops vendor_ops = { .load = vendor_load };
