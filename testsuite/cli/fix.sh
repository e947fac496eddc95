#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# fix: candidates by the real spatch, proved by a new analysis; diffs, mails, files; what is refused, and why.
. "$TOP/testsuite/cli/lib.bash"
command -v spatch >/dev/null || skip "spatch is not installed"
tree
cat >"$T/tree/mem.c" <<'E1'
#include <linux/slab.h>
struct thing { int a; char *name; };
int thing_try(struct thing *x);
int thing_make(struct thing *x)
{
	struct thing *y;
	int err;

	y = kzalloc(sizeof(*y), GFP_KERNEL);
	if (!y)
		return -ENOMEM;
	err = thing_try(x);
	if (err)
		return err;
	kfree(y);
	return 0;
}
int thing_fill(struct thing *x)
{
	struct thing *y;

	y = kmalloc(sizeof(*y), GFP_KERNEL);
	y->a = 3;
	kfree(y);
	if (thing_try(x))
		return -EINVAL;
	return 0;
}
int thing_right(struct thing *x)
{
	struct thing *y = kmalloc(sizeof(*y), GFP_KERNEL);

	if (!y)
		return -ENOMEM;
	y->a = 3;
	kfree(y);
	return 0;
}
E1
compdb_of "$T/tree" bad.c good.c mem.c
before=$(cat "$T"/tree/*.c | cksum)
fix_is() {
	local want=$1
	shift
	expect_status "$want" "$GFPCHECK" fix -p "$T/tree" --cache="$T/cache" --progress=never "$@"
}
untouched() { [ "$(cat "$T"/tree/*.c | cksum)" = "$before" ] || fail "the tree was changed"; }

# from findings and from paths: the same
scan --format=json -o "$T/f.json"
fix_is 0 "$T/f.json"
err_has '^3 of 3 findings repaired$'
out_has '^\+x->buf = kzalloc\(64, GFP_ATOMIC\);$'
out_has '^\+		kfree\(y\);$'
out_has '^\+	if \(!y\)$'
cp "$T/out" "$T/patch"
fix_is 0 bad.c mem.c
same "$T/out" "$T/patch"
fix_is 0 -j1 bad.c mem.c
same "$T/out" "$T/patch"
untouched

# git takes it as it is
mkdir "$T/copy"
cp "$T"/tree/*.c "$T/copy"
(cd "$T/copy" && git apply <"$T/patch") || fail "git apply"
grep -q 'GFP_ATOMIC' "$T/copy/bad.c" || fail "git apply changed nothing"

# as JSON, with the semantic patch; some findings only
fix_is 0 --format=json --checks=leak "$T/f.json"
json 'len(r["findings"]) == 1 and r["findings"][0]["fix"]["cocci"] == "leak.cocci"'
json 'r["findings"][0]["fix"]["diff"].startswith("--- a/mem.c\n+++ b/mem.c\n@@ -")'

# what would be tried
fix_is 1 --dry-run bad.c
out_has '^bad\.c:7:10: gfp_in_atomic\.cocci -D targeted -D func=bad_fill -D line=7, or gfp_in_atomic\.cocci .* -D line=7 -D nowait \[gfp-in-atomic\]$'
untouched

# mails: one each, in series
export GIT_AUTHOR_NAME="A Developer" GIT_AUTHOR_EMAIL=a@example.org
fix_is 0 --format-patch="$T/mails" "$T/f.json"
[ "$(find "$T/mails" -name '*.patch' | wc -l)" = 3 ] || fail "not three mails"
mkdir "$T/repo"
cp "$T"/tree/*.c "$T/repo"
(
	cd "$T/repo"
	export HOME=$T GIT_COMMITTER_NAME=c GIT_COMMITTER_EMAIL=c@example.org
	git init -q . && git add . && git commit -qm start && git am -q "$T"/mails/*.patch
	git log -3 --format=%s%n%b
) >"$T/log" 2>&1 || fail "git am: $(cat "$T/log")"
grep -q '^mem: Fix a memory leak in thing_make()$' "$T/log" || fail "no subject: $(cat "$T/log")"
grep -q '^  bad.c:6: .*taken here by spin_lock' "$T/log" || fail "no proof in the mail"
grep -q '^Signed-off-by: A Developer <a@example.org>$' "$T/log" || fail "not signed off"
untouched

# an answer for each; then all of them
cp -r "$T/tree" "$T/tree2"
cd "$T/tree2"
sed -i "s,$T/tree,$T/tree2," compile_commands.json
printf 'n\ny\nq\n' | "$GFPCHECK" fix -p "$T/tree2" --cache="$T/cache" --progress=never --interactive bad.c mem.c \
	>"$T/out" 2>"$T/err" && fail "two were not wanted, and the status is 0"
grep -q GFP_ATOMIC bad.c && fail "no was taken for yes"
grep -q 'if (err) {' mem.c || fail "yes was not taken"
chmod 600 mem.c
fix_tree2() { "$GFPCHECK" fix -p "$T/tree2" --cache="$T/cache" --progress=never "$@" >"$T/out" 2>"$T/err"; }
fix_tree2 --in-place bad.c mem.c || fail "in place: status $?"
[ "$(stat -c %a mem.c)" = 600 ] || fail "the file's mode was changed"
fix_tree2 bad.c mem.c || fail "something is left: status $?"
err_has '^0 of 0 findings repaired$'

# what has no repair says why
cat >"$T/tree/bad.c" <<'E2'
#include <linux/mutex.h>
#include <linux/spinlock.h>
void bad_lock(spinlock_t *l, struct mutex *m)
{
	spin_lock(l);
	mutex_lock(m);
	mutex_unlock(m);
	spin_unlock(l);
}
E2
fix_is 1 bad.c
err_has '^bad\.c:6:2: not repaired: .*move the call out of the atomic section.* \[sleep-in-atomic\]$'
# what would hit other paths, or leave callers without an answer
cat >"$T/tree/good.c" <<'E3'
#include <linux/slab.h>
#include <linux/string.h>
struct owner { void *mem; char *name; int a; };
int owner_try(struct owner *x);
int shared_exit(struct owner *x)
{
	struct owner *y = kzalloc(sizeof(*y), GFP_KERNEL);

	if (!y)
		return -ENOMEM;
	if (owner_try(x))
		x->mem = y;
	return 0;
}
void tells_nobody(struct owner *x)
{
	x->name = kstrdup("a", GFP_KERNEL);
	owner_try(x);
}
struct owner *undoes(struct owner *x)
{
	struct owner *y = kzalloc(sizeof(*y), GFP_KERNEL);

	if (!y)
		return NULL;
	y->name = kstrdup("a", GFP_KERNEL);
	y->name[0] = 'b';
	return y;
}
E3
fix_is 1 good.c
err_has '^good\.c:13:2: not repaired: other paths leave there, too.* \[leak\]$'
out_lacks 'shared_exit.*repaired|^\+.*return;$'
out_has '^\+		kfree\(y\);$'
out_has '^\+		return NULL;$'
a_good "$T/tree/good.c" good
# the findings file is of another text
fix_is 1 "$T/f.json"
err_has 'bad\.c:7: not found again \[gfp-in-atomic\]'

# memory that cannot grow is not lost; flags that are left out are said
cat >"$T/tree/good.c" <<'K1'
#include <linux/slab.h>
#include <linux/slab_obj_mini.h>
#include <linux/spinlock.h>
struct vec { int *at; struct vec *next; spinlock_t lock; };
int vec_grow(struct vec *v, int n)
{
	v->at = krealloc(v->at, n, GFP_KERNEL);
	if (!v->at)
		return -ENOMEM;
	return 0;
}
int vec_own(struct vec *v, int n)
{
	int *p = kmalloc(4, GFP_KERNEL);

	if (!p)
		return -ENOMEM;
	p = krealloc(p, n, GFP_KERNEL);
	if (!p)
		return -ENOMEM;
	v->at = p;
	return 0;
}
void vec_chain(struct vec *v)
{
	spin_lock(&v->lock);
	v->next = kzalloc_obj(*v);
	spin_unlock(&v->lock);
}
K1
extra=-DLINUX_VERSION_CODE=0x070100 compdb_of "$T/tree" bad.c good.c mem.c
fix_is 0 --min-confidence=low --checks=leak,gfp-in-atomic good.c
compdb_of "$T/tree" bad.c good.c mem.c
err_has '^3 of 3 findings repaired$'
out_has '^\+	v->next = kzalloc_obj\(\*v, GFP_ATOMIC\);$'
out_has '^\+	v->at = new;$'
out_has '^\+		kfree\(p\);$'

# an allocation that the lock is not needed for moves in front of it; what ends the section moves behind it
mkdir -p "$T/tree/include/linux"
echo 'bool flush_work(struct work_struct *work);' >"$T/tree/include/linux/workqueue.h"
cat >"$T/tree/bad.c" <<'R1'
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>
struct box { spinlock_t lock; struct work_struct work; struct work_struct *late; void *buf; int n; };
int box_front(struct box *x, int n)
{
	char *p;

	/* nobody else */
	spin_lock(&x->lock);
	x->n++;
	p = kzalloc(n, GFP_KERNEL);
	if (!p) {
		spin_unlock(&x->lock);
		return -ENOMEM;
	}
	x->buf = p;
	spin_unlock(&x->lock);
	return 0;
}
int box_label(struct box *x)
{
	char *p;
	int err = 0;

	guard(spinlock)(&x->lock);
	p = kzalloc(64, GFP_KERNEL);
	if (!p)
		return -ENOMEM;
	x->buf = p;
	return err;
}
void box_end(struct box *x)
{
	spin_lock(&x->lock);
	x->n = 0;
	flush_work(&x->work);
	spin_unlock(&x->lock);
}
R1
cat >"$T/tree/good.c" <<'R2'
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>
struct can { spinlock_t lock; struct work_struct *late; void *buf; int n; };
/* the section decides how much */
int can_size(struct can *x)
{
	char *p;

	spin_lock(&x->lock);
	p = kzalloc(x->n, GFP_KERNEL);
	if (!p) {
		spin_unlock(&x->lock);
		return -ENOMEM;
	}
	x->buf = p;
	spin_unlock(&x->lock);
	return 0;
}
/* the section may end before it */
int can_leave(struct can *x)
{
	char *p;

	spin_lock(&x->lock);
	if (x->buf) {
		spin_unlock(&x->lock);
		return 0;
	}
	p = kzalloc(64, GFP_KERNEL);
	if (!p) {
		spin_unlock(&x->lock);
		return -ENOMEM;
	}
	x->buf = p;
	spin_unlock(&x->lock);
	return 0;
}
/* which work it is is what the lock protects */
void can_end(struct can *x)
{
	spin_lock(&x->lock);
	flush_work(x->late);
	spin_unlock(&x->lock);
}
void can_set(struct can *x, struct work_struct *w)
{
	spin_lock(&x->lock);
	x->late = w;
	spin_unlock(&x->lock);
}
R2
fix_is 1 --checks=gfp-in-atomic,sleep-in-atomic bad.c good.c
cp "$T/out" "$T/region"
out_has 'bad\.c:12:6: note: repaired by lock_region\.cocci:'
out_has 'bad\.c:27:6: note: repaired by lock_region\.cocci:'
out_has 'bad\.c:37:2: note: repaired by lock_region\.cocci:'
out_has 'good\.c:11:6: note: repaired by gfp_in_atomic\.cocci:'
out_has 'good\.c:30:6: note: repaired by gfp_in_atomic\.cocci:'
err_has '^good\.c:43:2: not repaired: '
rm -r "$T/tree/include"

