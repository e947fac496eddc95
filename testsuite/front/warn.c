// SPDX-License-Identifier: GPL-2.0-only
/* c ? (mark, 1) : 0, as WARN_ON() is: as a condition two branches, alone no value. */
void mark(void);
int f(int);
#define WARN(c) ((c) ? (mark(), 1) : 0)

int test(int n)
{
	WARN(n == 7);
	if (WARN(n < 0) || f(n))
		return -1;
	if (!WARN(n > 100))
		f(2);
	return WARN(n > 50);
}
