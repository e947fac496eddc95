#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# fix: more than one repair of a finding, each proved: which one comes first, and how the others are shown.
. "$TOP/testsuite/cli/lib.bash"
command -v spatch >/dev/null || skip "spatch is not installed"
tree
# this kernel has destructors
mkdir -p "$T/tree/include/linux"
echo 'DEFINE_FREE(kfree, void *, if (!IS_ERR_OR_NULL(_T)) kfree(_T))' | tee "$T/destructor" >"$T/tree/include/linux/slab.h.part"
fix_is() {
	local want=$1
	shift
	expect_status "$want" "$GFPCHECK" fix -p "$T/tree" --cache="$T/cache" --progress=never "$@"
}
body() {		# body FUNCTION BEFORE AFTER: a leak in it, text before the allocation and in the place of the return
	cat <<END
int $1(struct thing *x)
{
	struct thing *y;
	int err;
$2
	y = kzalloc(sizeof(*y), GFP_KERNEL);
	if (!y)
		return -ENOMEM;
	err = thing_try(x);
	if (err)
		return err;
	y->a = err;
$3
	kfree(y);
	return 0;
}
END
}
head='#include <linux/slab.h>
#include <linux/cleanup.h>
#include <linux/spinlock.h>
struct thing { int a; spinlock_t lock; void *kept; };
int thing_try(struct thing *x);'
mem() { { echo "$head"; "$@"; } >"$T/tree/mem.c"; compdb_of "$T/tree" mem.c; }

# no kernel with destructors: one repair
mem body plain '' ''
fix_is 0 --checks=leak mem.c
out_has '^\+		kfree\(y\);$'
out_lacks '__free'
# with them: the release, and __free() beside it; git takes the first one only
mv "$T/tree/include/linux/slab.h.part" "$T/tree/include/linux/free.h"
fix_is 0 --checks=leak mem.c
out_has '^mem\.c:[0-9]+:[0-9]+: note: repaired by leak\.cocci:$'
out_has '^mem\.c:[0-9]+:[0-9]+: note: or by leak\.cocci: Let the scope release memory:$'
out_has '^\| \+	struct thing \*y __free\(kfree\) = kzalloc\(sizeof\(\*y\), GFP_KERNEL\);$'
mkdir "$T/copy"
cp "$T/tree/mem.c" "$T/copy"
(cd "$T/copy" && git apply <"$T/out") || fail "git apply"
grep -q 'if (err) {' "$T/copy/mem.c" || fail "the first one is not the release"
! grep -q __free "$T/copy/mem.c" || fail "git apply took both"
fix_is 0 --checks=leak --no-alternatives mem.c
out_lacks 'note: or by'
# every format that has a place for it
fix_is 0 --checks=leak --format=json mem.c
json 'len(r["findings"]) == 1 and "__free" not in r["findings"][0]["fix"]["diff"]'
json '[a["cocci"] for a in r["findings"][0]["fix"]["alternatives"]] == ["leak.cocci"]'
json '"+\tstruct thing *y __free(kfree) = " in r["findings"][0]["fix"]["alternatives"][0]["diff"]'
python3 -c 'import json,sys; print(json.load(open(sys.argv[1]))["findings"][0]["fix"]["alternatives"][0]["diff"], end="")' \
	"$T/out" >"$T/other"
(cd "$T/tree" && git apply --check <"$T/other") || fail "git does not take the alternative"
cp "$T/out" "$T/f.json"
expect_status 0 "$TOP/testsuite/report/check-schema" "$TOP/checker/doc/findings-v1.schema.json" "$T/f.json"
expect_status 0 "$GFPCHECK" report --format=json "$T/f.json"
json 'len(r["findings"][0]["fix"]["alternatives"]) == 1'
expect_status 0 "$GFPCHECK" report --format=sarif "$T/f.json"
json '[len(x["fixes"]) for x in r["runs"][0]["results"]] == [2]'
expect_status 0 "$GFPCHECK" report --format=html -o "$T/html" --tree="$T/tree" "$T/f.json"
grep -rq 'or, verified too; by leak.cocci' "$T/html" || fail "HTML has one repair only"
sed 's/"what": "[^"]*",//' "$T/f.json" >"$T/less.json"
expect_status 2 "$GFPCHECK" report "$T/less.json"
err_has 'an alternative'

