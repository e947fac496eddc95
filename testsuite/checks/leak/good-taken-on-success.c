// SPDX-License-Identifier: GPL-2.0-only
/* The callee keeps the memory when it returns 0; the caller releases it when it does not. */
#include <linux/slab.h>

struct hub {
	void *port[4];
	int nr;
};

static int hub_attach(struct hub *hub, void *port)
{
	if (hub->nr >= 4)
		return -ENOSPC;
	hub->port[hub->nr++] = port;
	return 0;
}

int hub_grow(struct hub *hub)
{
	void *port = kzalloc(64, GFP_KERNEL);
	int err;

	if (!port)
		return -ENOMEM;
	err = hub_attach(hub, port);
	if (err)
		kfree(port);
	return err;
}
