// SPDX-License-Identifier: GPL-2.0-only
/* Once registered the object belongs to the registry: retain_and_null_ptr() says so. */
#include <linux/list.h>
#include <linux/slab.h>

struct member {
	struct list_head node;
	int id;
};

int member_id(void);

int member_join(struct list_head *club)
{
	struct member *m __free(kfree) = kzalloc(sizeof(*m), GFP_KERNEL);

	if (!m)
		return -ENOMEM;
	m->id = member_id();
	if (m->id < 0)
		return m->id;
	list_add(&m->node, club);
	retain_and_null_ptr(m);
	return 0;
}
