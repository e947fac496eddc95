// SPDX-License-Identifier: GPL-2.0-only
/*
 * Without the support of the architecture it is the same.
 * cflags: -DNO_STATIC_CALL
 */
#include <linux/static_call.h>

struct ops {
	int (*run)(int);
};
extern struct ops ops;

int one(int x);
void two(void);

DEFINE_STATIC_CALL(first, one);
DEFINE_STATIC_CALL_NULL(second, two);
DEFINE_STATIC_CALL_RET0(third, one);

int use(int x)
{
	static_call_cond(second)();
	return static_call(first)(x) + static_call(third)(x);
}

void update(void)
{
	static_call_update(first, ops.run);
	static_call_update(second, two);
	static_call_update(third, (void *)ops.run ? : (void *)__static_call_return0);
}
