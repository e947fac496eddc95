#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# A generated header that the build would have made: the TU is analysed as far as it goes, and counted by name.
. "$TOP/testsuite/cli/lib.bash"
tree
{ echo '#include "made_by_the_build.h"'; cat "$T/tree/bad.c"; } >"$T/tree/generated.c"
sed -i 's/struct bad/struct gen/; s/bad_fill(struct bad/gen_fill(struct gen/' "$T/tree/generated.c"
compdb_of "$T/tree" good.c generated.c
scan_is 3 --format=json
err_has "^generated\.c: analysed in part: generated\.c:1:10: .*'made_by_the_build\.h' file not found"
err_has '; 1 TU analysed in part$'
json "[p['file'] for p in r['counts']['partial']] == ['generated.c'] and not r['counts']['skipped']"
json "r['counts']['partial'][0]['reason'].startswith('generated.c:1:10: ')"
json "any(f['location']['file'] == 'generated.c' for f in r['findings'])"
# said again from the cache, and silent when another file is asked for
cp "$T/out" "$T/1.json"
scan_is 3 --format=json --quiet
err_has '^generated\.c: analysed in part'
same "$T/1.json" "$T/out"
scan_is 0 good.c
err_lacks 'generated|in part'
