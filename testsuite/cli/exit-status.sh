#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# 0 complete and clean, 1 findings, 2 usage; --fail-on decides what counts.
. "$TOP/testsuite/cli/lib.bash"
tree
scan_is 0 good.c
scan_is 1 bad.c
scan_is 1
out_has '^bad\.c:[0-9]+:[0-9]+: (error|warning): .*\[gfp-in-atomic\]$'
out_has "^bad\\.c:6:[0-9]+: note: .*x->lock"
scan_is 0 --fail-on=none
scan_is 1 --fail-on=warning
scan_is 0 --checks=sleep-in-atomic
scan_is 1 --checks=gfp-in-atomic
scan_is 1 "$T/tree/bad.c"
expect_status 0 "$GFPCHECK" --help
expect_status 0 "$GFPCHECK" --version
out_has '[0-9]+\.[0-9]+'
