# SPDX-License-Identifier: GPL-2.0-only
# introduced, fixed, pre-existing and unknown; by fingerprint, not by line.
finding() {	# ID LINE
	echo '{"id":"'$1'","check":"leak","severity":"warning","confidence":"high","message":"m '$1'",
	"location":{"file":"a.c","line":'$2',"column":2,"function":"f"},
	"steps":[{"kind":"alloc","file":"b.c","line":1,"column":1,"text":"allocated here"}]}'
}
report() {	# SKIPPED FINDINGS
	echo '{"format":"gfpcheck-findings","version":1,"tool":{},"tree":{},"counts":{"skipped":['$1']},"findings":['$2']}'
}
one=$(finding 1111111111111111 10)
moved=$(finding 1111111111111111 99)
two=$(finding 2222222222222222 20)
report "" "$one" >"$T/one.json"
report "" "$moved" >"$T/moved.json"
report "" "$one,$two" >"$T/both.json"
report "" "" >"$T/none.json"
report '{"file":"b.c","reason":"crashed"}' "" >"$T/incomplete.json"

try() {		# STATUS SUMMARY LINES OLD NEW
	"$GFPCHECK" diff "$T/$4.json" "$T/$5.json" >"$T/out" 2>"$T/err"
	status=$?
	[ $status = $1 ] || { echo "diff $4 $5: exit status $status"; exit 1; }
	[ "$(cat "$T/err")" = "$2" ] || { echo "diff $4 $5: $(cat "$T/err")"; exit 1; }
	[ "$(cat "$T/out")" = "$3" ] || { echo "diff $4 $5: $(cat "$T/out")"; exit 1; }
}
try 0 "0 introduced, 0 fixed, 1 pre-existing" "" one moved
try 1 "1 introduced, 0 fixed, 1 pre-existing" "a.c:20:2: warning: m 2222222222222222 [leak]
b.c:1:1: note: allocated here" one both
try 0 "0 introduced, 1 fixed, 1 pre-existing" "a.c:20:2: fixed: m 2222222222222222 [leak]" both one
try 0 "0 introduced, 1 fixed, 0 pre-existing" "a.c:10:2: fixed: m 1111111111111111 [leak]" one none
try 3 "0 introduced, 0 fixed, 0 pre-existing, 1 in files that were not analysed any more" \
	"a.c:10:2: not analysed any more: m 1111111111111111 [leak]" one incomplete

"$GFPCHECK" diff -q --format=json -o "$T/d.json" "$T/one.json" "$T/both.json"
python3 - "$T/d.json" <<'P' || { echo "diff --format=json"; exit 1; }
import json, sys
d = json.load(open(sys.argv[1]))
assert (d["format"], d["version"]) == ("gfpcheck-diff", 1)
assert [len(d[k]) for k in ("introduced", "fixed", "preexisting", "unknown")] == [1, 0, 1, 0]
P
echo '[1,' >"$T/bad.json"
"$GFPCHECK" diff "$T/bad.json" "$T/one.json" 2>"$T/err"
[ $? = 2 ] && grep -q "^gfpcheck diff: $T/bad.json:[0-9]*:[0-9]*: " "$T/err" || { cat "$T/err"; exit 1; }
