// SPDX-License-Identifier: GPL-2.0-only
/* A way behind a WARN_ON() that fired is none that is taken. */
#include <linux/bug.h>
#include <linux/slab.h>

struct dam {
	void *gate;
	int nr;
};

int dam_count(struct dam *d);
bool dam_is_gate(const struct dam *d, const void *p);

unsigned int dam_open(struct dam *d, int nr)
{
	void *gate = kmalloc(64, GFP_KERNEL);

	if (!gate)
		return 1;
	if (WARN_ON(nr != d->nr)) {
		if (!dam_is_gate(d, gate))
			kfree(gate);
		return 2;
	}
	kfree(gate);
	return 0;
}
