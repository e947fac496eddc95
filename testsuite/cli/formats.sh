#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# Each format is well-formed and escapes what the tree under analysis says, names of files included.
. "$TOP/testsuite/cli/lib.bash"
mkdir -p "$T/tree/drivers/net"
touch "$T/tree/Makefile" "$T/tree/Kbuild"
hostile='drivers/net/a<b>&"'\''%0A::,é].c'
a_bad "$T/tree/$hostile" bad
sed -i 's|x->buf = kzalloc|/* é𝄞 */ &|' "$T/tree/$hostile"
a_bad "$T/tree/plain.c" plain
printf '#include "missing.h"\nint x;\n' >"$T/tree/part.c"
python3 - "$T/tree" "$hostile" "$kernel_flags" <<'END'
import json, shlex, sys
tree, hostile, flags = sys.argv[1:]
json.dump([{"directory": tree, "file": f, "arguments": ["clang", *shlex.split(flags), "-c", f]}
           for f in (hostile, "plain.c", "part.c")], open(tree + "/compile_commands.json", "w"))
END
scan_is 3 --format=json -o "$T/r.json"
for format in text sarif gitlab junit github rdjsonl; do
	scan_is 3 --format=$format -o "$T/out.$format"
	# the same from the JSON; what only the run knows (exit status, version of libclang) is in it
	expect_status 0 "$GFPCHECK" report --tree="$T/tree" --format=$format -o "$T/again.$format" "$T/r.json"
	same "$T/out.$format" "$T/again.$format"
done
expect_status 0 "$TOP/testsuite/report/check-sarif" "$T/out.sarif" --github
python3 - "$T" "$hostile" <<'END' || fail "a format is wrong"
import json, re, sys, urllib.parse, xml.etree.ElementTree as ET
T, hostile = sys.argv[1:]
r = json.load(open(T + "/r.json"))
assert len(r["findings"]) == 2 and r["counts"]["partial"]
run = json.load(open(T + "/out.sarif"))["runs"][0]
places = {urllib.parse.unquote(x["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]) for x in run["results"]}
assert places == {hostile, "plain.c"}, places
# a column counts UTF-16 units: the comment has one of two bytes and one of four bytes, two units
cols = {urllib.parse.unquote(x["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]):
        x["locations"][0]["physicalLocation"]["region"]["startColumn"] for x in run["results"]}
bytes_col = {f["location"]["file"]: f["location"]["column"] for f in r["findings"]}
assert cols["plain.c"] == bytes_col["plain.c"] and cols[hostile] == bytes_col[hostile] - 3, (cols, bytes_col)
note, = run["invocations"][0]["toolExecutionNotifications"]
assert note["descriptor"]["id"] == "analysed-in-part" and "missing.h" in note["message"]["text"]
assert run["invocations"][0]["executionSuccessful"] is False and run["invocations"][0]["exitCode"] == 3
assert all("primaryLocationLineHash" in x["partialFingerprints"] for x in run["results"])

issues = json.load(open(T + "/out.gitlab"))
assert {i["location"]["path"] for i in issues} == {hostile, "plain.c"}
assert len({i["fingerprint"] for i in issues}) == 2
for i in issues:
    assert i["description"] and i["check_name"] and i["location"]["lines"]["begin"] > 0
    assert i["severity"] in ("info", "minor", "major", "critical", "blocker")

suites = ET.parse(T + "/out.junit").getroot()
assert suites.tag == "testsuites" and suites.get("tests") == "3" and suites.get("failures") == "2"
assert {s.get("name") for s in suites} == {"drivers/net", "."}
cases = [c for s in suites for c in s]
assert {c.get("classname") for c in cases} == {hostile, "plain.c", "part.c"}
assert [c for c in cases if c.find("skipped") is not None][0].get("classname") == "part.c"
assert all("spin_lock" in c.find("failure").text for c in cases if c.find("failure") is not None)
for s in suites:
    assert int(s.get("tests")) == len(s)

lines = open(T + "/out.github").read().splitlines()
assert len(lines) == 3, lines
for line in lines:
    m = re.fullmatch(r"::(warning|error|notice) ((?:\w+=[^,:]*)(?:,\w+=[^,:]*)*)::(.*)", line)
    assert m, line
    props = dict(p.split("=", 1) for p in m[2].split(","))
    assert urllib.parse.unquote(props["file"]) in (hostile, "plain.c", "part.c"), props

rd = [json.loads(line) for line in open(T + "/out.rdjsonl")]
assert {d["location"]["path"] for d in rd} == {hostile, "plain.c"}
for d in rd:
    assert d["severity"] == "WARNING" and d["code"]["value"] == "gfp-in-atomic"
    assert d["location"]["range"]["start"]["line"] > 0 and d["relatedLocations"]
END

# Nothing found is a run without results, a passed test and an empty list.
a_good "$T/tree/plain.c" plain
for format in sarif gitlab junit github rdjsonl; do
	scan_is 0 --format=$format -o "$T/none.$format" plain.c
done
expect_status 0 "$TOP/testsuite/report/check-sarif" "$T/none.sarif" --github
grep -q 'tests="1" failures="0"' "$T/none.junit" || fail "junit: a clean run must be a test that passed"
[ "$(tr -d ' \n' <"$T/none.gitlab")" = '[]' ] || fail "gitlab: not an empty array"
[ ! -s "$T/none.github" ] && [ ! -s "$T/none.rdjsonl" ] || fail "lines about nothing"
expect_status 2 "$GFPCHECK" diff --format=sarif "$T/r.json" "$T/r.json"
err_has 'text or json'
expect_status 2 "$GFPCHECK" report "$T/none.sarif"

# GitHub's limits: the least grave results and the last steps are left out, and it is said
python3 - "$T/r.json" "$T/many.json" <<'END'
import copy, json, sys
r = json.load(open(sys.argv[1]))
one = r["findings"][0]
r["findings"] = []
for i in range(6000):
    f = copy.deepcopy(one)
    f.update(id="%016x" % (i + 1), confidence=["low", "medium", "high"][i % 3], severity=["note", "warning"][i % 2])
    r["findings"].append(f)
r["findings"][5]["steps"] *= 600
r["findings"][5]["related"] = [{"file": "a.c", "line": 1, "column": 1, "text": "the same"}] * 3
json.dump(r, open(sys.argv[2], "w"))
END
expect_status 0 "$GFPCHECK" report --tree="$T/tree" --format=sarif -o "$T/all.sarif" "$T/many.json"
json "len(r['runs'][0]['results']) == 6000" "$T/all.sarif"
expect_status 1 "$TOP/testsuite/report/check-sarif" "$T/all.sarif" --github
expect_status 0 "$GFPCHECK" report --tree="$T/tree" --format=sarif --sarif-limits=github -o "$T/some.sarif" "$T/many.json"
expect_status 0 "$TOP/testsuite/report/check-sarif" "$T/some.sarif" --github
json "len(r['runs'][0]['results']) == 5000 and [n['message']['text'] for n in r['runs'][0]['invocations'][0]['toolExecutionNotifications'] if n['descriptor']['id'] == 'truncated'] == [\"left out to stay within GitHub's limits: 1000 results (those of the lowest severity and confidence), 200 places in proofs\"]" "$T/some.sarif"
json "sum(x['level'] == 'warning' for x in r['runs'][0]['results']) == 3000 and sum(x['level'] == 'note' and x['properties']['confidence'] == 'low' for x in r['runs'][0]['results']) == 0" "$T/some.sarif"
