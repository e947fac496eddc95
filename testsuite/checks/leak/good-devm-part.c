// SPDX-License-Identifier: GPL-2.0-only
/* A managed device is more than bytes: what its core keeps in it goes with it. */
#include <linux/platform_device.h>
#include <linux/slab.h>

struct poller {
	int interval;
};

struct input_dev {
	struct poller *poller;
};

struct input_dev *devm_input_allocate_device(struct device *dev);
int input_register_device(struct input_dev *input);

static int poll_setup(struct input_dev *input)
{
	struct poller *p = kzalloc(sizeof(*p), GFP_KERNEL);

	if (!p)
		return -ENOMEM;
	input->poller = p;
	return 0;
}

int keys_probe(struct platform_device *pdev)
{
	struct input_dev *input = devm_input_allocate_device(&pdev->dev);
	int err;

	if (!input)
		return -ENOMEM;
	err = poll_setup(input);
	if (err)
		return err;
	err = input_register_device(input);
	if (err)
		return err;
	return 0;
}
