// SPDX-License-Identifier: GPL-2.0-only
/* Three levels down it is released. */
#include <linux/slab.h>

struct hat {
	int size;
	void *feather;
};

static void hat_raw(struct hat *h)
{
	kfree(h);
}

static void hat_burn(struct hat *h)
{
	kfree(h->feather);
	hat_raw(h);
}

static void hat_done(struct hat *h)
{
	if (h)
		hat_burn(h);
}

int hat_wear(struct hat *h)
{
	int size = h->size;

	hat_done(h);			/* step: free "hat_done" */
	h->size = 0;			/* expect: use-after-free "after its release" */
	return size;
}
