// SPDX-License-Identifier: GPL-2.0-only
/* The release of somebody else's object drops a reference; who drops one more afterwards has it. */
#include <linux/device.h>
#include <linux/netdevice.h>

void net_end(struct net_device *dev, struct device *d)
{
	free_netdev(dev);
	put_device(&dev->dev);
}
