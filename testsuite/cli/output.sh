#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# -o writes the whole file or leaves the old one; a full disk is an error, never a short report.
. "$TOP/testsuite/cli/lib.bash"
tree
scan_is 1 --format=json -o "$T/report.json"
[ ! -s "$T/out" ] || fail "-o and stdout at the same time"
json "r['format'] == 'gfpcheck-findings' and r['version'] == 1" "$T/report.json"
scan_is 2 --format=json -o "$T/no/such/folder/report.json"
err_has 'no/such/folder'
scan_is 2 --format=json -o /dev/full
err_has '/dev/full'
expect_status 2 bash -c '"$0" scan -p "$1/tree" --cache="$1/cache" --progress=never >/dev/full' "$GFPCHECK" "$T"
if [ "$(id -u)" -eq 0 ] && mkdir "$T/small" && mount -t tmpfs -o size=4k none "$T/small" 2>/dev/null; then
	trap 'umount "$T/small"' EXIT
	echo old >"$T/small/report.json"
	scan_is 2 --format=json -o "$T/small/report.json"
	[ "$(cat "$T/small/report.json")" = old ] || fail "the old report is gone"
fi
