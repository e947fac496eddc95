// SPDX-License-Identifier: GPL-2.0-only
/* The bit is clear again when the memory is asked for. */
#include <linux/slab.h>
#include <linux/bit_spinlock.h>

struct slot {
	unsigned long state;
	void *page;
};

int slot_fill(struct slot *s)
{
	bit_spin_lock(0, &s->state);
	s->page = NULL;
	bit_spin_unlock(0, &s->state);
	s->page = kmalloc(4096, GFP_KERNEL);
	return s->page ? 0 : -ENOMEM;
}
