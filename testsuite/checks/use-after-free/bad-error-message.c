// SPDX-License-Identifier: GPL-2.0-only
/* The message of the error path looks into what the path has just released. */
#include <linux/device.h>
#include <linux/slab.h>

struct robot {
	struct device *dev;
	int arms;
};

int robot_boot(struct robot *r);

int robot_create(struct device *dev)
{
	struct robot *r = kzalloc(sizeof(*r), GFP_KERNEL);
	int err;

	if (!r)
		return -ENOMEM;
	r->dev = dev;
	err = robot_boot(r);
	if (err) {
		kfree(r);
		dev_err(r->dev, "does not boot\n");	/* expect: use-after-free "'r' from kzalloc" */
		return err;
	}
	dev_set_drvdata(dev, r);
	return 0;
}
