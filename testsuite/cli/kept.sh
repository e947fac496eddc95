#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# A scan of what nothing has changed in gives the result of the one before, the same bytes; whatever changes, it does not.
. "$TOP/testsuite/cli/lib.bash"
mkdir -p "$T/tree/a" "$T/tree/b"
touch "$T/tree/Makefile" "$T/tree/Kbuild"
a_bad "$T/tree/a/bad.c" bad
a_good "$T/tree/a/good.c" good
# what is found in a/caller.c depends on b/callee.c
cat >"$T/tree/b/callee.c" <<'END'
#include <linux/slab.h>
#include "../size.h"
void *callee(void)
{
	return kzalloc(SIZE, GFP_KERNEL);
}
END
cat >"$T/tree/a/caller.c" <<'END'
#include <linux/spinlock.h>
void *callee(void);
void *caller(spinlock_t *lock);
void *caller(spinlock_t *lock)
{
	void *p;

	spin_lock(lock);
	p = callee();
	spin_unlock(lock);
	return p;
}
END
echo '#define SIZE 64' >"$T/tree/size.h"
files=(a/bad.c a/good.c a/caller.c b/callee.c)
compdb_of "$T/tree" "${files[@]}"
rest() { sleep 2.1; }

# run STATUS ARGUMENTS...: $T/out is the report; used/unused: whether it was a kept one
run() { scan_is "$1" --stats "${@:2}"; }
used() { err_has '^kept result'; err_lacks '^(link|checks) +[0-9]'; }
unused() { err_has '^link +[0-9]'; }
# fresh ARGUMENTS...: the report of a run that knows nothing of earlier ones
fresh() {
	rm -rf "$T/fresh"
	"$GFPCHECK" scan -p "$T/tree" --cache="$T/fresh" --progress=never "$@" 2>"$T/fresh.err"
}
right() {
	fresh "$@" >"$T/want"
	same "$T/want" "$T/out"
}
# changed: not the kept one after what was done; twice, and it is kept again
changed() {
	run "$1" "${@:2}"
	unused
	right "${@:2}"
	rest
	run "$1" "${@:2}"
	run "$1" "${@:2}"
	used
	right "${@:2}"
}
# edited: source files that are not what they were when all was linked; what the change makes of the kept result
edited() {
	run "$@"
	err_has '^files changed since the whole link'
	right "${@:2}"
}
rest
changed 1
# formats, exit status, baseline, suppressions: done with the report afterwards
for format in json sarif junit gitlab text; do
	run 1 --format=$format
	used
	right --format=$format
done
run 0 --fail-on=none
used
scan --format=json -o "$T/base.json" 2>/dev/null
run 0 --baseline="$T/base.json"
used
out_lacks 'kzalloc'
run 1 -j1 --color=always
used
# the last line on stderr, too
scan_is 1
tail -n 1 "$T/err" >"$T/last"
fresh >"$T/want"
tail -n 1 "$T/fresh.err" >"$T/fresh.last"
same "$T/fresh.last" "$T/last"

# options that are part of it
run 1 --checks=gfp-in-atomic; unused
run 1 --min-confidence=low; unused
run 0 --rt; unused
run 1 --no-pch; unused
run 1 --context=all; used
printf '' >"$T/mine.rules"
run 1 --rules="$T/mine.rules"; unused
rest
run 1 --rules="$T/mine.rules"
used
printf 'sleep caller_of_nothing\n' >"$T/mine.rules"
run 1 --rules="$T/mine.rules"; unused
run 1 -d explain; err_lacks '^kept result'
scan_is 0 --dump=link

