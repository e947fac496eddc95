// SPDX-License-Identifier: GPL-2.0-only
/* The result is a set of bits: that it is not zero is no failure. */
#include <linux/slab.h>

#define SKY_ERROR	1u
#define SKY_DONE	2u

struct sky {
	void *moon;
};

unsigned int sky_turn(struct sky *s);
unsigned int sky_end(struct sky *s);

unsigned int sky_rise(struct sky *s)
{
	unsigned int bits;

	s->moon = kmalloc(64, GFP_KERNEL);
	if (!s->moon)
		return SKY_ERROR;
	bits = sky_turn(s);
	if (bits & SKY_ERROR)
		goto drop;
	if (bits & SKY_DONE)
		return bits;
	bits |= sky_end(s);
	if (bits & SKY_ERROR)
		goto drop;
	return bits;
drop:
	kfree(s->moon);
	s->moon = NULL;
	return bits;
}
