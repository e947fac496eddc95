// SPDX-License-Identifier: GPL-2.0-only
/* A registration in another file keeps the object always, or on success. */
//--- registry.h
#include <linux/types.h>

struct plugin {
	struct list_head node;
	int id;
};

void plugin_link(struct plugin *p);
int plugin_register(struct plugin *p);
//--- registry.c
#include <linux/list.h>
#include "registry.h"

static LIST_HEAD(plugins);

void plugin_link(struct plugin *p)
{
	list_add(&p->node, &plugins);
}

int plugin_register(struct plugin *p)
{
	if (p->id < 0)
		return -EINVAL;
	plugin_link(p);
	return 0;
}
//--- user.c
#include <linux/slab.h>
#include "registry.h"

int user_load(int id)
{
	struct plugin *p = kzalloc(sizeof(*p), GFP_KERNEL);

	if (!p)
		return -ENOMEM;
	p->id = id;
	plugin_link(p);
	return 0;
}

int user_load_carefully(int id)
{
	struct plugin *p = kzalloc(sizeof(*p), GFP_KERNEL);
	int err;

	if (!p)
		return -ENOMEM;
	p->id = id;
	err = plugin_register(p);
	if (err)
		goto free;
	return 0;
free:
	kfree(p);
	return err;
}
