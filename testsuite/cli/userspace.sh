#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# --rules=NAME: an optional file of rules/, by its name; a file of the current folder comes first.
. "$TOP/testsuite/cli/lib.bash"
mkdir -p "$T/tree"
cat >"$T/tree/program.c" <<-END
	typedef __SIZE_TYPE__ size_t;
	void *malloc(size_t size);
	void *realloc(void *p, size_t size);
	char *strdup(const char *s);
	char *strcpy(char *to, const char *from);
	int asprintf(char **out, const char *format, ...);
	int puts(const char *s);
	void free(void *p);
	void errx(int status, const char *format, ...);

	/* a name that the kernel's rules know better */
	int complete(char *s)
	{
		free(s);
		return 0;
	}
	int tested(const char *s)
	{
		char *p = strdup(s);

		if (!p)
			errx(1, "no memory");
		return puts(p) + complete(p);
	}
	char *untested(const char *s)
	{
		char *p = malloc(10);

		strcpy(p, s);
		return p;
	}
	int lost(int n)
	{
		char *s;

		if (asprintf(&s, "%d", n) < 0)
			return -1;
		return puts(s);
	}
	void twice(char *s)
	{
		free(s);
		free(s);
	}
	void late(int *p)
	{
		free(p);
		*p = 1;
	}
END
printf '[{"directory":"%s","file":"program.c","command":"clang -c program.c"}]\n' "$T/tree" >"$T/tree/compile_commands.json"

scan_is 0
for rules in userspace userspace.rules "$TOP/rules/userspace.rules"; do
	scan_is 1 --rules="$rules"
	cp "$T/out" "$T/first"
done
out_has '^program\.c:27:[0-9]+: .*malloc.*\[unchecked-alloc\]'
out_has '^program\.c:38:[0-9]+: .*asprintf.*\[leak\]'
out_has '^program\.c:43:[0-9]+: .*\[double-free\]'
out_has '^program\.c:48:[0-9]+: .*\[use-after-free\]'
[ "$(grep -c 'warning:\|error:' "$T/out")" -eq 4 ] || fail "other findings, too"
expect_status 2 "$GFPCHECK" doctor --rules=userspace -p "$T/tree" --cache="$T/cache"	# the tree is no kernel
out_has '^ok +rules: '

scan_is 2 --rules=userspac
err_has 'userspac'
scan_is 2 --rules=./userspace
err_has 'userspace'
printf 'frob x\n' >userspace
scan_is 2 --rules=userspace
err_has 'userspace:1:1: '
