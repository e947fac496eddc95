// SPDX-License-Identifier: GPL-2.0-only
/* break leaves the loop past the release at its end. */
#include <linux/slab.h>

int slot_load(int *slot, int nr);

int slots_load(int nr)
{
	int err = 0;

	while (nr--) {
		int *slot = kmalloc(sizeof(*slot), GFP_KERNEL);

		if (!slot)
			return -ENOMEM;
		err = slot_load(slot, nr);
		if (err)
			break;
		kfree(slot);
	}
	return err;				/* expect: leak "'slot' from kmalloc" */
}
