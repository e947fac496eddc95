#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# A finding in a file that git renamed is neither fixed nor new; --fail-on=new and diff agree.
. "$TOP/testsuite/cli/lib.bash"
tree
mkdir "$T/tree/sub"
git -C "$T/tree" init -q
git -C "$T/tree" config user.email a@b
git -C "$T/tree" config user.name a
commit() { git -C "$T/tree" add -A && git -C "$T/tree" commit -qm "$1"; }
for i in 1 2 3 4 5 6 7 8; do echo "/* a line that stays, number $i */"; done >>"$T/tree/bad.c"
commit one
scan_is 1 --format=json -o "$T/old.json"
git -C "$T/tree" mv bad.c "sub/other\"é.c"
sed -i '1i /* and an edit */' "$T/tree/sub/other\"é.c"
a_bad "$T/tree/good.c" good
python3 - "$T/tree" "$kernel_flags" <<'END'
import json, shlex, sys
tree, flags = sys.argv[1:]
json.dump([{"directory": tree, "file": f, "arguments": ["clang", *shlex.split(flags), "-c", f]}
           for f in ('sub/other"é.c', "good.c")], open(tree + "/compile_commands.json", "w"))
END
commit two
scan_is 1 --format=json -o "$T/new.json"
git -C "$T/tree" diff -M --name-status HEAD~1 HEAD >"$T/renames"
grep -q '^R' "$T/renames" || fail "git saw no rename"

expect_status 1 "$GFPCHECK" diff "$T/old.json" "$T/new.json"
err_has '^2 introduced, 1 fixed, 0 pre-existing'
expect_status 1 "$GFPCHECK" diff --renames="$T/renames" "$T/old.json" "$T/new.json"
err_has '^1 introduced, 0 fixed, 1 pre-existing'
out_has '^good\.c'
out_lacks 'other'
expect_status 1 bash -c 'git -C "$1/tree" diff -M --name-status HEAD~1 HEAD | "$0" diff --renames=- --format=json "$1/old.json" "$1/new.json"' "$GFPCHECK" "$T"
json "[len(r[k]) for k in ('introduced', 'fixed', 'preexisting')] == [1, 0, 1]"
scan_is 1 --baseline="$T/old.json" --renames="$T/renames"
out_lacks 'other'
scan_is 0 --baseline="$T/old.json" --renames="$T/renames" sub
scan_is 1 --baseline="$T/old.json" sub

# findings of a version that did not write the fingerprint without the file
sed '/"local_id"/d' "$T/old.json" >"$T/older.json"
sed '/"local_id"/d' "$T/new.json" >"$T/newer.json"
expect_status 1 "$GFPCHECK" diff --renames="$T/renames" "$T/older.json" "$T/newer.json"
err_has '^1 introduced, 0 fixed, 1 pre-existing'

wrong() { printf "$1" >"$T/bad"; expect_status 2 "$GFPCHECK" diff --renames="$T/bad" "$T/old.json" "$T/new.json"; err_has "bad:$2"; }
wrong 'M\ta.c\nhello\n' '2:1: not the output'
wrong 'R100\ta.c\n' '1:6: a rename needs two names'
wrong 'R100\t"a.c\tb.c\n' '1:6: no name'
wrong 'R100\ta.c\t\n' '1:10: no name'
wrong '/a.c\tb.c\n' '1:1: not the output'
