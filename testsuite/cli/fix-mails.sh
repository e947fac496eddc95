#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# fix --format-patch: the changelog states the proof, callers included, and checkpatch has nothing to say of the mails.
# checkpatch.pl is in no package but the kernel's whole source: the real one is run where CHECKPATCH names it, or
# KERNELTREE has it; what it asks of such mails is asked here in any case.
. "$TOP/testsuite/cli/lib.bash"
command -v spatch >/dev/null || skip "spatch is not installed"
dir=drivers/net/ethernet/maker/thing
mkdir -p "$T/tree/$dir" "$T/tree/include/linux"
touch "$T/tree/Makefile" "$T/tree/Kbuild"
echo 'DEFINE_FREE(kfree, void *, if (!IS_ERR_OR_NULL(_T)) kfree(_T))' >"$T/tree/include/linux/free.h"
cat >"$T/tree/$dir/thing.h" <<'E1'
/* SPDX-License-Identifier: GPL-2.0-only */
#include <linux/slab.h>
#include <linux/spinlock.h>

struct thing_with_a_long_name_as_drivers_have { spinlock_t lock; void *rx, *tx; int n; };

int thing_ring_allocate(struct thing_with_a_long_name_as_drivers_have *thing, unsigned int descriptors);
int thing_try(struct thing_with_a_long_name_as_drivers_have *thing);
E1
cat >"$T/tree/$dir/thing_ring.c" <<'E2'
// SPDX-License-Identifier: GPL-2.0-only
#include "thing.h"

int thing_ring_allocate(struct thing_with_a_long_name_as_drivers_have *thing, unsigned int descriptors)
{
	thing->rx = kmalloc(descriptors, GFP_KERNEL);
	if (!thing->rx)
		return -ENOMEM;
	return 0;
}

int thing_ring_grow(struct thing_with_a_long_name_as_drivers_have *thing)
{
	return thing_ring_allocate(thing, 256);
}

int thing_ring_leak(struct thing_with_a_long_name_as_drivers_have *thing)
{
	char *buffer = kzalloc(64, GFP_KERNEL);
	int err;

	if (!buffer)
		return -ENOMEM;
	err = thing_try(thing);
	if (err)
		return err;
	thing->n = buffer[0];
	kfree(buffer);
	return 0;
}

int thing_ring_scope(struct thing_with_a_long_name_as_drivers_have *thing)
{
	char *buffer;
	int err;

	guard(spinlock)(&thing->lock);
	buffer = kzalloc(64, GFP_ATOMIC);
	if (!buffer)
		return -ENOMEM;
	err = thing_try(thing);
	if (err)
		return err;
	if (buffer[0] == 4) {
		kfree(buffer);
		return -EINVAL;
	}
	thing->n = buffer[0];
	kfree(buffer);
	return 0;
}

int thing_ring_unchecked(struct thing_with_a_long_name_as_drivers_have *thing)
{
	char *buffer = kzalloc(64, GFP_KERNEL);

	buffer[0] = 3;
	kfree(buffer);
	return 0;
}
E2
cat >"$T/tree/$dir/thing_main.c" <<'E3'
// SPDX-License-Identifier: GPL-2.0-only
#include <linux/platform_device.h>
#include <linux/workqueue.h>
#include "thing.h"

struct thing_work { struct work_struct work; void *buf; };

int thing_restart(struct thing_with_a_long_name_as_drivers_have *thing)
{
	int err;

	spin_lock(&thing->lock);
	err = thing_ring_allocate(thing, 512);
	spin_unlock(&thing->lock);
	return err;
}

static int thing_refill(struct thing_work *w)
{
	w->buf = kmalloc(64, GFP_ATOMIC);
	return w->buf ? 0 : -ENOMEM;
}

static void thing_work(struct work_struct *work)
{
	thing_refill((struct thing_work *)work);
}

static int thing_probe(struct platform_device *pdev)
{
	static struct thing_work w;

	INIT_WORK(&w.work, thing_work);
	return thing_refill(&w);
}

static struct platform_driver thing_driver = { .probe = thing_probe };

