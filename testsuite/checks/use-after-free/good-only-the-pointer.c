// SPDX-License-Identifier: GPL-2.0-only
/* Compared, stored away, measured: the memory itself is left alone. */
#include <linux/kernel.h>
#include <linux/slab.h>

struct ball {
	int size;
};

static struct ball *last;

size_t ball_throw(struct ball *b, struct ball *mine)
{
	size_t n;

	kfree(b);
	n = sizeof(*b) + sizeof(b->size);
	if (b == mine)
		n++;
	if (last == b)
		last = NULL;
	return n;
}
