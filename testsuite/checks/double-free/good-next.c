// SPDX-License-Identifier: GPL-2.0-only
/* The pointer moves on to the next entry. */
#include <linux/slab.h>

struct bead {
	struct bead *next;
};

void beads_free(struct bead *b)
{
	struct bead *next;

	while (b) {
		next = b->next;
		kfree(b);
		b = next;
	}
}

static void bead_drop(struct bead *b)
{
	if (b->next)
		bead_drop(b->next);
	kfree(b);
}

void beads_drop(struct bead **head)
{
	struct bead *b = *head;

	*head = NULL;
	if (b)
		bead_drop(b);
	if (*head)
		bead_drop(*head);
}
