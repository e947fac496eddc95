// SPDX-License-Identifier: GPL-2.0-only
/* On success the release is jumped over, because the caller's object has the memory. */
#include <linux/slab.h>

struct motor {
	void *coil;
};

int motor_spin(void *coil);

int motor_mount(struct motor *m)
{
	void *coil = kmalloc(64, GFP_KERNEL);
	int err = -ENOMEM;

	if (!coil)
		goto done;
	err = motor_spin(coil);
	if (!err) {
		m->coil = coil;
		goto done;
	}
	kfree(coil);
done:
	return err;
}
