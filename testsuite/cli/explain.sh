#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# explain has a page for each check that a scan can report.
. "$TOP/testsuite/cli/lib.bash"
for check in gfp-in-atomic sleep-in-atomic; do
	expect_status 0 "$GFPCHECK" explain "$check"
	out_has "$check"
	out_has 'GFP_ATOMIC|sleep'
done
expect_status 0 "$GFPCHECK" explain
out_has 'gfp-in-atomic'
out_has 'sleep-in-atomic'
for check in unchecked-alloc leak double-free use-after-free mismatched-free; do
	expect_status 0 "$GFPCHECK" explain "$check"
	out_has "^# $check\$"
	for part in 'What it means' Confidence Bad Good 'How to fix' 'Known limits'; do
		out_has "^## $part\$"
	done
	[ "$(grep -c '^```c$' "$T/out")" -ge 2 ] || fail "$check: no example of each kind"
done
