// SPDX-License-Identifier: GPL-2.0-only
/* A list without a head: the destructor walks it, link by link. */
#include <linux/slab.h>

struct bead {
	struct bead *next;
	int color;
};

struct necklace {
	struct bead *first;
	int *clasp;
};

static struct bead *bead_make(int color)
{
	struct bead *b = kzalloc(sizeof(*b), GFP_KERNEL);

	if (b)
		b->color = color;
	return b;
}

static void beads_drop(struct bead *first)
{
	struct bead *b = first, *old;

	while (b) {
		old = b;
		b = b->next;
		kfree(old);
	}
}

static void necklace_strip(struct necklace *n)
{
	struct bead *b = n->first;

	while (b) {
		struct bead *old = b;

		b = b->next;
		kfree(old);
	}
}

struct necklace *necklace_make(int color)
{
	struct necklace *n = kzalloc(sizeof(*n), GFP_KERNEL);

	if (!n)
		return NULL;
	n->first = bead_make(color);
	if (!n->first)
		goto free_necklace;
	n->clasp = kmalloc(sizeof(int), GFP_KERNEL);
	if (!n->clasp)
		goto free_beads;
	return n;

free_beads:
	beads_drop(n->first);
free_necklace:
	kfree(n);
	return NULL;
}

struct necklace *necklace_make_other(int color)
{
	struct necklace *n = kzalloc(sizeof(*n), GFP_KERNEL);

	if (!n)
		return NULL;
	n->first = bead_make(color);
	if (!n->first)
		goto free_necklace;
	n->clasp = kmalloc(sizeof(int), GFP_KERNEL);
	if (!n->clasp)
		goto strip;
	return n;

strip:
	necklace_strip(n);
free_necklace:
	kfree(n);
	return NULL;
}
