#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# No compile commands, or damaged ones: status 2, and the message says what was tried and where the mistake is.
. "$TOP/testsuite/cli/lib.bash"
mkdir "$T/tree"
scan_is 2
err_has 'compile_commands.json'
scan_is 2 -p "$T/nowhere"
err_has 'nowhere'
printf '[\n {"directory": "/", "file": "a.c",\n' >"$T/tree/compile_commands.json"
scan_is 2
err_has 'compile_commands\.json:[0-9]+'
for text in '' '{}' '[1]' 'null' '[{"file":"a.c"}]' '[{"directory":"/","file":"a.c","command":"cc \"a.c"}]'; do
	printf '%s' "$text" >"$T/tree/compile_commands.json"
	scan_is 2
	err_has '.'
done