int thing_register(void)
{
	return platform_driver_register(&thing_driver);
}
E3
extra="-I$dir" compdb_of "$T/tree" "$dir/thing_ring.c" "$dir/thing_main.c"
export GIT_AUTHOR_NAME="A Developer" GIT_AUTHOR_EMAIL=a@example.org SOURCE_DATE_EPOCH=1700000000
fix_is() {
	local want=$1
	shift
	expect_status "$want" "$GFPCHECK" fix -p "$T/tree" --cache="$T/cache" --progress=never "$@"
}
fix_is 0 --prefer=param --format-patch="$T/mails" "$dir"
[ "$(find "$T/mails" -name '*.patch' | wc -l)" = 5 ] || fail "not five mails"
mail() { cat "$T"/mails/*"$1"*.patch >"$T/out" || fail "no mail of $1"; }

# a caller for each way in
mail GFP_KERNEL
out_has '^Subject: \[PATCH ./5\] thing: thing_main: Use GFP_KERNEL in thing_refill\(\)$'
out_has "^  $dir/thing_main\.c:[0-9]+: thing_[a-z]+\(\) is set here as .*, which may sleep$"
out_has "^  $dir/thing_main\.c:[0-9]+: calls thing_refill\(\) with nothing held$"
out_has "^  $dir/thing_main\.c:[0-9]+: also called by thing_[a-z]+\(\) with nothing held, set as .*$"
[ "$(grep -c 'with nothing held' "$T/out")" = 2 ] || fail "not both callers"
# which calls pass what
mail Let-the-caller
out_has "^  $dir/thing_main\.c:13: thing_restart\(\) passes GFP_ATOMIC$"
out_has "^  $dir/thing_ring\.c:14: thing_ring_grow\(\) passes GFP_KERNEL, as before$"

# what checkpatch asks
for m in "$T"/mails/*.patch; do
	sed -n '1,/^---$/p' "$m" >"$T/log"
	sed -n '/^---$/,$p' "$m" >"$T/diff"
	! grep -nE '^[^ ].{75}' "$T/log" | grep -vE '^[0-9]+:(From |Subject: |Signed-off-by: )' || fail "$m: a line of prose is too long"
	! grep -nE '^ .{75}' "$T/log" | grep -vE '^[0-9]+:\s*([[:alnum:]_.+-]*/)+[[:alnum:]_.+-]+:' || fail "$m: a line of the proof has no place"
	[ "$(sed -n 's/^From: //p' "$m")" = "$(sed -n 's/^Signed-off-by: //p' "$m")" ] || fail "$m: not signed off by its author"
	! grep -nE '^\+.*[[:blank:]]$' "$T/diff" || fail "$m: blanks at the end of a line"
	! grep -nE '^\+ ' "$T/diff" || fail "$m: indented by blanks"
	! grep '^+' "$T/diff" | expand | grep -nE '.{102}' || fail "$m: a line of more than 100 columns"
	! grep -nE '^\+.*(== NULL|!= NULL|\( | \)|;;|,[^ ])' "$T/diff" || fail "$m: not the kernel's style"
	! grep -A2 -E '^[ +].*\) \{$' "$T/diff" | tr '\n' '~' | grep -E '\{~\+[^~]*;~[ +]\s*\}~' || fail "$m: braces around one statement"
done
checkpatch=${CHECKPATCH:-${KERNELTREE:+$KERNELTREE/scripts/checkpatch.pl}}
if [ -n "$checkpatch" ]; then
	perl "$checkpatch" --no-tree --strict "$T"/mails/*.patch >"$T/out" 2>&1 || fail "checkpatch complains"
	[ "$(grep -c 'has no obvious style problems' "$T/out")" = 5 ] || fail "checkpatch has not seen five mails"
fi
# and git takes all of them
mkdir "$T/repo"
cp -r "$T/tree/drivers" "$T/repo"
(
	cd "$T/repo"
	export HOME=$T GIT_COMMITTER_NAME=c GIT_COMMITTER_EMAIL=c@example.org
	git init -q . && git add . && git commit -qm start && git am -q "$T"/mails/*.patch
) >"$T/out" 2>&1 || fail "git am"
