// SPDX-License-Identifier: GPL-2.0-only
/* The device core releases it when the driver is unbound, and when the probe fails. */
#include <linux/platform_device.h>
#include <linux/string.h>

struct gauge {
	char *label;
	u32 *history;
};

int gauge_read(struct gauge *g);

static int gauge_probe(struct platform_device *pdev)
{
	struct gauge *g = devm_kzalloc(&pdev->dev, sizeof(*g), GFP_KERNEL);

	if (!g)
		return -ENOMEM;
	g->label = devm_kasprintf(&pdev->dev, GFP_KERNEL, "%s-gauge", pdev->name);
	if (!g->label)
		return -ENOMEM;
	g->history = devm_kcalloc(&pdev->dev, 16, sizeof(u32), GFP_KERNEL);
	if (!g->history)
		return -ENOMEM;
	return gauge_read(g);
}

static struct platform_driver gauge_driver = { .probe = gauge_probe };

int gauge_register(void)
{
	return platform_driver_register(&gauge_driver);
}
