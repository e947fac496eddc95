// SPDX-License-Identifier: GPL-2.0-only
/* A static branch is a read of its key: the same one however it is tested. */
#include <linux/jump_label.h>

static DEFINE_STATIC_KEY_FALSE(off);
static DEFINE_STATIC_KEY_TRUE(on);
struct static_key old;

void a(int);

void branch(int x)
{
	if (static_branch_unlikely(&off) && x)
		a(1);
	if (!static_branch_likely(&on))
		a(2);
	if (static_key_false(&old) || static_key_true(&old))
		a(3);
}

int enabled(void)
{
	static_branch_inc(&off);
	return static_key_enabled(&off) + static_key_enabled(&off.key) + static_key_enabled(&old);
}
