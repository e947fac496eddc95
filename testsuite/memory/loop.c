// SPDX-License-Identifier: GPL-2.0-only
/* A chain that is released link by link: the parameter itself, and what nobody here can name. */
#include <linux/slab.h>

struct bead {
	struct bead *next;
};

void bead_free_all(struct bead *b)
{
	while (b) {
		struct bead *next = b->next;

		kfree(b);
		b = next;
	}
}

int bead_count(const struct bead *b)
{
	int n = 0;

	for (; b; b = b->next)
		n++;
	return n;
}
