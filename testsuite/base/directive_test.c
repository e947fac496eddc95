// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "../test.h"
#include "base/directive.h"

static bool guarded(const char *s)
{
	size_t n;

	return text_guard(s, strlen(s), &n);
}

static void directives(struct test *t)
{
	static const char text[] = "/* #define NO */ # include <a/b.h> // x\n"
		"int x; # not one\n\t#define  X(a) \\\n  #include\n"
		"#if /* why */ !defined(Y) || \\\n defined Z\n#include \"c.h\"\n#include M\n#elif";
	struct directives at = { text, text + sizeof(text) - 1 };
	struct directive d;
	const char *path;
	size_t n;

	CHECK(t, directive_next(&at, &d) && d.kind == DIR_INCLUDE);
	path = directive_path(&d, &n);
	CHECK(t, path && n == 5 && !memcmp(path, "a/b.h", n));
	CHECK(t, directive_next(&at, &d) && d.kind == DIR_DEFINE && directive_name(&d) == 1 && d.arg[0] == 'X');
	CHECK(t, directive_next(&at, &d) && d.kind == DIR_IF && memmem(d.arg, d.len, "defined Z", 9));
	CHECK(t, directive_next(&at, &d) && d.kind == DIR_INCLUDE);
	path = directive_path(&d, &n);
	CHECK(t, path && n == 3 && !memcmp(path, "c.h", n));
	CHECK(t, directive_next(&at, &d) && d.kind == DIR_INCLUDE && !directive_path(&d, &n));
	CHECK(t, directive_next(&at, &d) && d.kind == DIR_OTHER && !d.len);
	CHECK(t, !directive_next(&at, &d) && !directive_next(&at, &d));
}

static void guards(struct test *t)
{
	size_t n;

	CHECK(t, guarded("/* x */\n#ifndef A\n#define A\n#endif\n"));
	CHECK(t, guarded("#ifndef A\n#define A 1\n"));
	CHECK_STR(t, text_guard("#ifndef A_B\n#define A_B", 23, &n), "A_B\n#define A_B");
	CHECK(t, n == 3);
	CHECK(t, guarded("#pragma once\nint x;"));
	CHECK(t, guarded("#undef S\n#define S s\n#if !defined(_T_H) || defined(AGAIN)\n#define _T_H\n"));
	CHECK(t, guarded("#if !defined _T_H\n# define _T_H\n"));
	CHECK(t, !guarded("#ifndef A\n#define B\n"));
	CHECK(t, !guarded("#ifndef A\n#define A(x) x\n#endif\n"));
	CHECK(t, !guarded("#ifndef A\n#include <b.h>\n#define A\n"));
	CHECK(t, !guarded("#if defined(A)\n#define A\n"));
	CHECK(t, !guarded("#ifdef A\n#define A\n"));
	CHECK(t, !guarded("#pragma pack(1)\n"));
	CHECK(t, !guarded("#define A\n") && !guarded("") && !guarded("#if !\n") && !guarded("/* "));
}

static void identifiers(struct test *t)
{
	static const char text[] = "a /* b */ 1c _d2// e\nf";
	const char *s = text, *end = text + sizeof(text) - 1;
	char all[16] = "";
	size_t n;

	for (; (s = identifier_next(s, end, &n)); s += n)
		strncat(all, s, n);
	CHECK_STR(t, all, "a_d2f");
}

int main(void)
{
	struct test t = { 0 };

	directives(&t);
	guards(&t);
	identifiers(&t);
	return test_done(&t);
}
