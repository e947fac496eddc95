// SPDX-License-Identifier: GPL-2.0-only
/* The same with a test: the failing branch forgets that the memory is still ours. */
#include <linux/list.h>
#include <linux/slab.h>

struct rule {
	struct list_head node;
	int prio;
};

static int rule_insert(struct list_head *rules, struct rule *r)
{
	struct rule *it;

	list_for_each_entry(it, rules, node)
		if (it->prio == r->prio)
			return -EBUSY;
	list_add_tail(&r->node, rules);
	return 0;
}

int rule_add(struct list_head *rules, int prio)
{
	struct rule *r = kzalloc(sizeof(*r), GFP_KERNEL);
	int err;

	if (!r)
		return -ENOMEM;
	r->prio = prio;
	err = rule_insert(rules, r);
	if (err)
		pr_err("no room\n");
	return err;				/* expect: leak "'r' from kzalloc" */
}
