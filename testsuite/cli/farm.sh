#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# summarize and link apart give the bytes of a scan; plan's jobs for ninja and make, also killed in the middle, too.
. "$TOP/testsuite/cli/lib.bash"
mkdir -p "$T/a tree's \$HOME/sub"
src="$T/a tree's \$HOME"
touch "$src/Makefile" "$src/Kbuild"
files=()
for i in 1 2 3 4 5 6 7 8; do
	a_bad "$src/b$i.c" "b$i"
	a_good "$src/sub/g$i.c" "g$i"
	files+=("b$i.c" "sub/g$i.c")
done
# names that a shell, make or ninja would take apart
a_bad "$src/sp ace.c" space
a_bad "$src/sub/\$(touch owned);'q\"#%.c" quote
echo '#include "not-there.h"' | cat - "$src/b1.c" >"$src/part.c"
sed -i 's/b1/part/g' "$src/part.c"
echo 'int x' >"$src/sub/broken.c"
files+=(part.c sub/broken.c sub/absent.c "sp ace.c" "sub/\$(touch owned);'q\"#%.c")
python3 - "$src" "$kernel_flags" "${files[@]}" <<'END'
import json, shlex, sys
top, flags, files = sys.argv[1], sys.argv[2], sys.argv[3:]
json.dump([{"directory": top, "file": f, "arguments": ["clang", *shlex.split(flags), "-I.", "-c", f]} for f in files],
          open(top + "/compile_commands.json", "w"))
END
g() { "$GFPCHECK" "$@" 2>"$T/err" </dev/null; }
expect_status 3 "$GFPCHECK" scan -p "$src" --cache="$T/c0" --format=json --progress=never -o "$T/want.json"
json 'len(r["findings"]) >= 10 and len(r["counts"]["skipped"]) == 1' "$T/want.json"

# the halves: one bundle; several, in any order, some TUs twice; the same bytes each time
expect_status 0 "$GFPCHECK" summarize -p "$src" --cache="$T/c1" -o "$T/all.gfb"
err_has 'absent\.c: not analysed'
expect_status 3 "$GFPCHECK" link --format=json -o "$T/got.json" "$T/all.gfb"
same "$T/want.json" "$T/got.json"
expect_status 0 "$GFPCHECK" summarize -p "$src" --cache="$T/c2" -j1 -o "$T/again.gfb"
same "$T/all.gfb" "$T/again.gfb"
expect_status 0 "$GFPCHECK" summarize -p "$src" --cache="$T/c2" -o "$T/sub.gfb" sub
printf 'b%s.c\n' 1 2 3 4 5 6 7 8 part 'sp ace' | sed 's/^bpart/part/;s/^bsp/sp/' | "$GFPCHECK" summarize -p "$src" --cache="$T/c3" \
	--no-pch --files-from=- -o "$T/rest.gfb" b1.c || fail "files from stdin"
expect_status 2 "$GFPCHECK" link "$T/sub.gfb" "$T/nothing.gfb"
expect_status 3 "$GFPCHECK" link --format=json -o "$T/got.json" "$T/rest.gfb" "$T/sub.gfb" "$T/sub.gfb" "$T/again.gfb"
same "$T/want.json" "$T/got.json"
expect_status 3 "$GFPCHECK" link --format=json -o "$T/got.json" "$T/rest.gfb" "$T/sub.gfb"
same "$T/want.json" "$T/got.json"
for what in --rt --checks=leak --min-confidence=low --fail-on=none; do
	"$GFPCHECK" scan -p "$src" --cache="$T/c0" --format=json --progress=never $what 2>/dev/null >"$T/1.json"
	"$GFPCHECK" link "$T/all.gfb" --format=json $what 2>/dev/null >"$T/2.json"
	same "$T/1.json" "$T/2.json"
done

# without libclang
link=$(dirname "$GFPCHECK")/gfpcheck-link
! ldd "$link" | grep -q clang || fail "gfpcheck-link needs libclang"
expect_status 3 "$link" link --format=json -o "$T/got.json" "$T/all.gfb"
same "$T/want.json" "$T/got.json"
expect_status 3 "$link" scan -p "$src" --cache="$T/c9" --progress=never
err_has 'has no parser'

# bad input: cut short anywhere, bytes changed, other trees, other sources, no bundle at all
size=$(stat -c %s "$T/all.gfb")
for n in 0 1 50 200 $((size / 2)) $((size - 1)); do
	head -c "$n" "$T/all.gfb" >"$T/cut.gfb"
	expect_status 2 "$GFPCHECK" link "$T/cut.gfb"
	err_has 'cut.gfb: (damaged|no bundle)'
