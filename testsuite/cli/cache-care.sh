#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# gfpcheck cache stats, gc, verify; a limit that holds by itself; another place; runs side by side, and killed ones.
. "$TOP/testsuite/cli/lib.bash"
tree
files=(bad.c good.c)
for i in 1 2 3 4; do
	a_bad "$T/tree/b$i.c" "b$i"
	files+=("b$i.c")
done
compdb_of "$T/tree" "${files[@]}"
care() { local want=$1; shift; expect_status "$want" "$GFPCHECK" cache "$@" --cache="$T/cache"; }
summaries() { find "$T/cache" -name '*.gfs' | wc -l; }

care 2 stats
err_has 'no cache of gfpcheck'
scan_is 1 --format=json -o "$T/1.json"
care 0 stats
out_has '^ +[67] summaries'
out_has 'limit +8192.0 MiB'
for wrong in "nothing" "gc --max-size=x" "gc --remove" "stats --older-than=3" "gc --max-size=-1" "gc --max-size=99999999999T"; do
	# shellcheck disable=SC2086
	care 2 $wrong
done

# verify: each kind, by its path; --remove takes those away, and the next run makes them again
care 0 verify
out_has ' 0 damaged'
sum=$(find "$T/cache" -name '*.gfs' | sort | head -n 1)
link=$(find "$T/cache/link" -name '*.gfl' | head -n 1)
for file in "$sum" "$link" "$T/cache/files.memo"; do
	[ -f "$file" ] || continue
	printf garbage | dd of="$file" bs=1 seek=70 conv=notrunc 2>/dev/null
	care 1 verify
	out_has "${file##*/}: damaged"
	care 1 verify --remove
	out_has '1 removed'
	[ ! -e "$file" ] || fail "$file is still there"
	care 0 verify
done
printf x >"$T/cache/notes"
mkdir -p "$T/cache/ab"
printf x >"$T/cache/ab/notes"
printf x >"$T/precious"
ln -sf "$T/precious" "$T/cache/ab/ab000000000000000000000000000001.gfs"
scan_is 1 --format=json -o "$T/2.json"
same "$T/1.json" "$T/2.json"

# gc: what was not used for longest goes, and nothing that is not ours
before=$(summaries)
find "$T/cache" -name '*.gfs' -type f | sort | head -n 2 | xargs touch -d '3 days ago'
care 0 gc --older-than=2
[ "$(summaries)" -lt "$before" ] || fail "nothing was removed"
[ -f "$T/cache/notes" ] && [ -f "$T/cache/ab/notes" ] && [ -f "$T/precious" ] || fail "gc took what is not ours"
care 0 gc --max-size=0
[ "$(find "$T/cache" -name '*.gfs' -type f | wc -l)" -eq 0 ] || fail "summaries are left"
[ -f "$T/cache/notes" ] && [ -f "$T/precious" ] || fail "gc took what is not ours"
expect_status 2 "$GFPCHECK" cache gc --max-size=0 --cache="$T/tree"
[ -f "$T/tree/bad.c" ] || fail "gc took somebody's files"
rm "$T/cache/ab/ab000000000000000000000000000001.gfs"

# a limit of its own: the run's own summaries, and those it has as context, stay however small it is; others go
scan_is 1 --format=json -o "$T/3.json" bad.c
cp -r "$T/tree" "$T/other"
compdb_of "$T/other" b1.c b2.c
export GFPCHECK_CACHE_SIZE=1
expect_status 1 "$GFPCHECK" scan -p "$T/other" --cache="$T/cache" --progress=never
expect_status 1 "$GFPCHECK" scan -p "$T/other" --cache="$T/cache" --progress=never -d explain b1.c
err_lacks 'explain: '
scan_is 1 bad.c -d explain
err_has 'explain: bad.c: not in the cache: its summary was removed'
export GFPCHECK_CACHE_SIZE=junk
scan_is 1 b2.c
err_has 'GFPCHECK_CACHE_SIZE=junk: not a size'
unset GFPCHECK_CACHE_SIZE

# why: the compile command; a header; nothing known of it
scan_is 1 --format=json -o "$T/4.json"
same "$T/1.json" "$T/4.json"
extra=-DMORE=1
compdb_of "$T/tree" "${files[@]}"
scan_is 1 -d explain
err_has 'explain: bad.c: not in the cache: its compile command changed'
err_lacks 'another version|prelude|no summary'
scan_is 1 --no-pch -d explain
err_has 'explain: good.c: .*--no-pch'
scan_is 1 -d explain
err_lacks 'explain: '
rm -f "$T/cache/keys.memo"
find "$T/cache" -name '*.gfs' -delete
scan_is 1 -d explain
err_has 'explain: bad.c: not in the cache: no summary of it was made before'
printf garbage >"$T/cache/keys.memo"
scan_is 1 -d explain

# somewhere else on the disk: the folder's own path is in no key
mv "$T/cache" "$T/moved"
expect_status 1 "$GFPCHECK" scan -p "$T/tree" --cache="$T/moved" --progress=never --stats -d explain
err_has 'TUs from the cache +6$'
err_lacks 'explain: '
echo '/* more */' >>"$T/tree/good.c"
expect_status 1 "$GFPCHECK" scan -p "$T/tree" --cache="$T/moved" --progress=never --stats -d explain
err_has 'TUs from the cache +5$'
err_has 'explain: good.c: stale: good.c changed'
mv "$T/moved" "$T/cache"

# side by side, some of them killed in the middle, one that cleans: the same report, and nothing half-written that counts
scan_is 1 --format=json -o "$T/want.json"
for round in 1 2 3; do
	rm -rf "$T/cache"
	pids=()
	for i in 1 2 3 4; do
		scan -j2 --format=json -o "$T/side$i.json" >/dev/null 2>&1 &
		pids+=($!)
	done
	sleep "0.$((round * 2))"
	kill -9 "${pids[0]}" "${pids[1]}" 2>/dev/null
	[ ! -d "$T/cache" ] || "$GFPCHECK" cache gc --max-size=10K --cache="$T/cache" >/dev/null 2>&1
	wait 2>/dev/null
	for i in 3 4; do same "$T/want.json" "$T/side$i.json"; done
	care 0 verify
	scan_is 1 --format=json -o "$T/after.json"
	same "$T/want.json" "$T/after.json"
done
