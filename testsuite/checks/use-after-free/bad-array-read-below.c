// SPDX-License-Identifier: GPL-2.0-only
/* The array goes first, then a callee looks for what it has to release in it. */
#include <linux/kernel.h>
#include <linux/slab.h>

struct group {
	char *attrs;
};

struct meter {
	struct group **groups;
};

static void meter_unplug(struct meter *m)
{
	kfree(m->groups[2]);
}

int meter_failed(struct meter *m)
{
	m->groups = kcalloc(4, sizeof(*m->groups), GFP_KERNEL);
	if (!m->groups)
		return -ENOMEM;
	m->groups[2] = kzalloc(sizeof(**m->groups), GFP_KERNEL);
	if (!m->groups[2])
		pr_info("no group\n");
	kfree(m->groups);			/* expect: leak "from kzalloc" */
	meter_unplug(m);			/* expect: use-after-free "'m->groups' from kcalloc\(\) is used" */
	return -EIO;
}

int meter_failed_well(struct meter *m)
{
	m->groups = kcalloc(4, sizeof(*m->groups), GFP_KERNEL);
	if (!m->groups)
		return -ENOMEM;
	m->groups[2] = kzalloc(sizeof(**m->groups), GFP_KERNEL);
	if (!m->groups[2])
		pr_info("no group\n");
	meter_unplug(m);
	kfree(m->groups);
	return -EIO;
}
