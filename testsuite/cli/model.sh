#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# A kernel model: made from a kernel of a few files, used by a driver that has none of them.  What the driver's functions
# are called with, sleep in, lose and hand over is known through it, and of a function that is there its body counts.
. "$TOP/testsuite/cli/lib.bash"
kernel=$T/linux
driver=$T/driver
mkdir -p "$kernel" "$driver"
touch "$kernel/Makefile" "$kernel/Kbuild" "$driver/Makefile" "$driver/Kbuild"
cat >"$kernel/core.h" <<'END'
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/mutex.h>
#include <linux/timer.h>
struct core { spinlock_t lock; struct mutex mutex; struct timer_list timer; void (*done)(struct core *c); struct list_head list; };
struct frame { int len; struct list_head list; };
void core_sync(struct core *c);
void core_kick(struct core *c, bool wait);
void core_begin(struct core *c);
void core_end(struct core *c);
int core_trybegin(struct core *c);
void core_later(struct timer_list *t, void (*fn)(struct timer_list *t));
void core_each(struct core *c, void (*fn)(struct core *c));
void *core_zalloc(struct core *c, size_t n, gfp_t gfp);
struct frame *frame_get(int len);
void frame_put(struct frame *f);
int frame_queue(struct core *c, struct frame *f);
void core_private(struct core *c);
END
cat >"$kernel/core.c" <<'END'
#include <linux/export.h>
#include "core.h"
void core_wait(struct core *c);
void core_sync(struct core *c)
{
	core_wait(c);
}
EXPORT_SYMBOL(core_sync);
void core_kick(struct core *c, bool wait)
{
	if (wait)
		core_wait(c);
}
EXPORT_SYMBOL_GPL(core_kick);
void core_begin(struct core *c)
{
	spin_lock(&c->lock);
}
EXPORT_SYMBOL(core_begin);
void core_end(struct core *c)
{
	spin_unlock(&c->lock);
}
EXPORT_SYMBOL(core_end);
int core_trybegin(struct core *c)
{
	if (!c->done)
		return -EINVAL;
	spin_lock(&c->lock);
	return 0;
}
EXPORT_SYMBOL(core_trybegin);
void core_later(struct timer_list *t, void (*fn)(struct timer_list *t))
{
	timer_setup(t, fn, 0);
}
EXPORT_SYMBOL(core_later);
void core_each(struct core *c, void (*fn)(struct core *c))
{
	spin_lock(&c->lock);
	fn(c);
	spin_unlock(&c->lock);
}
EXPORT_SYMBOL(core_each);
void *core_zalloc(struct core *c, size_t n, gfp_t gfp)
{
	return kzalloc(n, gfp);
}
EXPORT_SYMBOL(core_zalloc);
END
cat >"$kernel/wait.c" <<'END'
#include "core.h"
void core_wait(struct core *c);
void core_wait(struct core *c)
{
	mutex_lock(&c->mutex);
	mutex_unlock(&c->mutex);
}
void core_private(struct core *c)
{
	core_wait(c);
}
END
cat >"$kernel/frame.c" <<'END'
#include <linux/export.h>
#include "core.h"
struct frame *frame_get(int len)
{
	struct frame *f = kzalloc(sizeof(*f) + len, GFP_KERNEL);

