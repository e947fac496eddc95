#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# gfpcheck patch and gfpcheck kbuild honour suppressions: of a file, and in the source; for a patch that is the text as it
# will be.  They look at less than a scan does, so that neither says that one fits nothing.
. "$TOP/testsuite/cli/lib.bash"
tree
cat >"$T/tree/good.c" <<'END'
#include <linux/slab.h>
#include <linux/spinlock.h>
struct good { spinlock_t lock; void *buf; };
int good_fill(struct good *x)
{
	spin_lock(&x->lock);
	spin_unlock(&x->lock);
	return x->buf ? 0 : -ENOMEM;
}
END
patch() {
	local want=$1
	shift
	expect_status "$want" "$GFPCHECK" patch -p "$T/tree" --cache="$T/cache" --progress=never --color=never "$@"
}
change() {	# change LINE: the patch that puts it between the lock and the unlock
	printf -- '--- a/good.c\n+++ b/good.c\n@@ -4,6 +4,7 @@\n int good_fill(struct good *x)\n {\n \tspin_lock(&x->lock);\n+%s\n \tspin_unlock(&x->lock);\n \treturn x->buf ? 0 : -ENOMEM;\n }\n' "$1"
}
alloc=$'\tx->buf = kzalloc(64, GFP_KERNEL);'
change "$alloc" >"$T/plain.diff"
change "$alloc	/* gfpcheck: ignore[gfp-in-atomic] nobody calls it yet */" >"$T/annotated.diff"
change "$alloc	/* gfpcheck: ignore[leak] another one */" >"$T/other.diff"
cat >"$T/known" <<'END'
# gfpcheck-suppressions 1
gfp-in-atomic good.c good_fill reason="the lock is a mutex in disguise"
gfp-in-atomic bad.c  nobody    reason="unused here, but this is no scan"
END
scan_is 1 -q

patch 1 "$T/plain.diff"
out_has '^good\.c:7:.*\[gfp-in-atomic\]$'
patch 1 "$T/other.diff"
out_has '^good\.c:7:.*\[gfp-in-atomic\]$'
out_lacks suppression
patch 0 "$T/annotated.diff"
[ ! -s "$T/out" ] || fail "something is reported"
err_has '0 findings introduced, 0 fixed, 1 suppressed$'
patch 0 --suppressions="$T/known" "$T/plain.diff"
[ ! -s "$T/out" ] || fail "something is reported"
err_has '1 suppressed'
patch 0 --suppressions="$T/known" --terse "$T/plain.diff"
[ ! -s "$T/out" ] || fail "something is reported"
patch 0 --mailback "$T/annotated.diff"
[ ! -s "$T/out" ] && [ ! -s "$T/err" ] || fail "something is reported"
patch 0 --format=json "$T/annotated.diff"
json 'len(r["findings"]) == 1 and r["findings"][0]["suppressed"]["kind"] == "inSource"'
patch 2 --suppressions="$T/nothing" "$T/plain.diff"
err_has 'nothing: No such file'
printf '# gfpcheck-suppressions 1\nno-such-check * * reason="why"\n' >"$T/wrong"
patch 2 --suppressions="$T/wrong" "$T/plain.diff"
err_has 'wrong:2:1: '

kbuild() {
	local want=$1
	shift
	# shellcheck disable=SC2086 # flags
	(cd "$T/tree" && CC=clang expect_status "$want" "$GFPCHECK" kbuild --cache="$T/cache2" "$@")
}
# shellcheck disable=SC2086
set -- -Wp,-MMD,x.d $kernel_flags
kbuild 1 --fatal "$@" bad.c
err_has '^bad\.c:7:.*\[gfp-in-atomic\]$'
printf '# gfpcheck-suppressions 1\ngfp-in-atomic bad.c * reason="known"\n' >"$T/known2"
kbuild 0 --fatal --suppressions="$T/known2" "$@" bad.c
[ ! -s "$T/err" ] || fail "something is reported"
sed -i 's,GFP_KERNEL);,& /* gfpcheck: ignore[gfp-in-atomic] known */,' "$T/tree/bad.c"
kbuild 0 --fatal "$@" bad.c
[ ! -s "$T/err" ] || fail "something is reported"
# one that fits nothing here may fit where there is more to see
echo '/* gfpcheck: ignore[leak] freed elsewhere */' >>"$T/tree/bad.c"
kbuild 0 --fatal "$@" bad.c
[ ! -s "$T/err" ] || fail "something is reported"
