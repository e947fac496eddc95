// SPDX-License-Identifier: GPL-2.0-only
/* The usual forms of the test. */
#include <linux/kernel.h>
#include <linux/slab.h>

struct coin {
	int value;
};

struct coin *coin_a(void)
{
	struct coin *c;

	if (!(c = kmalloc(sizeof(*c), GFP_KERNEL)))
		return NULL;
	c->value = 1;
	return c;
}

struct coin *coin_b(void)
{
	struct coin *c = kmalloc(sizeof(*c), GFP_KERNEL);

	if (c != NULL)
		c->value = 2;
	return c;
}

struct coin *coin_c(void)
{
	struct coin *c = kmalloc(sizeof(*c), GFP_KERNEL);

	if (unlikely(c == NULL)) {
		pr_err("no coin\n");
		goto out;
	}
	c->value = 3;
out:
	return c;
}

int coin_d(void)
{
	struct coin *c = kmalloc(sizeof(*c), GFP_KERNEL);
	int value = c ? c->value : 0;

	kfree(c);
	return value;
}

int coin_e(void)
{
	struct coin *c;
	int nr = 0;

	while ((c = kzalloc(sizeof(*c), GFP_KERNEL)) && nr < 3) {
		c->value = nr++;
		kfree(c);
	}
	kfree(c);
	return nr;
}
