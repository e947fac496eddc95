#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# A TU that cannot be read is named with its reason, and the run is incomplete: status 3, the rest is reported.
. "$TOP/testsuite/cli/lib.bash"
tree
compdb_of "$T/tree" bad.c good.c gone.c
scan_is 3 --format=json
json "any(s['file'] == 'gone.c' and s['reason'] for s in r['counts']['skipped'])"
json "r['counts']['tus'] == 3 and r['counts']['analysed'] == 2"
json "[f['location']['file'] for f in r['findings']] == ['bad.c']"
[ "$(id -u)" -ne 0 ] || skip "root reads everything; the missing file was tested"
a_good "$T/tree/gone.c" gone
chmod 0 "$T/tree/gone.c"
scan_is 3
err_has 'gone\.c'
