// SPDX-License-Identifier: GPL-2.0-only
/* The name was a member of what the destructor released. */
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>

struct boat {
	char *name;
};

static void boat_sink(struct boat *b)
{
	kfree(b->name);
	kfree(b);
}

int boat_len(struct boat *b)
{
	char *name = b->name;

	boat_sink(b);
	return strlen(name);		/* expect: use-after-free "after its release" */
}
