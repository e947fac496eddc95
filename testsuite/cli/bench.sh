#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# scripts/bench on a small tree: each tool that is there has its row, and the plot is well-formed.
. "$TOP/testsuite/cli/lib.bash"
tree
expect_status 0 "$TOP/scripts/bench" -p "$T/tree" --clang="$(command -v clang-19 || echo no-clang)" --gfpcheck="$GFPCHECK" \
	-n 2 -o "$T/b"
same "$T/out" "$T/b/table.md"
out_has '^\| gfpcheck \| 0\.[0-9]+ \|'
[ -z "$(command -v clang-19)" ] || out_has '^\| .*clang-19 -fsyntax-only \| 0\.[0-9]+ \|.*\| 0 \|$'
[ -z "$(command -v sparse)" ] || out_has '^\| sparse \| '
python3 -c 'import json, sys, xml.dom.minidom
xml.dom.minidom.parse(sys.argv[1] + "/bench.svg")
r = json.load(open(sys.argv[1] + "/bench.json"))
sys.exit(len(r["files"]) != 2 or any(len(t["cpu"]) != 2 for t in r["tools"].values()))' "$T/b" || fail "bench.svg or bench.json"
! "$TOP/scripts/bench" -p "$T/tree" --gfpcheck="$GFPCHECK" --smatch="$T/none" -o "$T/b" >"$T/out" 2>"$T/err" || fail "no smatch"
err_has 'none: no such program'
! "$TOP/scripts/bench" -p "$T/tree" --gfpcheck=/bin/false -o "$T/b" >"$T/out" 2>"$T/err" || fail "gfpcheck fails"
err_has 'gfpcheck failed'
