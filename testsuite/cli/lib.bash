# SPDX-License-Identifier: GPL-2.0-only
# For the scripts in this folder: the runner gives $GFPCHECK, $TOP (the checkout) and $T (an empty folder, the
# current one).  A script exits with 0 (passed), 77 (skipped, the reason printed last), anything else is a failure.

fail() { echo "FAIL: $*"; [ ! -f "$T/out" ] || head -n 20 "$T/out" "$T/err"; exit 1; }
skip() { echo "$*"; exit 77; }

# expect_status N COMMAND...: output in $T/out and $T/err.
expect_status() {
	local want=$1 got=0
	shift
	timeout 120 "$@" >"$T/out" 2>"$T/err" </dev/null || got=$?
	[ "$got" -eq "$want" ] || fail "status $got instead of $want: $*"
}
err_has() { grep -Eq -- "$1" "$T/err" || fail "stderr has no /$1/"; }
err_lacks() { ! grep -Eq -- "$1" "$T/err" || fail "stderr has /$1/"; }
out_has() { grep -Eq -- "$1" "$T/out" || fail "stdout has no /$1/"; }
out_lacks() { ! grep -Eq -- "$1" "$T/out" || fail "stdout has /$1/"; }
same() { cmp -s "$1" "$2" || { diff -u "$1" "$2" | head -n 20; fail "$1 and $2 differ"; }; }

# json EXPRESSION [FILE]: what the expression says about the report r must be true.
json() {
	python3 -c 'import json,sys
r = json.load(open(sys.argv[2]))
sys.exit(0 if eval(sys.argv[1]) else 1)' "$1" "${2:-$T/out}" || fail "not true of the report: $1"
}

kernel_flags="-D__KERNEL__ -nostdinc -std=gnu11 -I$TOP/testsuite/include -I$TOP/testsuite/include/generated/uapi"

# compdb_of DIR FILE...: DIR/compile_commands.json; $extra holds more flags.
compdb_of() {
	local dir=$1 file sep=
	shift
	{
		echo '['
		for file; do
			printf '%s{"directory":"%s","file":"%s","command":"clang %s %s -I. -c %s"}\n' \
				"$sep" "$dir" "$file" "$kernel_flags" "${extra:-}" "$file"
			sep=,
		done
		echo ']'
	} >"$dir/compile_commands.json"
}

# a_bad FILE NAME / a_good FILE NAME: one TU with one finding in NAME, or none.
a_bad() {
	cat >"$1" <<-END
	#include <linux/slab.h>
	#include <linux/spinlock.h>
	struct $2 { spinlock_t lock; void *buf; };
	int $2_fill(struct $2 *x)
	{
		spin_lock(&x->lock);
		x->buf = kzalloc(64, GFP_KERNEL);
		spin_unlock(&x->lock);
		return x->buf ? 0 : -ENOMEM;
	}
	END
}
a_good() {
	cat >"$1" <<-END
	#include <linux/slab.h>
	struct $2 { void *buf; };
	int $2_fill(struct $2 *x)
	{
		x->buf = kzalloc(64, GFP_KERNEL);
		return x->buf ? 0 : -ENOMEM;
	}
	END
}

# tree: a small source tree in $T/tree with a finding in bad.c and none in good.c.
tree() {
	mkdir -p "$T/tree"
	touch "$T/tree/Makefile" "$T/tree/Kbuild"
	a_bad "$T/tree/bad.c" bad
	a_good "$T/tree/good.c" good
	compdb_of "$T/tree" bad.c good.c
}
scan() { "$GFPCHECK" scan -p "$T/tree" --cache="$T/cache" --progress=never "$@"; }
# for expect_status, which needs a command
scan_is() {
	local want=$1
	shift
	expect_status "$want" "$GFPCHECK" scan -p "$T/tree" --cache="$T/cache" --progress=never "$@"
}
