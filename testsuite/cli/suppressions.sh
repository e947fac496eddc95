#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# --suppressions: what fits is no finding any more; what is unused, expired or wrong is told with its place.
. "$TOP/testsuite/cli/lib.bash"
tree
a_bad "$T/tree/also.c" also
compdb_of "$T/tree" bad.c also.c good.c
entries() { printf '# gfpcheck-suppressions 1\n' >"$T/s"; [ $# -eq 0 ] || printf '%s\n' "$@" >>"$T/s"; }
with() { local want=$1; shift; scan_is "$want" --suppressions="$T/s" "$@"; }
unset SOURCE_DATE_EPOCH
scan_is 1 --format=json -o "$T/plain.json"
id=$(python3 -c 'import json,sys
print([f["id"] for f in json.load(open(sys.argv[1]))["findings"] if f["location"]["file"] == "bad.c"][0])' "$T/plain.json")

entries
with 1
entries '# why not' '' 'gfp-in-atomic  bad.c  bad_fill  reason="the lock is a \"fake\""	# a comment'
with 1
out_lacks '^bad\.c'
out_has '^also\.c'
err_has '1 finding .*; 1 suppressed'
with 0 bad.c
entries '* *.c *_fill message="kzalloc*lock?*is held" reason=nothing'
with 0
err_has '2 suppressed'
entries "* * * id=$id reason=x"
with 1
out_has '^also\.c'
with 1 --format=json
json "[f.get('suppressed') for f in r['findings']] == [None, {'kind': 'external', 'reason': 'x'}]"
cp "$T/out" "$T/s.json"
expect_status 0 "$TOP/testsuite/report/check-schema" "$TOP/checker/doc/findings-v1.schema.json" "$T/s.json"
with 1 --format=sarif -o "$T/s.sarif"
expect_status 0 "$TOP/testsuite/report/check-sarif" "$T/s.sarif"
json "[x.get('suppressions', [{}])[0].get('justification') for x in r['runs'][0]['results']] == [None, 'x']" "$T/s.sarif"
for format in gitlab junit github rdjsonl; do
	with 1 --format=$format
	out_lacks 'bad\.c'
	out_has 'also\.c'
done

# unused and expired
entries '* bad.c * reason=a' '* also.c * reason=b' 'leak good.c good_fill reason=c' 'leak fs/* * reason=d'
with 0
out_has "s:4:1: note: this suppression fits no finding: leak good.c good_fill \(c\) \[suppression\]"
out_has 's:5:1: note: this suppression fits no finding: leak fs/'
with 0 bad.c
out_lacks suppression
with 0 good.c
out_has 's:4:1: note: .*fits no finding'
out_lacks 's:5:1'
with 0 --checks=gfp-in-atomic good.c
out_lacks suppression
entries '* *.c * until=2026-05-09 reason=short'
SOURCE_DATE_EPOCH=1778284800 with 0	# 2026-05-09
err_has 'suppressions as of 2026-05-09'
SOURCE_DATE_EPOCH=1778371200 with 1	# 2026-05-10
out_has 's:2:1: note: this suppression expired on 2026-05-09'
entries '* *.c * until=2026-02 reason=month'
SOURCE_DATE_EPOCH=1772236800 with 0	# 2026-02-28
SOURCE_DATE_EPOCH=1772323200 with 1	# 2026-03-01
with 1
SOURCE_DATE_EPOCH=abc with 2
# a finding that is left out as unsure still has its entry in use
entries '* * * reason=all'
with 0 --min-confidence=high
out_lacks suppression

# mistakes
wrong() { entries "$1"; with 2; err_has "s:2:$2: $3"; [ ! -s "$T/out" ] || fail "output in spite of: $1"; }
wrong 'leak' 5 'the pattern of the file is missing'
wrong 'leak a.c reason=x' 10 'the pattern of the function is missing'
wrong '  lek a.c * reason=x' 3 "there is no check 'lek'"
wrong 'leak a.c *' 11 'reason="..." is missing'
wrong 'leak a.c * reason=""' 12 'the text is empty'
wrong 'leak a.c * reason="x' 19 'the quotation mark is not closed'
wrong 'leak a.c * reason=x reason=y' 21 'said twice'
wrong 'leak a.c * colour=red reason=x' 12 'expected id='
wrong 'leak a.c * until=tomorrow reason=x' 12 'until=tomorrow: a date is YYYY-MM-DD'
wrong 'leak a.c * until=2026-13 reason=x' 12 '.*there is no month 13'
wrong 'leak a.c * until=2026-06-31 reason=x' 12 '.*there is no day 31'
wrong 'leak a.c * id=12 reason=x' 12 '.*16 hexadecimal digits'
echo 'leak * * reason=x' >"$T/s"
with 2
err_has 's:1:1: the first line must be'
: >"$T/s"
with 2
scan_is 2 --suppressions="$T/none"
