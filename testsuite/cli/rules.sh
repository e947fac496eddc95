#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# --rules: a mistake has its place in the message and status 2; a good file changes the result.
. "$TOP/testsuite/cli/lib.bash"
tree
printf '# mine\nsleep good_fill\nfrob x\n' >"$T/mine.rules"
scan_is 2 --rules="$T/mine.rules"
err_has 'mine\.rules:3:[0-9]+: '
[ ! -s "$T/out" ] || fail "findings in spite of a bad rule file"
scan_is 2 --rules="$T/none.rules"
err_has 'none\.rules'
head -c 100000 /dev/urandom >"$T/noise.rules"
scan_is 2 --rules="$T/noise.rules"
err_has 'noise\.rules:[0-9]+:[0-9]+: '
cat >"$T/tree/own.c" <<-END
	#include <linux/spinlock.h>
	struct own { spinlock_t lock; };
	void firmware_wait(void);
	void own_poll(struct own *o)
	{
		spin_lock(&o->lock);
		firmware_wait();
		spin_unlock(&o->lock);
	}
END
compdb_of "$T/tree" own.c
scan_is 0
printf 'sleep firmware_wait\n' >"$T/good.rules"
scan_is 1 --rules="$T/good.rules"
out_has '^own\.c:7:[0-9]+: .*firmware_wait.*\[sleep-in-atomic\]'
