#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# --rules=userspace: what comes by way of flags, callees and streams, and what is fine.
. "$TOP/testsuite/cli/lib.bash"
mkdir -p "$T/tree"
cat >"$T/tree/program.c" <<-END
	typedef __SIZE_TYPE__ size_t;
	typedef struct stream FILE;
	void *malloc(size_t size);
	void free(void *p);
	void exit(int status);
	int printf(const char *format, ...);
	FILE *fopen(const char *path, const char *mode);
	int fclose(FILE *f);
	int flag = 1;

	static void keep(char *s)
	{
		printf("%c", s[0]);
	}
	static void drop(char *s)
	{
		free(s);
	}
	void lost_below(void)
	{
		char *s = malloc(10);

		if (!s)
			exit(1);
		s[0] = 'a';
		keep(s);
	}
	void printed_late(void)
	{
		char *s = malloc(10);

		if (!s)
			exit(1);
		s[0] = 0;
		free(s);
		printf("%s\n", s);
	}
	void never_opened(void)
	{
		FILE *f = fopen("a", "r");

		fclose(f);
	}
	void walked(void)
	{
		char *s = malloc(10);

		if (!s)
			exit(1);
		s[0] = 0;
		while (*s && *s != ' ')
			s++;
		free(s);
	}
	void fine(void)
	{
		char *s = 0;
		FILE *f = fopen("a", "r");

		if (f)
			fclose(f);
		if (flag) {
			s = malloc(10);
			if (!s)
				exit(1);
			s[0] = 'a';
			keep(s);
		}
		if (flag)
			drop(s);
	}
END
printf '[{"directory":"%s","file":"program.c","command":"clang -c program.c"}]\n' "$T/tree" >"$T/tree/compile_commands.json"
scan_is 1 --rules=userspace
out_has '^program\.c:27:[0-9]+: .*\[leak\]'
out_has '^program\.c:36:[0-9]+: .*\[use-after-free\]'
out_has '^program\.c:40:[0-9]+: .*\[unchecked-alloc\]'
out_has '^program\.c:53:[0-9]+: .*\[mismatched-free\]'
[ "$(grep -c ': warning:\|: error:' "$T/out")" = 4 ] || fail "not 4 findings: $(cat "$T/out")"
