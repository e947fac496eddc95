// SPDX-License-Identifier: GPL-2.0-only
/* Two references are dropped; whether one was the last the function says, and nobody asks. */
#include <linux/refcount.h>
#include <linux/slab.h>

struct oar {
	refcount_t users;
	int wet;
};

static bool oar_put(struct oar *oar)
{
	if (!refcount_dec_and_test(&oar->users))
		return false;
	kfree(oar);
	return true;
}

void oar_forget(struct oar *oar)
{
	oar_put(oar);
	oar_put(oar);
}
