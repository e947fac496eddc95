// SPDX-License-Identifier: GPL-2.0-only
/* What the compiler decides: choose_expr, constant conditions, constant_p, expect, types_compatible_p, _Generic. */
int a(int);
int as_int(int), as_long(long);
void bad(void) __attribute__((noreturn));

#define same(x, y) __builtin_types_compatible_p(__typeof__(x), __typeof__(y))

int choose(int x)
{
	return __builtin_choose_expr(sizeof(x) == 4, a(1), a(2)) + __builtin_choose_expr(0, a(3), x);
}

int choose_by_type(long x)
{
	return __builtin_choose_expr(same(x, int), as_int(x), as_long(x));
}

int generic(long x)
{
	return _Generic((x), int: as_int, long: as_long)(x) + _Generic(x, int: a(1), default: a(2));
}

int dead(int x)
{
	if (0)
		a(1);
	if (sizeof(long) == 8)
		a(2);
	else
		a(3);
	while (0)
		a(4);
	return 1 ? a(5) : a(6);
}

int expected(int x)
{
	if (__builtin_expect(!!(x > 2), 0))
		return a(1);
	if (__builtin_expect(x && a(2), 1))
		return 1;
	return __builtin_constant_p(x) ? a(3) : a(4);
}

int by_type(long x)
{
	if (same(x, long))
		return as_long(x);
	return as_int(x);
}

int ends(int x)
{
	if (x)
		bad();
	if (x == 2)
		__builtin_unreachable();
	return __builtin_constant_p(3 + 4) + __builtin_offsetof(struct { int p, q; }, q) + _Alignof(int);
}

enum { A = 3, B = A << 2 };

int constants(void)
{
	return A | B | (unsigned char)0x1ff | (int)-1LL & 'c';
}
