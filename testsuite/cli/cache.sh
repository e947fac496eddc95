#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# A changed file or header analyses again just what reads it; a damaged cache file is noticed and made again.
. "$TOP/testsuite/cli/lib.bash"
tree
echo '#define SIZE 64' >"$T/tree/size.h"
sed -i '1i #include "size.h"' "$T/tree/good.c"
explain() { scan -d explain >"$T/out" 2>"$T/err" </dev/null; }
scan_is 1 --format=json -o "$T/1.json"
explain
err_lacks '(bad|good)\.c.*(changed|missing|damaged|new)'
sleep 0.05
echo '#define SIZE 32' >"$T/tree/size.h"
explain
err_has 'good\.c.*size\.h|size\.h.*good\.c'
err_lacks 'bad\.c.*(changed|size\.h)'
echo '/* a comment more */' >>"$T/tree/bad.c"
explain
err_has 'bad\.c'
err_lacks 'good\.c.*(changed|size\.h)'
scan_is 1 --format=json -o "$T/2.json"

nr=0
while IFS= read -r -d '' file; do
	nr=$((nr + 1))
	case $((nr % 3)) in
	0) : >"$file" ;;
	1) printf 'garbage' | dd of="$file" bs=1 seek=64 conv=notrunc 2>/dev/null ;;
	2) truncate -s 50% "$file" 2>/dev/null || truncate -s 100 "$file" ;;
	esac
done < <(find "$T/cache" -name '*.gfs' -print0)
[ "$nr" -gt 0 ] || fail "no summary in the cache"
scan_is 1 --format=json -o "$T/3.json"
same "$T/2.json" "$T/3.json"
scan_is 1 --format=json -o "$T/4.json"
err_lacks 'damaged'
same "$T/2.json" "$T/4.json"
# a relative folder is the one of the current folder, also for workers, which leave it
cd "$T" || exit 1
scan_is 1 --format=json --cache=relative -o "$T/5.json"
same "$T/2.json" "$T/5.json"
[ -f "$T/relative/CACHEDIR.TAG" ] || fail "no cache in the current folder"
