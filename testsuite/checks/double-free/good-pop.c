// SPDX-License-Identifier: GPL-2.0-only
/* The head moves on before its entry is released. */
#include <linux/slab.h>

struct plate {
	struct plate *below;
};

struct pile {
	struct plate *top;
};

void pile_clear(struct pile *p)
{
	while (p->top) {
		struct plate *plate = p->top;

		p->top = plate->below;
		kfree(plate);
	}
}

static struct plate *pile_take(struct pile *p)
{
	struct plate *plate = p->top;

	if (plate)
		p->top = plate->below;
	return plate;
}

void pile_take_two(struct pile *p)
{
	kfree(pile_take(p));
	kfree(pile_take(p));
}
