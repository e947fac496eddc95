// SPDX-License-Identifier: GPL-2.0-only
/* One bit as a lock: preemption is off. */
#include <linux/slab.h>
#include <linux/bit_spinlock.h>

struct slot {
	unsigned long state;
	void *page;
};

int slot_fill(struct slot *s)
{
	bit_spin_lock(0, &s->state);
	s->page = kmalloc(4096, GFP_KERNEL);	/* expect: gfp-in-atomic "kmalloc.*GFP_KERNEL" */
	bit_spin_unlock(0, &s->state);
	return s->page ? 0 : -ENOMEM;
}
