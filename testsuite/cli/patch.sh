#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# gfpcheck patch: from commits, from the index, from mails; what a change introduces in the files that it does not touch; and
# that the tree is as it was.
. "$TOP/testsuite/cli/lib.bash"
command -v git >/dev/null || skip "git is not installed"
export GIT_CONFIG_NOSYSTEM=1 HOME=$T
git config --global user.name A && git config --global user.email a@example.org
mkdir "$T/tree" && cd "$T/tree" || exit 1
touch Makefile Kbuild
cat >dev.h <<'END'
#include <linux/slab.h>
#include <linux/spinlock.h>
struct dev { spinlock_t lock; void *buf; };
int dev_fill(struct dev *x);
int dev_refill(struct dev *x);
static inline int dev_size(void) { return 64; }
#define DEV_GFP GFP_ATOMIC
END
cat >callee.c <<'END'
#include "dev.h"
int dev_fill(struct dev *x)
{
	x->buf = kzalloc(dev_size(), GFP_KERNEL);
	return x->buf ? 0 : -ENOMEM;
}
END
cat >caller.c <<'END'
#include "dev.h"
int dev_refill(struct dev *x)
{
	int err;

	err = dev_fill(x);
	spin_lock(&x->lock);
	x->buf = x->buf;
	spin_unlock(&x->lock);
	return err;
}
END
cat >macro.c <<'END'
#include "dev.h"
int dev_macro(struct dev *x)
{
	spin_lock(&x->lock);
	x->buf = kzalloc(64, DEV_GFP);
	spin_unlock(&x->lock);
	return x->buf ? 0 : -ENOMEM;
}
END
a_bad old.c old
compdb_of "$T/tree" callee.c caller.c macro.c old.c
printf 'compile_commands.json\n' >.gitignore
git init -q . && git add . && git commit -qm 'all of it'
patch() { "$GFPCHECK" patch --cache="$T/cache" --progress=never "$@"; }
is() { local want=$1; shift; expect_status "$want" "$GFPCHECK" patch --cache="$T/cache" --progress=never "$@"; }
state() { find . -path ./.git -prune -o -type f -printf '%p %T@ ' -exec sha256sum {} \; | sort; git status --porcelain; git rev-parse HEAD; }

# a new lock around an old call: the sleep is in a file that the change does not touch.  With a cold cache, and a warm one.
lock_it() { sed -i '/int err;/,/spin_lock/c\	int err;\n\n\tspin_lock(\&x->lock);\n\terr = dev_fill(x);' "$1"; }
lock_it caller.c
git diff >"$T/lock.diff"
git commit -qam 'lock more'
state >"$T/before"
for cache in cold warm; do
	is 1 -g HEAD
	out_has '^callee\.c:4:[0-9]+: warning: kzalloc\(\) .*\[gfp-in-atomic\]$'
	out_has '^caller\.c:6:[0-9]+: note: .*taken here'
	out_lacks '^old\.c'
	err_has '^HEAD: 1 finding introduced, 0 fixed'
	[ "$cache" = warm ] || scan --context=all -p . -o "$T/x.json" --format=json 2>/dev/null || true
done
# nothing but the cache was written, and what is in it is of the tree: a scan has nothing to parse
state >"$T/after"
same "$T/before" "$T/after"
expect_status 1 "$GFPCHECK" scan -p . --cache="$T/cache" --progress=never --stats -d explain
err_has 'TUs from the cache +4$'
! find "$T/cache" -name '*.gfs' -newer "$T/after" | grep . || fail "the cache keeps what was only thought of"

# the other way it is fixed
git revert --no-edit HEAD >/dev/null
is 0 -g HEAD
out_has '^callee\.c:4:[0-9]+: fixed: kzalloc\(\) '
err_has '^HEAD: 0 findings introduced, 1 fixed'
is 1 -g HEAD~1
is 0 -g HEAD~2..HEAD
is 0 --git HEAD-2
is 1 -g HEAD~2..HEAD~1
is 1 -g HEAD-3				# the first commit, too: everything is new
out_has '^old\.c:7:'
out_lacks callee
is 2 -g no-such-name
err_has 'no-such-name: no such commit'
is 2 -g -- --output=x
err_has 'no such commit'

# a patch on stdin, unapplied: mail, diff, another strip level, a wrong one
is 1 "$T/lock.diff"
out_has '^callee\.c:4:'
patch - <"$T/lock.diff" >"$T/out" 2>"$T/err"; [ $? = 1 ] || fail "stdin"
sed 's,^\(---\|+++\) [ab]/,\1 ,' "$T/lock.diff" | grep -v '^diff --git' >"$T/p0.diff"
is 1 -p0 "$T/p0.diff"
is 2 "$T/p0.diff"
err_has 'p0.diff:.*needs -p0'
git diff -U0 HEAD~2 HEAD~1 >"$T/u0.diff"
is 1 "$T/u0.diff"
sed 's/dev_fill(x)/dev_empty(x)/' "$T/lock.diff" >"$T/other.diff"
is 2 "$T/other.diff"
err_has 'caller\.c: hunk 1 .*does not apply'
is 2 /dev/null
err_has 'no patch'

