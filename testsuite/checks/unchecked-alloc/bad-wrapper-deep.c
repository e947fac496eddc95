// SPDX-License-Identifier: GPL-2.0-only
/* The NULL comes up through three levels, one of which tests it, too. */
#include <linux/slab.h>

struct bee {
	int hive;
	void *wax;
};

static void *bee_raw(size_t n)
{
	return kzalloc(n, GFP_KERNEL);
}

static struct bee *bee_blank(void)
{
	struct bee *b = bee_raw(sizeof(*b));

	if (!b)
		return NULL;
	b->wax = bee_raw(8);
	if (!b->wax) {
		kfree(b);
		return NULL;
	}
	return b;
}

static struct bee *bee_of(int hive, bool blank)
{
	if (hive < 0)
		return NULL;
	return bee_blank();
}

struct bee *bee_send(int hive)
{
	struct bee *b = bee_of(hive, true);	/* expect: unchecked-alloc "bee_of" */

	b->hive = hive;
	return b;
}
