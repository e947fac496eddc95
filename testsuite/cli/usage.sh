#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# A wrong command line: status 2, one message that names the mistake, nothing on stdout.
. "$TOP/testsuite/cli/lib.bash"
tree
wrong() {
	local pattern=$1
	shift
	expect_status 2 "$GFPCHECK" "$@"
	err_has "$pattern"
	[ ! -s "$T/out" ] || fail "something on stdout: $*"
}
wrong 'no-such-option' scan --no-such-option
wrong 'frobnicate' frobnicate
wrong 'purple' scan -p "$T/tree" --format=purple
wrong 'checks|no-such-check' scan -p "$T/tree" --checks=no-such-check
wrong '(jobs|-j)' scan -p "$T/tree" -j many
wrong '(jobs|-j)' scan -p "$T/tree" -j -1
wrong 'min-confidence' scan -p "$T/tree" --min-confidence=sure
wrong 'OLD|arguments|needs' diff only-one.json
wrong '.' explain no-such-check
wrong 'nothing.json' diff nothing.json nothing.json