	if (f)
		f->len = len;
	return f;
}
EXPORT_SYMBOL(frame_get);
void frame_put(struct frame *f)
{
	kfree(f);
}
EXPORT_SYMBOL(frame_put);
int frame_queue(struct core *c, struct frame *f)
{
	if (f->len < 0)
		return -EINVAL;
	list_add(&f->list, &c->list);
	return 0;
}
EXPORT_SYMBOL(frame_queue);
END
cat >"$driver/bad.c" <<'END'
#include "core.h"
struct drv { spinlock_t lock; struct core core; void *buf; };
void drv_sync(struct drv *d)
{
	spin_lock(&d->lock);
	core_sync(&d->core);
	spin_unlock(&d->lock);
}
void drv_kick(struct drv *d)
{
	spin_lock(&d->lock);
	core_kick(&d->core, true);
	spin_unlock(&d->lock);
}
int drv_alloc(struct drv *d)
{
	core_begin(&d->core);
	d->buf = core_zalloc(&d->core, 64, GFP_KERNEL);
	core_end(&d->core);
	return d->buf ? 0 : -ENOMEM;
}
void drv_tick(struct timer_list *t)
{
	mutex_lock(&((struct drv *)t)->core.mutex);
	mutex_unlock(&((struct drv *)t)->core.mutex);
}
void drv_start(struct drv *d)
{
	core_later(&d->core.timer, drv_tick);
}
static void drv_done(struct core *c)
{
	core_sync(c);
}
void drv_each(struct drv *d)
{
	core_each(&d->core, drv_done);
}
int drv_leak(struct drv *d, int len)
{
	struct frame *f = frame_get(len);

	if (!f)
		return -ENOMEM;
	if (len > 64)
		return -EINVAL;
	return frame_queue(&d->core, f);
}
void drv_twice(int len)
{
	struct frame *f = frame_get(len);

	frame_put(f);
	frame_put(f);
}
END
cat >"$driver/good.c" <<'END'
#include "core.h"
struct drv { spinlock_t lock; struct core core; void *buf; };
void good_kick(struct drv *d)
{
	spin_lock(&d->lock);
	core_kick(&d->core, false);
	spin_unlock(&d->lock);
	core_kick(&d->core, true);
}
int good_alloc(struct drv *d)
{
	core_begin(&d->core);
	d->buf = core_zalloc(&d->core, 64, GFP_ATOMIC);
	core_end(&d->core);
	core_sync(&d->core);
	return d->buf ? 0 : -ENOMEM;
}
int good_try(struct drv *d)
{
	if (core_trybegin(&d->core)) {
		core_sync(&d->core);
		return -EINVAL;
	}
	core_end(&d->core);
	core_sync(&d->core);
	return 0;
}
int good_take(struct drv *d, int len)
{
	struct frame *f = frame_get(len);
	int err;

	if (!f)
		return -ENOMEM;
	err = frame_queue(&d->core, f);
	if (err)
		frame_put(f);
	return err;
}
END
code() { echo "-DLINUX_VERSION_CODE=$(($1 << 16 | $2 << 8))"; }
extra=$(code 6 1) compdb_of "$kernel" core.c wait.c frame.c
extra="-I$kernel $(code 6 1)" compdb_of "$driver" bad.c good.c
for tree in "$kernel" "$driver"; do
	mkdir -p "$tree/include/config" "$tree/include/generated"
	printf '#\nCONFIG_X86_64=y\n' >"$tree/include/config/auto.conf"
	echo "6.1.0-test" >"$tree/include/config/kernel.release"
	echo "#define CONFIG_X86_64 1" >"$tree/include/generated/autoconf.h"
done
model() { "$GFPCHECK" model export -p "$kernel" --cache="$T/cache" --progress=never "$@"; }
drive() {
	local want=$1
	shift
	expect_status "$want" "$GFPCHECK" scan -p "$driver" --cache="$T/cache2" --progress=never --color=never "$@"
}

# without: only what the driver does itself
drive 0 -q
# the same bytes twice, whatever the number of jobs and the cache
model -o "$T/one.gfm" 2>"$T/err" || fail "export: $(cat "$T/err")"
err_has '^functions +11 exported, 1 more in part$'
model -q -j4 -o "$T/two.gfm" --cache="$T/cache3" || fail "export"
same "$T/one.gfm" "$T/two.gfm"
expect_status 0 "$GFPCHECK" model show "$T/one.gfm"
out_has '^kernel +6\.1\.0-test \(6\.1\.0\)$'
out_has '^architecture +amd64$'

drive 1 --model="$T/one.gfm"
out_lacks 'good\.c'
out_has '^bad\.c:6:.*core_sync\(\) may sleep while .d->lock. is held \[sleep-in-atomic\]$'
# the chain goes on where the kernel's sources are
out_has '^core\.c:6:2: note: calls core_wait\(\)$'
out_has '^wait\.c:5:2: note: mutex_lock\(\) may sleep$'
out_has '^bad\.c:12:.*core_kick\(\) may sleep while'
out_has '^bad\.c:18:.*core_zalloc\(\) with GFP_KERNEL may sleep while .*\[gfp-in-atomic\]$'
out_has "^core\.c:[0-9]+:2: note: '.*lock' taken here by spin_lock\(\)$"
out_has '^bad\.c:24:.*mutex_lock\(\) may sleep in .*timer.*\[sleep-in-atomic\]$|^bad\.c:24:.*mutex_lock\(\) may sleep in softirq'
out_has '^bad\.c:[0-9]+:.*core_(sync|each)\(\).* may sleep while .*lock'
out_has "^bad\.c:46:.*'f' from frame_get\(\) is not released on this path \[leak\]$"
out_has '^frame\.c:5:[0-9]+: note: allocated by kzalloc\(\)$'
out_has "^bad\.c:54:.*\[double-free\]$"
err_has '^7 findings'

