#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# make C=1, C=2 CHECK="gfpcheck kbuild" by the real kbuild: a module against Debian's headers, built by gcc.
. "$TOP/testsuite/cli/lib.bash"
command -v make >/dev/null || skip "make is not installed"
headers=$(compgen -G '/lib/modules/*/build/include/generated/autoconf.h' | tail -n 1)
[ -n "$headers" ] || skip "linux-headers-amd64 is not installed"
headers=${headers%/include/*}
cat >part.c <<'E1'
// SPDX-License-Identifier: GPL-2.0-only
#include <linux/slab.h>
#include <linux/spinlock.h>

void *part_fill(spinlock_t *lock);

void *part_fill(spinlock_t *lock)
{
	void *buf;

	spin_lock(lock);
	buf = kmalloc(64, GFP_KERNEL);
	spin_unlock(lock);
	return buf;
}
E1
cat >whole.c <<'E2'
// SPDX-License-Identifier: GPL-2.0-only
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

static DEFINE_SPINLOCK(whole_lock);
static void *whole_buf;
void *part_fill(spinlock_t *lock);

static int __init whole_init(void)
{
	whole_buf = part_fill(&whole_lock);
	return whole_buf ? 0 : -ENOMEM;
}

static void __exit whole_exit(void)
{
	kfree(whole_buf);
}

module_init(whole_init);
module_exit(whole_exit);
MODULE_LICENSE("GPL");
E2
printf 'obj-m := gfptest.o\ngfptest-y := whole.o part.o\n' >Makefile
build() {
	timeout 200 make -C "$headers" M="$PWD" CHECK="$GFPCHECK kbuild --cache=$T/cache $1" "${@:2}" modules >"$T/out" 2>"$T/err" \
		</dev/null
}

# what is compiled: findings beside the compiler's, and the module is there
build "" C=1 || fail "the build ended"
err_has '^[^ ]*part\.c:12:8: warning: kmalloc\(\) with GFP_KERNEL may sleep while .* is held \[gfp-in-atomic\]$'
err_lacks 'whole\.c|analysed in part|[0-9] finding'
[ -e gfptest.ko ] || fail "no module"
# nothing is compiled, nothing is looked at; C=2 looks all the same
build "" C=1 || fail "a second build"
err_lacks 'part\.c'
build "" C=2 || fail "C=2"
err_has '^[^ ]*part\.c:12:8: warning'
# the end of the build, where that is wanted
rm -f part.o gfptest.ko
! build --fatal C=1 || fail "--fatal does not end the build"
[ ! -e gfptest.ko ] || fail "a module in spite of --fatal"
sed -i s/GFP_KERNEL/GFP_ATOMIC/ part.c
build --fatal C=1 || fail "--fatal without a finding"
err_lacks 'warning: k'
[ -e gfptest.ko ] || fail "no module"
# and scan has nothing left to parse
KERNELDIR=$headers expect_status 0 "$GFPCHECK" scan --cache="$T/cache" --progress=never --stats
err_has 'TUs from the cache +2$'
