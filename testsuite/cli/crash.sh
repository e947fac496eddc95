#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# A TU on which the parser crashes or hangs costs that TU: it is named, the status is 3, the rest is reported.
. "$TOP/testsuite/cli/lib.bash"
tree
GFPCHECK_TORTURE_CRASH=good.c scan_is 3 --format=json
json "[s['file'] for s in r['counts']['skipped']] == ['good.c']"
json "'signal' in r['counts']['skipped'][0]['reason'] or 'crash' in r['counts']['skipped'][0]['reason']"
json "[f['location']['file'] for f in r['findings']] == ['bad.c']"
GFPCHECK_TORTURE_HANG=bad.c scan_is 3 --format=json --time-limit=2 --cache="$T/cache2"
json "[s['file'] for s in r['counts']['skipped']] == ['bad.c'] and not r['findings']"
json "'2 s' in r['counts']['skipped'][0]['reason']"
# text names it too, and a later run without the trouble is complete
GFPCHECK_TORTURE_CRASH=good.c scan_is 3 --cache="$T/cache3"
err_has 'good\.c'
scan_is 1 --cache="$T/cache3"
