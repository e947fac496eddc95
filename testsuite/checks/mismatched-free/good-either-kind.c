// SPDX-License-Identifier: GPL-2.0-only
/* Memory of one kind or the other in the same member: two numbers say which, here and there. */
#include <linux/slab.h>
#include <linux/vmalloc.h>

struct tank {
	void *area;
	void *valve[4];
	unsigned long limit;
	int index;
};

int tank_fill(struct tank *t, unsigned long size, int index)
{
	int i;

	if (index == 0 && size <= t->limit)
		t->area = kmalloc(size, GFP_KERNEL);
	else
		t->area = vmalloc(size);
	if (!t->area)
		return -ENOMEM;
	t->index = index;
	for (i = 0; i < 4; i++) {
		t->valve[i] = kmalloc(16, GFP_KERNEL);
		if (!t->valve[i])
			goto fail;
	}
	return 0;
fail:
	if (index == 0 && size <= t->limit)
		kfree(t->area);
	else
		vfree(t->area);
	t->area = NULL;
	return -ENOMEM;
}