# a kernel model: its bytes, also behind the same name; and what is warned of is said each time
"$GFPCHECK" model export -p "$T/tree" --cache="$T/cache" -q -o "$T/k.gfm" 2>"$T/err" || fail "export"
rest
run 1 --model="$T/k.gfm"
unused
run 1 --model="$T/k.gfm"
used
run 1 --model=none
unused
cp "$T/k.gfm" "$T/other.gfm" && mv "$T/other.gfm" "$T/k.gfm"
run 1 --model="$T/k.gfm"
unused
# a header
echo '#define SIZE 32' >"$T/tree/size.h"; changed 1
# a source, its time alone, one that comes back
sed -i 's/GFP_KERNEL/GFP_ATOMIC/' "$T/tree/a/bad.c"; edited 1
touch -d '2001-01-01' "$T/tree/a/good.c" "$T/tree/size.h" "$T/tree/Makefile" "$T/tree/compile_commands.json"; edited 1
a_bad "$T/tree/a/bad.c" bad
run 1
used
right
# all of it is asked for; what that leaves is the base of the next one
rest
run 1 --context=all
err_lacks '^files changed since'
# what is found stands in another file; lines move; a proof that goes through the file
sed -i 's/GFP_KERNEL/GFP_NOWAIT/' "$T/tree/b/callee.c"; edited 1
out_lacks 'callee'
sed -i 's/GFP_NOWAIT/GFP_KERNEL/; 1i// a line' "$T/tree/b/callee.c"; edited 1
out_has 'b/callee\.c:6:.*kzalloc'
sed -i '1i// a line' "$T/tree/a/caller.c"; edited 1
out_has 'a/caller\.c:10:.*callee'
# a function goes, another comes; a file that cannot be parsed is analysed in part
sed -i 's/callee(void)/other(void)/' "$T/tree/b/callee.c"; edited 1
echo 'int broken(void) { return nothing; }' >>"$T/tree/a/good.c"; edited 3
err_has 'a/good\.c: analysed in part'
run 3 --format=json
# counts are those of all that was linked, and say so
json "r['counts']['bounds']['files changed since the whole link'] >= 1 and r['counts']['partial'][0]['file'] == 'a/good.c'"
a_good "$T/tree/a/good.c" good; edited 1
# a header with them: everything
echo '#define SIZE 16' >"$T/tree/size.h"; changed 1
# what the file was is not known any more
sed -i 's/other(void)/callee(void)/' "$T/tree/b/callee.c"
"$GFPCHECK" scan -p "$T/tree" --cache="$T/cache" -q b >/dev/null 2>&1
changed 1
rm "$T/tree/a/good.c"
run 3
err_lacks '^files changed since'
a_good "$T/tree/a/good.c" good
changed 1
# the same size, time and inode, another text: ctime tells; and what it holds when it is put back
poke() {	# poke WORD: over the ten characters of the flag
	at=$(grep -bo 'GFP_[A-Z]*' "$T/tree/b/callee.c" | cut -d: -f1)
	printf '%s' "$1" | dd of="$T/tree/b/callee.c" bs=1 seek="$at" conv=notrunc 2>/dev/null
	touch -r "$T/when" "$T/tree/b/callee.c"
}
touch -r "$T/tree/b/callee.c" "$T/when"
poke GFP_NOWAIT; edited 1
poke GFP_KERNEL
run 1
used
right
# TUs come and go
compdb_of "$T/tree" a/bad.c a/caller.c b/callee.c; changed 1
a_bad "$T/tree/a/new.c" new
compdb_of "$T/tree" "${files[@]}" a/new.c; changed 1
rm "$T/tree/a/new.c"
rm -r "$T/cache"
run 3
unused
err_has 'new\.c'
rest
run 3
run 3
used
err_has 'new\.c'
a_bad "$T/tree/a/new.c" new
changed 1
compdb_of "$T/tree" "${files[@]}"; changed 1

# a file: what is in the cache besides is part of the result
rm -rf "$T/cache"
rest
run 0 a/caller.c
run 0 a/caller.c
used
run 0 b
run 1 a/caller.c
unused
out_has 'callee\(\) may sleep'
run 1 a/caller.c
used
# another folder, the same words
cd "$T/tree/a" || exit 1
run 1 caller.c
unused
run 1 caller.c
used
cd "$T/tree" || exit 1
run 2 caller.c
cd "$T" || exit 1
# a summary in the cache that is made anew, or gone
sed -i 's/GFP_KERNEL/GFP_ATOMIC/' "$T/tree/b/callee.c"
run 0 a/caller.c
unused
rest
run 0 b
run 0 a/caller.c
unused
run 0 a/caller.c
used
find "$T/cache" -name '*.gfs' | sort | head -n 1 | xargs rm
run 0 a/caller.c
unused

# a result that is damaged, or whose link is gone, is none
run 1
rest
run 1
run 1
used
cp "$T/out" "$T/good.out"
for kept in "$T"/cache/result/*.gfr; do printf x | dd of="$kept" bs=1 seek=200 conv=notrunc 2>/dev/null; done
expect_status 1 "$GFPCHECK" cache verify --cache="$T/cache"
out_has 'gfr: damaged'
run 1
unused
same "$T/good.out" "$T/out"
run 1
used
rm -r "$T/cache/link"
run 1
unused
[ -d "$T/cache/link" ] || fail "no link was left"
run 1
used
# a crash is never kept
a_bad "$T/tree/a/bad.c" crash
rest
for _ in 1 2; do
	expect_status 3 env GFPCHECK_TORTURE_CRASH=bad.c "$GFPCHECK" scan -p "$T/tree" --cache="$T/cache" --progress=never --stats
	unused
done
run 1
unused
