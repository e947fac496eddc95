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
