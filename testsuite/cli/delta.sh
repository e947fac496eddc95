#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# Random edits of a small program: what a scan makes of the kept result is what a scan of everything finds.
. "$TOP/testsuite/cli/lib.bash"
mkdir -p "$T/tree/a" "$T/tree/b"
touch "$T/tree/Makefile" "$T/tree/Kbuild"
a_bad "$T/tree/a/bad.c" bad
a_good "$T/tree/a/good.c" good
cat >"$T/tree/b/callee.c" <<'END'
#include <linux/delay.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
static spinlock_t lock;
void *callee(int n);
void release(void *p);
void *callee(int n)
{
	void *p = kzalloc(n, GFP_KERNEL);

	if (!p)
		return NULL;
	spin_lock(&lock);
	spin_unlock(&lock);
	return p;
}
void release(void *p)
{
	kfree(p);
}
END
cat >"$T/tree/a/caller.c" <<'END'
#include <linux/delay.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
void *callee(int n);
void release(void *p);
int caller(spinlock_t *lock, int n);
int caller(spinlock_t *lock, int n)
{
	void *p;

	spin_lock(lock);
	p = callee(n);
	spin_unlock(lock);
	if (!p)
		return -ENOMEM;
	release(p);
	return 0;
}
int sleeper(int n);
int sleeper(int n)
{
	void *p = kmalloc(n, GFP_ATOMIC);

	if (!p)
		return -ENOMEM;
	msleep(n);
	release(p);
	return 0;
}
END
compdb_of "$T/tree" a/bad.c a/good.c a/caller.c b/callee.c
for seed in 1 2; do
	expect_status 0 "$TOP/scripts/test-delta" -p "$T/tree" -n 15 --seed $seed --gfpcheck "$GFPCHECK"
	out_has 'delta 1[0-9]'
	out_has 'edits with a difference 0'
done
