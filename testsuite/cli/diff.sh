#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# diff tells introduced from fixed findings, and is not fooled by lines that moved.
. "$TOP/testsuite/cli/lib.bash"
tree
scan_is 1 --format=json -o "$T/old.json"
sed -i '1i /* one line more */' "$T/tree/bad.c"
scan_is 1 --format=json -o "$T/moved.json"
expect_status 0 "$GFPCHECK" diff "$T/old.json" "$T/moved.json"
a_bad "$T/tree/good.c" good
scan_is 1 --format=json -o "$T/new.json"
expect_status 1 "$GFPCHECK" diff "$T/old.json" "$T/new.json"
out_has 'good\.c'
out_lacks '^bad\.c.*introduced'
scan_is 0 --baseline="$T/new.json"
scan_is 1 --baseline="$T/old.json"
