// SPDX-License-Identifier: GPL-2.0-only
/* The same, with the release in a callee. */
#include <linux/list.h>
#include <linux/slab.h>

struct pea {
	struct list_head pod;
	void *skin;
};

static void pea_free(struct pea *p)
{
	list_del(&p->pod);
	kfree(p->skin);
	kfree(p);
}

void peas_free(struct list_head *pod)
{
	struct pea *p;

	list_for_each_entry(p, pod, pod)	/* expect: use-after-free "after its release" */
		pea_free(p);			/* step: free "pea_free" */
}
