// SPDX-License-Identifier: GPL-2.0-only
/* What was stored before a wait may be another number behind it: the way that goes on is there. */
#include <linux/completion.h>
#include <linux/slab.h>

struct port {
	struct completion done;
	int state;
	int *table;
};

static int port_ask(struct port *p)
{
	p->state = 1;
	wait_for_completion(&p->done);
	if (p->state == 1)
		return -EIO;
	return 0;
}

int port_load(struct port *p)
{
	int *table;

	if (port_ask(p))
		return -EIO;
	table = kmalloc(64, GFP_KERNEL);	/* expect: unchecked-alloc "kmalloc\(\) may fail" */
	table[0] = 1;
	p->table = table;
	return 0;
}
