// SPDX-License-Identifier: GPL-2.0-only
/* free_netdev() undoes alloc_etherdev(), also when register_netdev() fails. */
#include <linux/netdevice.h>

struct stub {
	int id;
};

static const struct net_device_ops stub_ops;

int stub_create(void)
{
	struct net_device *dev = alloc_etherdev(sizeof(struct stub));
	int err;

	if (!dev)
		return -ENOMEM;
	dev->netdev_ops = &stub_ops;
	err = register_netdev(dev);
	if (err)
		return err;			/* expect: leak "'dev' from alloc_etherdev" */
	return 0;
}
