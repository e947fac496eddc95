// SPDX-License-Identifier: GPL-2.0-only
/* A callee that looks when it has used it already relies on it; one that looks first does not. */
#include <linux/slab.h>

struct crane {
	int load, arm;
};

void crane_say(int arm);

static void crane_lift(struct crane *crane)
{
	crane->load = 1;
	if (crane)
		crane_say(crane->arm);
}

static void crane_swing(struct crane *crane)
{
	if (crane)
		crane_say(crane->arm);
}

void crane_try(void)
{
	struct crane *crane = kzalloc(sizeof(*crane), GFP_KERNEL);	/* expect: unchecked-alloc "kzalloc.* used without a test" */

	crane_lift(crane);
	kfree(crane);
}

void crane_try_swing(void)
{
	struct crane *crane = kzalloc(sizeof(*crane), GFP_KERNEL);

	crane_swing(crane);
	kfree(crane);
}
