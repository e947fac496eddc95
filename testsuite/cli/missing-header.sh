#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# A generated header that the build would have made: the TU is analysed as far as it goes, and counted by name.
. "$TOP/testsuite/cli/lib.bash"
tree
{ echo '#include "made_by_the_build.h"'; cat "$T/tree/bad.c"; } >"$T/tree/generated.c"
sed -i 's/struct bad/struct gen/; s/bad_fill(struct bad/gen_fill(struct gen/' "$T/tree/generated.c"
compdb_of "$T/tree" good.c generated.c
timeout 120 "$GFPCHECK" scan -p "$T/tree" --cache="$T/cache" --progress=never --format=json >"$T/out" 2>"$T/err" </dev/null
case $? in 1|3) ;; *) fail "neither 1 nor 3" ;; esac
grep -q 'made_by_the_build\.h' "$T/out" "$T/err" || fail "the missing header is not named"
grep -q 'generated\.c' "$T/out" "$T/err" || fail "the TU is not named"
json "any(f['location']['file'] == 'generated.c' for f in r['findings'])"
