// SPDX-License-Identifier: GPL-2.0-only
/* One release per case. */
#include <linux/slab.h>

int gate_push(void *gate);

int gate_try(int how)
{
	void *gate = kmalloc(8, GFP_KERNEL);
	int err = 0;

	if (!gate)
		return -ENOMEM;
	switch (how) {
	case 0:
		kfree(gate);
		break;
	case 1:
		err = gate_push(gate);
		fallthrough;
	default:
		kfree(gate);
		break;
	}
	return err;
}
