// SPDX-License-Identifier: GPL-2.0-only
/* The field still points to the released memory when the destructor runs. */
#include <linux/slab.h>

struct flute {
	void *reed;
	int holes;
};

int flute_blow(struct flute *f);

static void flute_destroy(struct flute *f)
{
	kfree(f->reed);
	kfree(f);
}

struct flute *flute_make(void)
{
	struct flute *f = kzalloc(sizeof(*f), GFP_KERNEL);

	if (!f)
		return NULL;
	f->reed = kmalloc(8, GFP_KERNEL);
	if (!f->reed)
		goto fail;
	if (flute_blow(f)) {
		kfree(f->reed);		/* step: free "kfree" */
		goto fail;
	}
	return f;
fail:
	flute_destroy(f);		/* expect: double-free "'f->reed' from kmalloc" */
	return NULL;
}
