// SPDX-License-Identifier: GPL-2.0-only
/* A callee releases what it is given, itself or by way of the variable that holds it; but not the head of a list. */
#include <linux/list.h>
#include <linux/slab.h>

struct plank {
	struct list_head in_deck;
	int width;
};

static void plank_drop(struct plank *plank)
{
	kfree(plank);
}

static void plank_drop_held(struct plank **held)
{
	kfree(*held);
}

void deck_split(struct list_head *from, struct list_head *to);
int plank_saw(struct plank *plank);

void plank_try(void)
{
	struct plank mine, *plank = &mine;

	plank_saw(plank);
	plank_drop(plank);		/* expect: mismatched-free "plank_drop.*memory on the stack" */
}

void plank_try_held(void)
{
	struct plank mine, *plank = &mine;

	plank_saw(plank);
	plank_drop_held(&plank);	/* expect: mismatched-free "plank_drop_held.*memory on the stack" */
}

void plank_drop_all(struct list_head *deck)
{
	struct plank *plank, *next;
	LIST_HEAD(old);

	deck_split(deck, &old);
	list_for_each_entry_safe(plank, next, &old, in_deck)
		plank_drop(plank);
}
