#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# scripts/gfp-pw-check against a server that has a patch of each kind and keeps what is posted.
. "$TOP/testsuite/cli/lib.bash"
command -v curl >/dev/null || skip "curl is not installed"
command -v jq >/dev/null || skip "jq is not installed"
tree
mkdir "$T/www"
a_bad "$T/new.c" good
(cd "$T" && diff -u --label a/good.c --label b/good.c tree/good.c new.c) >"$T/www/1" || true
sed '/^ /s/$/ /' "$T/www/1" >"$T/www/2"		# context that is not there
printf -- '--- a/good.c\n+++ b/good.c\n@@ -1,1 +1,2 @@\n #include <linux/slab.h>\n+/* $(touch %s/run) */\n' "$T" >"$T/www/3"
cat >"$T/server.py" <<'END'
import http.server, json, sys
top = sys.argv[1]
class H(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        part = self.path.strip("/").split("/")
        self.send_response(200); self.end_headers()
        if part[0] == "api":
            self.wfile.write(json.dumps({"mbox": "http://127.0.0.1:%d/mbox/%s" % (port, part[2])}).encode())
        else:
            self.wfile.write(b"From: A <a@b.c>\nSubject: [PATCH] x $(touch /run)\n\n" + open(top + "/www/" + part[1], "rb").read())
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        open(top + "/posted", "w").write(json.dumps({"path": self.path, "auth": self.headers["Authorization"], **body}))
        self.send_response(201); self.end_headers()
    def log_message(self, *a): pass
server = http.server.HTTPServer(("127.0.0.1", 0), H)
port = server.server_address[1]
open(top + "/port", "w").write(str(port))
server.serve_forever()
END
python3 "$T/server.py" "$T" &
server=$!
trap 'kill $server' EXIT
for _ in $(seq 100); do [ -s "$T/port" ] && break; sleep 0.1; done
check() {
	rm -f "$T/posted"
	no_proxy='*' PW_TOKEN=secret "$TOP/scripts/gfp-pw-check" "http://127.0.0.1:$(cat "$T/port")/api/patches/$1/" \
		-p "$T/tree" --cache="$T/cache" >"$T/out" 2>"$T/err" </dev/null || fail "patch $1"
}
cd "$T" || exit 1
check 1
json 'r["state"] == "warning" and "1 finding introduced" in r["description"] and r["context"] == "gfpcheck"' "$T/posted"
json 'r["path"] == "/api/patches/1/checks/" and r["auth"] == "Token secret"' "$T/posted"
out_has '\[gfp-in-atomic\]'
check 2
json 'r["state"] == "fail" and "does not apply" in r["description"]' "$T/posted"
check 3
json 'r["state"] == "success"' "$T/posted"
[ ! -e "$T/run" ] || fail "text of the server was run"
