// SPDX-License-Identifier: GPL-2.0-only
/* One error number says that the parcel is gone; who is told asks for it. */
#include <linux/slab.h>

struct parcel {
	int weight, size;
};

int parcel_weigh(struct parcel *p);

static int parcel_send(struct parcel *p)
{
	if (parcel_weigh(p) > 20)
		return -EINVAL;
	if (parcel_weigh(p) > 10)
		return -ENOMEM;
	if (parcel_weigh(p) > 5) {
		kfree(p);
		return -EBUSY;
	}
	kfree(p);
	return 0;
}

int parcel_post(struct parcel *p)
{
	int err = parcel_send(p);

	if (!err)
		return 0;
	if (err != -EBUSY)
		kfree(p);
	return err;
}