# asked for, or what the function does already: it comes first
fix_is 0 --checks=leak --prefer=scope mem.c
out_has '^\+	struct thing \*y __free\(kfree\) = '
out_has '^\| \+		kfree\(y\);$'
out_has '^-	kfree\(y\);$'
fix_is 2 --prefer=nothing mem.c
mem body guarded '	guard(spinlock_irqsave)(&x->lock);' ''
fix_is 0 --checks=leak mem.c
out_has '^\+	struct thing \*y __free\(kfree\) = '

# not with a goto, not where somebody keeps it, not where it is set twice, not where a declaration has to come first
never() {
	mem body never "$1" "$2"
	fix_is 0 --checks=leak --prefer=scope mem.c
	out_lacks '__free'
}
never '	if (thing_try(x)) goto out;' 'out:'
never '' '	if (thing_try(y)) { x->kept = y; return 0; }'
never '' '	if (thing_try(y)) { y = NULL; return 0; }'
never '' '	if (thing_try(y)) { kvfree(y); return 0; }'
never '' '	if (thing_try(y)) kfree(y); else x->a = 1; if (x->a != 1) return 0;'
# spatch drops what stands between a declaration and a statement that both change
cat >"$T/tree/mem.c" <<'END'
#include <linux/slab.h>
struct thing { int a; };
int thing_try(struct thing *x);
int said(struct thing *x)
{
	struct thing *y;

	/* why it is needed */
	y = kzalloc(sizeof(*y), GFP_KERNEL);
	if (!y)
		return -ENOMEM;
	if (thing_try(x))
		return -EIO;
	x->a = y->a;
	kfree(y);
	return 0;
}
END
fix_is 0 --checks=leak --prefer=scope mem.c
out_lacks '^-.*why it is needed'
out_has '^\+		kfree\(y\);$'
echo 'KBUILD_CFLAGS += -Wdeclaration-after-statement' >"$T/tree/Makefile"
never '' ''
: >"$T/tree/Makefile"
# somebody takes it over, and nothing says so
taken() {
	echo 'static void thing_take(struct thing *x, struct thing *y) { x->kept = y; }'
	body taken '' '	if (thing_try(y)) { thing_take(x, y); return 0; }'
}
mem taken
fix_is 0 --checks=leak --prefer=scope mem.c
out_lacks '^\+.*__free|^\| \+.*__free'
rm "$T/tree/include/linux/free.h"

# an allocation under a lock: in front of it, or GFP_ATOMIC
locked() {
	cat <<'END'
int box_fill(struct thing *x, int n)
{
	char *p;

	spin_lock(&x->lock);
	x->a++;
	p = kzalloc(n, GFP_KERNEL);
	if (!p) {
		spin_unlock(&x->lock);
		return -ENOMEM;
	}
	x->kept = p;
	spin_unlock(&x->lock);
	return 0;
}
END
}
mem locked
fix_is 0 --checks=gfp-in-atomic mem.c
out_has 'note: repaired by lock_region\.cocci:$'
out_has 'note: or by gfp_in_atomic\.cocci: Use GFP_ATOMIC:$'
fix_is 0 --checks=gfp-in-atomic --prefer=atomic mem.c
out_has 'note: repaired by gfp_in_atomic\.cocci:$'
out_has 'note: or by lock_region\.cocci: Allocate before taking the lock:$'
out_has '^\| \+	p = kzalloc\(n, GFP_NOWAIT\);$'
fix_is 0 --checks=gfp-in-atomic --prefer=nowait mem.c
out_has '^\+	p = kzalloc\(n, GFP_NOWAIT\);$'