# a file that can only be parsed without the prelude does not say what the flags are: the model does
cat >"$driver/good.c" <<'END'
#include "core.h"
#ifndef timer_setup
#error made for an older kernel
#endif
struct drv { spinlock_t lock; struct core core; };
void *other(struct drv *d)
{
	void *p;

	spin_lock(&d->lock);
	p = core_zalloc(&d->core, 8, GFP_KERNEL);
	spin_unlock(&d->lock);
	return p;
}
END
drive 1 --model="$T/one.gfm"
out_has '^good\.c:11:.*\[gfp-in-atomic\]$'
err_lacks 'could not be judged'

# what the model does not export is not known; with --all it is
cat >"$driver/good.c" <<'END'
#include "core.h"
struct drv { spinlock_t lock; struct core core; };
void other(struct drv *d)
{
	spin_lock(&d->lock);
	core_private(&d->core);
	spin_unlock(&d->lock);
}
END
drive 1 --model="$T/one.gfm"
out_lacks 'good\.c'
model -q --all -o "$T/all.gfm" || fail "export --all"
drive 1 --model="$T/all.gfm"
out_has '^good\.c:6:.*core_private\(\) may sleep while'

# a function that is linked is what it is, whatever the model says
cat >"$driver/good.c" <<'END'
#include "core.h"
void core_sync(struct core *c)
{
	c->done = NULL;
}
END
drive 1 --model="$T/one.gfm"
out_lacks '^bad\.c:6:'

# the installed one is found by itself, none is none
mkdir -p "$T/share/models" && cp -r "$TOP/rules" "$T/share/rules" && cp "$T/one.gfm" "$T/share/models/linux-6.1-amd64.gfm"
export GFPCHECK_RULES=$T/share/rules
drive 1
out_has '^bad\.c:12:'
drive 0 --model=none
# another minor version: refused, but not when it was asked for
extra="-I$kernel $(code 6 2)" compdb_of "$driver" bad.c good.c
cp "$T/one.gfm" "$T/share/models/linux-6.2-amd64.gfm"
drive 0
err_has 'linux-6\.2-amd64\.gfm: not used: made for Linux 6\.1\.0'
drive 1 --model="$T/one.gfm"
err_has 'one\.gfm: made for Linux 6\.1\.0, but this is 6\.2\.0'
drive 2 --model="$T/one.gfm" --rt
err_has 'made without --rt'
printf '#\nCONFIG_ARM64=y\n' >"$driver/include/config/auto.conf"
drive 2 --model="$T/one.gfm"
err_has 'made for amd64, not for arm64'
printf '#\nCONFIG_X86_64=y\n' >"$driver/include/config/auto.conf"

# damaged: named, not crashed; the installed one is left out
drive 2 --model="$T/none.gfm"
err_has 'none\.gfm: No such file'
head -c 1000 "$T/one.gfm" >"$T/short.gfm"
drive 2 --model="$T/short.gfm"
err_has 'short\.gfm: damaged: truncated'
: >"$T/empty.gfm"
drive 2 --model="$T/empty.gfm"
python3 -c 'import sys; b = bytearray(sys.stdin.buffer.read()); b[3000] ^= 64; sys.stdout.buffer.write(b)' \
	<"$T/one.gfm" >"$T/bit.gfm"
drive 2 --model="$T/bit.gfm"
err_has 'bit\.gfm: damaged: checksum'
extra="-I$kernel $(code 6 1)" compdb_of "$driver" bad.c good.c
cp "$T/bit.gfm" "$T/share/models/linux-6.1-amd64.gfm"
drive 0
err_has 'damaged: checksum: not used'
expect_status 2 "$GFPCHECK" model show "$T/bit.gfm"
expect_status 2 "$GFPCHECK" model
expect_status 2 "$GFPCHECK" model make
err_has 'must be one of export, show'