done
for n in 20 64 90 4000 $((size - 9)); do
	cp "$T/all.gfb" "$T/bad.gfb"
	printf '\377' | dd of="$T/bad.gfb" bs=1 seek="$n" conv=notrunc 2>/dev/null
	expect_status 2 "$GFPCHECK" link "$T/bad.gfb"
done
expect_status 2 "$GFPCHECK" link "$src/b1.c"
expect_status 2 "$GFPCHECK" link
expect_status 2 "$GFPCHECK" summarize -p "$src" --cache="$T/c1" --files-from=/dev/null -o "$T/none.gfb"
[ ! -e "$T/none.gfb" ] || fail "an empty list is everything"
cp -r "$src" "$T/other"
sed -i "s|$(printf '%s' "$src" | sed 's/[$]/\\$/')|$T/other|g" "$T/other/compile_commands.json"
expect_status 0 "$GFPCHECK" summarize -p "$T/other" --cache="$T/c1" -o "$T/other.gfb" b1.c
expect_status 2 "$GFPCHECK" link "$T/all.gfb" "$T/other.gfb"
err_has 'of different trees'
cp "$src/b1.c" "$T/b1.c"
sed -i 's/GFP_KERNEL/GFP_ATOMIC/' "$src/b1.c"
expect_status 0 "$GFPCHECK" summarize -p "$src" --cache="$T/c1" -o "$T/new.gfb" b1.c
expect_status 2 "$GFPCHECK" link "$T/all.gfb" "$T/new.gfb"
err_has 'b1.c is in .* made from different sources'
cp "$T/b1.c" "$src/b1.c"
expect_status 2 "$GFPCHECK" summarize -p "$src" --cache="$T/c1" -o "$T/no/such/folder.gfb"

# plans: engines, the user's own paths need quotes, too
cp "$GFPCHECK" "$T/a \$(touch owned) 'gfpcheck"
expect_status 2 "$GFPCHECK" plan -p "$src" -o "$T/p"
expect_status 2 "$GFPCHECK" plan -p "$src" --ninja
expect_status 2 "$GFPCHECK" plan -p "$src" --ninja --make -o "$T/p"
rules=$TOP/rules
for engine in ninja make; do
	dir="$T/plan \$HOME '$engine"
	GFPCHECK_RULES="$rules" "$T/a \$(touch owned) 'gfpcheck" plan -p "$src" --cache="$T/c \$(touch owned) '$engine" --$engine \
		--batch-seconds=1 -o "$dir" 2>"$T/err" || fail "plan --$engine"
	err_has '^21 TUs in [0-9]+ batches, 1 precompiled'
	[ "$(cat "$dir"/batch-*.list | wc -l)" -eq 21 ] || fail "the batches have other files"
	case $engine in
	ninja) command -v ninja >/dev/null || skip "no ninja"; run() { ninja -C "$dir" -j2; } ;;
	make) run() { make -C "$dir" -j2; } ;;
	esac
	# killed in the middle, with all its jobs: what is left is whole or not there
	setsid bash -c "$(declare -f run); dir=\$1 engine=\$2; run" _ "$dir" "$engine" >"$T/out" 2>&1 &
	victim=$!
	sleep 0.3
	kill -9 -- "-$victim" 2>/dev/null
	wait "$victim" 2>/dev/null
	for b in "$dir"/out/*.gfb; do
		[ ! -e "$b" ] || "$GFPCHECK" link --fail-on=none "$b" >/dev/null 2>"$T/err" || [ $? -eq 3 ] || fail "$b is half a bundle"
	done
	run >"$T/out" 2>&1 || { cat "$T/out"; fail "$engine"; }
	same "$T/want.json" "$dir/findings.json"
	run >"$T/out" 2>&1 || fail "$engine again"
	grep -Eq 'no work to do|up to date' "$T/out" || fail "$engine did it all again"
	rm "$dir"/out/batch-0001.gfb
	run >"$T/out" 2>&1 || fail "$engine once more"
	same "$T/want.json" "$dir/findings.json"
done
[ -z "$(find "$T" -name owned)" ] || fail "a name was run as a command"
# neither the tree nor the build folder has to be where bundles are linked
mv "$src" "$T/away"
expect_status 3 "$GFPCHECK" link --format=json -o "$T/got.json" "$T/all.gfb"
same "$T/want.json" "$T/got.json"
