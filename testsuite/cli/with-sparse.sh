#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# scan --with-sparse: the real sparse beside our checks; one that is missing, fails, hangs or lies.
. "$TOP/testsuite/cli/lib.bash"
[ -x /usr/bin/sparse ] || skip "sparse is not installed"

# the mini kernel with a gfp_t that sparse knows as a type of its own
cp -r "$TOP/testsuite/include" "$T/include"
sed -i 's/^typedef unsigned int gfp_t;$/#ifdef __CHECKER__\ntypedef unsigned int __attribute__((bitwise)) gfp_t;\n#define FORCED __attribute__((force))\n#else\ntypedef unsigned int gfp_t;\n#define FORCED\n#endif/' \
	"$T/include/linux/types.h"
sed -i 's/((gfp_t)/((FORCED gfp_t)/' "$T"/include/linux/gfp*.h
grep -q FORCED "$T/include/linux/types.h" "$T/include/linux/gfp_types.h" || fail "the headers are not as they were"
kernel_flags=${kernel_flags//"$TOP/testsuite/include"/"$T/include"}

mkdir "$T/tree"
touch "$T/tree/Makefile" "$T/tree/Kbuild"
cat >"$T/tree/wrong.c" <<'E1'
#include <linux/slab.h>
struct ring { int lock; void *buf; };
#ifdef __CHECKER__
void ring_lock(int *l) __attribute__((context(l, 0, 1)));
void ring_unlock(int *l) __attribute__((context(l, 1, 0)));
#else
void ring_lock(int *l);
void ring_unlock(int *l);
#endif
int ring_widen(gfp_t gfp)
{
	return gfp + 1;
}
int ring_fill(struct ring *r, int how)
{
	ring_lock(&r->lock);
	if (how)
		return -1;
	ring_unlock(&r->lock);
	return 0;
}
void *ring_both(void)
{
	return kmalloc(GFP_KERNEL, 64);
}
void ring_set(gfp_t *gfp)
{
	int how = 3;

	*gfp = how;
}
E1
a_good "$T/tree/right.c" right
extra="-Wall -O2 -fno-strict-aliasing -mno-sse -fplugin-is-not-known"
compdb_of "$T/tree" wrong.c right.c
with() { local want=$1; shift; scan_is "$want" --with-sparse "$@"; }

# without the option nothing of it
scan_is 1
out_lacks 'sparse'
cp "$T/out" "$T/plain"
grep -q '^wrong.c:24:.*gfp-flags\]$' "$T/plain" || fail "no finding of ours to be preferred"

with 1
out_has '^wrong.c:12:[0-9]+: warning: sparse: restricted gfp_t degrades to integer \[sparse-gfp\]$'
out_has '^wrong.c:30:[0-9]+: warning: sparse: incorrect type in assignment \(different base types\); expected restricted gfp_t \[usertype\]; got int how \[sparse-gfp\]$'
out_lacks 'imbalance'
out_lacks 'right.c'
# what we say ourselves is not said again
[ "$(grep -c '^wrong.c:24:' "$T/out")" = "$(grep -c '^wrong.c:24:' "$T/plain")" ] || fail "line 24 is said twice"
while read -r line; do grep -qF -- "$line" "$T/out" || fail "lost: $line"; done <"$T/plain"
with 1 --checks=sparse-gfp
out_has '^wrong.c:24:.*sparse-gfp\]$'
out_lacks 'gfp-flags'
# in code that is right sparse is silent
with 0 right.c
err_lacks 'sparse'

# lock contexts are less sure
with 1 --checks=sparse-context --min-confidence=low --format=json
json '[(f["location"]["file"], f["location"]["line"], f["location"]["function"], f["confidence"]) for f in r["findings"]] == [("wrong.c", 14, "ring_fill", "low")]'
json 'r["findings"][0]["message"].startswith("sparse: context imbalance in ")'
with 1 -j1 --min-confidence=low --format=json -o "$T/j1"
with 1 -j2 --min-confidence=low --format=json -o "$T/j2"
same "$T/j1" "$T/j2"

# what makes no sense
scan_is 2 --checks=sparse-gfp
err_has 'sparse-gfp needs --with-sparse'
with 2 --dump=link
for check in sparse-gfp sparse-context; do expect_status 0 "$GFPCHECK" explain "$check"; done

# other programs of that name; each call says what it was given
fake() { mkdir -p "$T/bin"; printf '#!/bin/bash\n%s\n' "$1" >"$T/bin/sparse"; chmod +x "$T/bin/sparse"; }
PATH=$T/bin:$PATH
fake 'printf "%s\n" "$@" >"'"$T"'/args.${*: -1:1}.tmp" 2>/dev/null; printf "%s\n" "$@" >"'"$T"'/args"'
with 1 wrong.c
for word in -D__CHECKER__ -Wbitwise -fmax-warnings=unlimited -nostdinc -std=gnu11 "-I$T/tree" "$T/tree/wrong.c"; do
	grep -qxF -- "$word" "$T/args" || fail "sparse was not given $word"
done
! grep -Eq -- 'plugin|strict-aliasing|^-mno|^-Wall|^--target' "$T/args" || fail "sparse was given flags that it does not know"

# it fails on one file: named, counted, status 3; the rest is there
fake 'case ${*: -1:1} in */right.c) kill -SEGV $$ ;; esac; exec /usr/bin/sparse "$@"'
with 3
err_has '^right.c: .*sparse: signal 11'
out_has '^wrong.c:12:.*sparse-gfp'
with 3 --stats
err_has '^TUs that sparse failed on +1$'
fake 'echo oh no; exit 4'
with 3 right.c
err_has 'right.c: .*sparse: exit status 4: oh no'
fake 'sleep 77.125 & wait'
with 3 --time-limit=2 right.c
err_has 'right.c: .*sparse: more than 2 s'
! grep -lq '^sleep.77.125' /proc/[0-9]*/cmdline 2>/dev/null || fail "a child of sparse is left behind"
fake 'yes "right.c:1:1: warning: restricted gfp_t"'
with 3 right.c
err_has 'right.c: .*sparse: has too much to say'
fake 'echo "right.c:3:1: error: what is this" >&2'
with 3 right.c
err_has 'right.c: .*sparse: right.c:3:1: error: what is this'

# it lies: no finding outside of the tree, none of what is no message
fake 'cat "'"$T"'/lies"'
printf '%s\n' '/etc/passwd:1:1: warning: restricted gfp_t' '../../x.c:1:1: warning: restricted gfp_t' 'right.c:0:1: warning: restricted gfp_t' \
	'right.c:99999999999:1: warning: restricted gfp_t' 'right.c:1: warning: restricted gfp_t' 'warning: restricted gfp_t' ':1:1:' \
	':1:1: warning: restricted gfp_t' 'right.c:5:1:warning: restricted gfp_t' '' ':' 'right.c:7:1:    restricted gfp_t' >"$T/lies"
with 0 right.c
printf 'right.c:4:1: warning: \033[2J<b>\377restricted gfp_t' >"$T/lies"
with 1 right.c
out_has '^right.c:4:1: warning: sparse: \\x1b\[2J<b>\\xffrestricted gfp_t \[sparse-gfp\]$'
with 1 --format=json right.c
json 'r["findings"][0]["location"]["line"] == 4'

# none at all
PATH=$T/none
GFPCHECK=$(realpath "$GFPCHECK" 2>/dev/null || echo "$GFPCHECK")
got=0
"$GFPCHECK" scan -p "$T/tree" --cache="$T/cache" --with-sparse >"$T/out" 2>"$T/err" || got=$?
PATH=/usr/bin:/bin
[ "$got" -eq 2 ] || fail "status $got without sparse"
err_has 'sparse is not installed'
