// SPDX-License-Identifier: GPL-2.0-only
/* continue goes back with a released pointer, and the next round looks into it. */
#include <linux/slab.h>

struct fruit {
	int ripe;
};

int fruit_look(int i);

int fruits(int n)
{
	struct fruit *f = NULL;
	int i, ripe;

	for (i = 0; i < n; i++) {
		if (f)
			return f->ripe;		/* expect: use-after-free "kzalloc" */
		f = kzalloc(sizeof(*f), GFP_KERNEL);
		if (!f)
			return -ENOMEM;
		f->ripe = fruit_look(i);
		if (f->ripe < 3) {
			kfree(f);		/* step: free "kfree" */
			continue;
		}
		ripe = f->ripe;
		kfree(f);
		return ripe;
	}
	return 0;
}
