/* SPDX-License-Identifier: GPL-2.0-only */
/* Mini kernel for the tests: network devices: transmit in softirq context, NAPI poll, open in process context. */
#ifndef _LINUX_NETDEVICE_H
#define _LINUX_NETDEVICE_H

#include <linux/device.h>
#include <linux/skbuff.h>
#include <linux/interrupt.h>

typedef enum netdev_tx { NETDEV_TX_OK = 0, NETDEV_TX_BUSY = 0x10 } netdev_tx_t;

struct napi_struct {
	int (*poll)(struct napi_struct *napi, int budget);
	int weight;
};

struct net_device_ops {
	int (*ndo_open)(struct net_device *dev);
	int (*ndo_stop)(struct net_device *dev);
	netdev_tx_t (*ndo_start_xmit)(struct sk_buff *skb, struct net_device *dev);
	void (*ndo_set_rx_mode)(struct net_device *dev);
	int (*ndo_set_mac_address)(struct net_device *dev, void *addr);
};

struct net_device {
	const struct net_device_ops *netdev_ops;
	struct device dev;
	unsigned int mtu;
#if MINI_AT_LEAST(6, 10)
	u8 priv[];
#endif
};

/* The private part is behind the device, in the same memory. */
static inline void *netdev_priv(const struct net_device *dev)
{
#if MINI_AT_LEAST(6, 10)
	return (void *)dev->priv;
#else
	return (char *)dev + ((sizeof(struct net_device) + 31) & ~31ul);
#endif
}

#if MINI_AT_LEAST(6, 1)
void netif_napi_add_weight(struct net_device *dev, struct napi_struct *napi,
			   int (*poll)(struct napi_struct *, int), int weight);
static inline void netif_napi_add(struct net_device *dev, struct napi_struct *napi,
				  int (*poll)(struct napi_struct *, int))
{
	netif_napi_add_weight(dev, napi, poll, 64);
}
#endif
void napi_enable(struct napi_struct *n);
void napi_disable(struct napi_struct *n);
bool napi_complete_done(struct napi_struct *n, int work_done);
void netif_start_queue(struct net_device *dev);
void netif_stop_queue(struct net_device *dev);
void netif_rx(struct sk_buff *skb);
void dev_kfree_skb_any(struct sk_buff *skb);
int dev_queue_xmit(struct sk_buff *skb);
struct net_device *alloc_etherdev_mqs(int sizeof_priv, unsigned int txqs, unsigned int rxqs);
#define alloc_etherdev(sizeof_priv)	alloc_etherdev_mqs(sizeof_priv, 1, 1)
void free_netdev(struct net_device *dev);
int register_netdev(struct net_device *dev);
void unregister_netdev(struct net_device *dev);

#endif
