// SPDX-License-Identifier: GPL-2.0-only
/* free_netdev() releases the private part with the device. */
#include <linux/netdevice.h>
#include <linux/slab.h>

struct modem {
	struct net_device *dev;
	void *buf;
};

void modem_remove(struct net_device *dev)
{
	struct modem *m = netdev_priv(dev);

	unregister_netdev(dev);
	free_netdev(dev);		/* step: free "free_netdev" */
	kfree(m->buf);			/* expect: use-after-free "after its release" */
}
