#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# --rules=userspace: an array that is given to free().
. "$TOP/testsuite/cli/lib.bash"
mkdir -p "$T/tree"
cat >"$T/tree/program.c" <<-END
	void free(void *p);

	void array(void)
	{
		char s[10];

		free(s);
	}
END
printf '[{"directory":"%s","file":"program.c","command":"clang -c program.c"}]\n' "$T/tree" >"$T/tree/compile_commands.json"
scan_is 1 --rules=userspace
out_has '^program\.c:7:[0-9]+: .*\[mismatched-free\]'

# alloca() is a call like any other: what it returns goes with the function, and free() does not take it
cat >"$T/tree/program.c" <<-END
	void free(void *p);
	void use(char *p);

	void scratch(int n)
	{
		char *s = __builtin_alloca(n);

		use(s);
	}

	void returned(int n)
	{
		char *s = __builtin_alloca(n);

		use(s);
		free(s);
	}
END
scan_is 1 --rules=userspace
out_has '^program\.c:16:[0-9]+: .*\[mismatched-free\]'
out_lacks 'program\.c:[1-9]:'
