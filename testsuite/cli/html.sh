#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# The HTML report in a real browser, with findings that would like to be markup.
. "$TOP/testsuite/cli/lib.bash"
mkdir -p "$T/tree/drivers/net" "$T/tree/fs"
touch "$T/tree/Makefile" "$T/tree/Kbuild"
evil='drivers/net/"><img src=x onerror=window.hacked=1>.c'
mkdir -p "$(dirname "$T/tree/$evil")"
cat >"$T/tree/$evil" <<'END'
#include <linux/slab.h>
#include <linux/spinlock.h>
/* </pre></table><script>window.hacked = 1</script><img src=x onerror="window.hacked=1"> */
struct evil { spinlock_t lock; void *buf; };
static void *evil_refill(struct evil *x)
{
	return kzalloc(sizeof("</td><script>window.hacked=1</script>"), GFP_KERNEL);
}
int evil_fill(struct evil *x)
{
	spin_lock(&x->lock);
	x->buf = evil_refill(x);
	spin_unlock(&x->lock);
	return x->buf ? 0 : -ENOMEM;
}
END
a_bad "$T/tree/fs/plain.c" plain
python3 - "$T/tree" "$evil" "$kernel_flags" <<'END'
import json, shlex, sys
tree, evil, flags = sys.argv[1:]
json.dump([{"directory": tree, "file": f, "arguments": ["clang", *shlex.split(flags), "-c", f]}
           for f in (evil, "fs/plain.c")], open(tree + "/compile_commands.json", "w"))
END
scan_is 1 --format=json -o "$T/scan.json"
# what a scan does not write, but a findings file from elsewhere may hold; a link out of the tree; a repair
echo secret-outside >"$T/secret.c"
ln -s ../secret.c "$T/tree/link.c"
python3 - "$T" <<'END'
import copy, json, sys
T = sys.argv[1]
r = json.load(open(T + "/scan.json"))
bad = '<script>window.hacked=1</script>"\' onmouseover=window.hacked=1 \u202e\x1b[31m &amp;'
a = copy.deepcopy(r["findings"][0])
a.update(id="00000000000000aa", check="leak", message=bad, confidence="medium")
a["location"] = {"file": "../secret.c", "line": 1, "column": 1, "function": bad}
a["steps"] = [{"kind": "use", "file": f, "line": 1, "column": 1, "function": bad, "text": bad + " " + f}
              for f in ("../secret.c", "link.c", "/etc/hostname", "/proc/self/environ", "none.c", "fs/plain.c")]
a["related"] = [{"file": bad, "line": 1, "column": 1, "text": bad}]
a["fix"] = {"cocci": bad, "diff": "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-<b>\n+" + bad + "\n"}
r["findings"].append(a)
json.dump(r, open(T + "/all.json", "w"))
END
expect_status 2 "$GFPCHECK" report --tree="$T/tree" --format=html "$T/all.json"
err_has '-o DIR'
expect_status 2 "$GFPCHECK" report --tree="$T/tree" --format=html -o "$T/all.json" "$T/all.json"
expect_status 0 "$GFPCHECK" report --tree="$T/tree" --format=html -o "$T/html" "$T/all.json"
[ "$(find "$T/html/finding" -name '*.html' | wc -l)" -eq 3 ] || fail "not a page for each finding"
! grep -rq secret-outside "$T/html" || fail "text from outside of the tree is in the report"
! grep -rqE '(src|href)="?https?:' "$T/html" || fail "something comes from the network"
grep -q 'taken here by spin_lock' "$T/html/finding/"*.html || fail "no steps"
# the same folder again, and from a scan, byte for byte
scan_is 1 --format=html -o "$T/html2"
scan_is 1 --format=html -o "$T/html2"
expect_status 0 "$GFPCHECK" report --tree="$T/tree" --format=html -o "$T/html3" "$T/scan.json"
diff -r "$T/html2" "$T/html3" >"$T/out" || fail "a scan and its JSON give different pages"
# a proof of absurd length costs no absurd time
python3 - "$T" <<'END'
import json, sys
T = sys.argv[1]
r = json.load(open(T + "/scan.json"))
f = r["findings"][0]
f["steps"] = [dict(f["steps"][0], file="f%d.c" % i) for i in range(50000)]
json.dump(r, open(T + "/long.json", "w"))
END
expect_status 0 timeout 60 "$GFPCHECK" report --tree="$T/tree" --format=html -o "$T/long" "$T/long.json"
grep -q '49500 more steps' "$T/long/finding/"*.html || fail "it is not said that steps are left out"
status=0
python3 "$TOP/testsuite/report/check-html" "$T/html" "$T/all.json" ${GFPCHECK_SCREENSHOTS:-} >"$T/out" 2>&1 || status=$?
[ "$status" -ne 77 ] || skip "no chromium: what needs no browser was tested"
[ "$status" -eq 0 ] || fail "in the browser"
