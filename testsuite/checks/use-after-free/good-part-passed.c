// SPDX-License-Identifier: GPL-2.0-only
/* A part goes before the whole; an address is printed; what the function sees of its argument is left alone. */
#include <linux/kernel.h>
#include <linux/slab.h>

struct shore {
	int length;
};

struct lake {
	int depth;
	struct shore shore;
	struct shore *other;
};

void shore_clear(struct shore *s);
int shore_log(const char *format, ...);

static bool same_shore(const struct shore *a, const struct shore *b)
{
	return a == b;
}

bool lake_drain(struct lake *l, struct shore *mine)
{
	struct shore *other = l->other;

	shore_clear(&l->shore);
	kfree(l);
	shore_log("lake %p is gone", &l->shore);
	shore_clear(other);
	return same_shore(&l->shore, mine);
}
