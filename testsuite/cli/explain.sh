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
