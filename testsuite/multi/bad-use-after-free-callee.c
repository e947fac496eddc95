// SPDX-License-Identifier: GPL-2.0-only
/* The function that releases on failure is in another file. */
//--- net.h
struct conn {
	int fd;
};

int conn_open(struct conn *c);
//--- net.c
#include <linux/slab.h>
#include "net.h"

int net_dial(int fd);

static void conn_drop(struct conn *c)
{
	kfree(c);
}

int conn_open(struct conn *c)
{
	int err = net_dial(c->fd);

	if (err < 0) {
		conn_drop(c);
		return err;
	}
	return 0;
}
//--- user.c
#include <linux/slab.h>
#include "net.h"

int user_dial(int fd)
{
	struct conn *c = kmalloc(sizeof(*c), GFP_KERNEL);
	int err;

	if (!c)
		return -ENOMEM;
	c->fd = fd;
	err = conn_open(c);		/* step: free "conn_open" */
	if (err) {
		c->fd = -1;		/* expect: use-after-free "'c' from kmalloc" */
		return err;
	}
	kfree(c);
	return 0;
}