# a series, mailed in any order: the header first, then its users
git checkout -q -b series
sed -i 's/GFP_ATOMIC/GFP_KERNEL/' dev.h && git commit -qam 'dev: sleep'
a_good new.c fresh && sed -i '1i #include "dev.h"' new.c && git add new.c && git commit -qm 'dev: new file'
git mv old.c renamed.c && sed -i '1i // renamed' renamed.c && git commit -qam 'dev: rename'
git format-patch -q -o "$T/mails" HEAD~3
git checkout -q master 2>/dev/null || git checkout -q main
cat "$T"/mails/0003* "$T"/mails/0001* "$T"/mails/0002* >"$T/series.mbox"
is 1 "$T/series.mbox"
out_has '^macro\.c:5:[0-9]+: warning: kzalloc\(\) .*\[gfp-in-atomic\]'
out_lacks 'renamed|old\.c|new\.c'
err_has '^3 patches: 1 finding introduced, 0 fixed'
is 1 "$T"/mails/*
is 2 "$T/mails/0002-dev-new-file.patch" "$T/mails/0002-dev-new-file.patch"
err_has 'new\.c: the patch adds it'

# quoted-printable, as a mailer sends it
python3 - "$T/lock.diff" >"$T/qp.mbox" <<'END'
import quopri, sys
print("From: A <a@b.c>\nSubject: [PATCH] lock more\nContent-Transfer-Encoding: quoted-printable\n")
sys.stdout.write(quopri.encodestring(open(sys.argv[1], "rb").read()).decode())
END
is 1 "$T/qp.mbox"
err_has '^\[PATCH\] lock more: 1 finding introduced'

# the index: what is staged, and only that
cat >caller.c.staged <caller.c && lock_it caller.c.staged
cp caller.c caller.c.good
cp caller.c.staged caller.c && git add caller.c
cp caller.c.good caller.c		# the work tree is good again, the index is not
is 1 --staged
out_has '^callee\.c:4:'
is 1
git reset -q
cp caller.c.staged caller.c		# the work tree is bad, and nothing of it is staged
is 0 --staged
sed -i 's/64, DEV_GFP/32, DEV_GFP/' macro.c && git add macro.c
is 0 --staged				# partial staging: the other file is not part of it
err_has '^the staged changes: 0 findings introduced'
git reset -q --hard
# two edits that are bad together: the one that is not staged does not leak in
sed -i 's/GFP_KERNEL/GFP_ATOMIC/' callee.c && git commit -qam 'no sleep'
sed -i 's/GFP_ATOMIC/GFP_KERNEL/' callee.c && git add callee.c
cp caller.c.staged caller.c
is 0 --staged
git add caller.c
is 1 --staged
out_has '^callee\.c:4:'
git reset -q --hard HEAD~1

# flags of checkpatch
is 1 --terse --no-summary "$T/lock.diff"
[ "$(wc -l <"$T/out")" -eq 1 ] && [ ! -s "$T/err" ] || fail "--terse"
is 1 --mailback "$T/lock.diff"
out_has '^callee\.c:4: WARNING:gfp-in-atomic: '
[ "$(wc -l <"$T/out")" -eq 1 ] && [ ! -s "$T/err" ] || fail "--mailback"
is 0 --ignore=gfp-in-atomic "$T/lock.diff"
is 0 --types leak,double-free "$T/lock.diff"
is 2 --types leek "$T/lock.diff"
is 0 --list-types
out_has '^gfp-in-atomic$'
is 1 --emacs --showfile --show-types --strict -q --color=never "$T/lock.diff"
is 250 --exit-warning=250 --summary-fd=9 "$T/lock.diff" 9>"$T/summary"
grep -q '1 finding introduced' "$T/summary" || fail "--summary-fd"
is 1 --format=json "$T/lock.diff"
json 'len(r["findings"]) == 1 and r["findings"][0]["baseline"] == "new"'
is 1 --format=b4 "$T/lock.diff"
json 'r[0]["tool"] == "gfpcheck" and r[0]["status"] == "warn" and "callee.c:4" in r[0]["summary"]'
[ ! -s "$T/err" ] || fail "b4: something on stderr"
is 0 --format=b4 --types=leak "$T/lock.diff"
json 'len(r) == 1 and r[0]["status"] == "pass"'

# files as they are
is 1 -f old.c
out_has '^old\.c:7:[0-9]+: warning: '
err_has '^old\.c: 1 finding(;|$)'
is 0 -f caller.c callee.c
is 2 -f no-such.c
is 2 -f --staged

# documentation, a binary, a file that is not compiled here
printf 'x\n' >README && touch other.c && git add . && git commit -qm 'text'
printf 'y\n' >README && printf 'int x;\n' >other.c && git commit -qam 'text again'
is 0 -g HEAD
err_has 'other\.c: not compiled in this configuration, not looked at'
err_has 'no C code of this configuration'