# a function that sleeping callers share gets a parameter: in all files that name it, read or not
mkdir "$T/tree/sub"
cat >"$T/tree/good.h" <<'E4'
struct pair { void *a, *b; };
void *pair_part(void);
int pair_make(struct pair *p, int n);
E4
cat >"$T/tree/good.c" <<'E5'
#include <linux/slab.h>
#include "good.h"
void *pair_part(void)
{
	return kmalloc(8, GFP_KERNEL);
}
int pair_make(struct pair *p, int n)
{
	p->a = kvmalloc(100000, GFP_KERNEL);
	p->b = pair_part();
	return p->a && p->b ? 0 : -ENOMEM;
}
E5
cat >"$T/tree/bad.c" <<'E6'
#include <linux/spinlock.h>
#include "good.h"
int pair_atomic(struct pair *p, spinlock_t *l)
{
	int err;

	spin_lock(l);
	err = pair_make(p, 8);
	spin_unlock(l);
	return err;
}
E6
cat >"$T/tree/sub/unread.c" <<'E7'
#include "../good.h"
int pair_sleeps(struct pair *p)
{
	return pair_make(p, 7) || !pair_part();
}
E7
fix_is 1 --dry-run bad.c good.c
out_has '^good\.c:9:9: gfp_in_atomic.*, or gfp_param\.cocci .* -D line=8 bad\.c and .* good\.h .* sub/unread\.c'
rm -rf "$T/mails"
fix_is 0 --checks=gfp-in-atomic --format-patch="$T/mails" good.c bad.c
[ "$(find "$T/mails" -name '*.patch' | wc -l)" = 1 ] || fail "one root cause is not one mail"
cat "$T"/mails/* >"$T/out"
out_has '^Subject: \[PATCH\] good: Let the caller choose the flags in pair_make\(\)$'
out_has '^\+	err = pair_make\(p, 8, GFP_ATOMIC \| __GFP_NOWARN\);$'
out_has '^\+	p->b = pair_part\(gfp\);$'
out_has '^\+void \*pair_part\(gfp_t gfp\);$'
out_has '^\+	return pair_make\(p, 7, GFP_KERNEL\) \|\| !pair_part\(GFP_KERNEL\);$'
# not where somebody takes the address, or a macro calls it
for use in 'void *pair_use = pair_part;' '#define PAIR() pair_part()' 'static void *pair_part(void) { return 0; }'; do
	echo "$use" >"$T/tree/sub/unread.c"
	fix_is 1 --checks=gfp-in-atomic --dry-run good.c bad.c
	out_lacks 'good\.c:5.*gfp_param'
	out_has 'good\.c:9.*gfp_param'
done
rm -r "$T/tree/sub"
a_good "$T/tree/good.c" good
a_bad "$T/tree/bad.c" bad

# untrusted findings: paths outside, names that are none, no spatch
sed 's,"file": "bad.c","file": "../../etc/passwd.c",' "$T/f.json" >"$T/evil.json"
fix_is 1 "$T/evil.json"
out_lacks passwd
fix_is 2
err_has 'name the findings'
fix_is 2 "$T/none.json"
expect_status 2 env PATH="$T" "$GFPCHECK" fix -p "$T/tree" --cache="$T/cache" bad.c
err_has 'spatch is not installed.*coccinelle'
