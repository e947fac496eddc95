#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# The same bytes for any -j, current folder, locale, and for a cold and a warm cache, and for shuffled commands.
. "$TOP/testsuite/cli/lib.bash"
tree
files=(bad.c good.c)
for i in 1 2 3 4 5 6 7 8; do
	a_bad "$T/tree/b$i.c" "b$i"
	a_good "$T/tree/g$i.c" "g$i"
	files+=("b$i.c" "g$i.c")
done
compdb_of "$T/tree" "${files[@]}"
for format in json text; do
	scan -j1 --format=$format --cache="$T/c1" -o "$T/1.$format"
	scan -j2 --format=$format --cache="$T/c2" -o "$T/2.$format"
	scan -j2 --format=$format --cache="$T/c2" -o "$T/warm.$format"
	(cd / && LC_ALL=C.UTF-8 TZ=Asia/Tokyo scan -j4 --format=$format --cache="$T/c3" -o "$T/3.$format")
	[ -s "$T/1.$format" ] || fail "nothing in $format"
	for other in 2 warm 3; do
		same "$T/1.$format" "$T/$other.$format"
	done
done
json "len(r['findings']) == 9" "$T/1.json"
mapfile -t files < <(printf '%s\n' "${files[@]}" | tac)
compdb_of "$T/tree" "${files[@]}"
scan -j2 --format=json --cache="$T/c4" -o "$T/4.json"
same "$T/1.json" "$T/4.json"
# another place on the disk: names are relative to the tree
cp -r "$T/tree" "$T/elsewhere"
compdb_of "$T/elsewhere" "${files[@]}"
scan -p "$T/elsewhere" --format=json --cache="$T/c5" -o "$T/5.json"
same "$T/1.json" "$T/5.json"
