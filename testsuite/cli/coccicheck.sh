#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# The semantic patches by "make coccicheck": of the tree that $KERNELTREE names, or else of a small tree with the same
# interface: what is read from the header block, which arguments spatch is given, and that it must end with 0.
. "$TOP/testsuite/cli/lib.bash"
command -v spatch >/dev/null || skip "spatch is not installed"

if [ -n "${KERNELTREE:-}" ]; then
	"$TOP/scripts/check-coccicheck" "$KERNELTREE" >"$T/out" || fail "$(cat "$T/out")"
	exit
fi

mkdir -p "$T/kernel/scripts" "$T/kernel/include"
cat >"$T/kernel/Makefile" <<'E1'
export srctree := .
export KBUILD_EXTMOD := $(M)
export LINUXINCLUDE := -I./include
coccicheck:
	@bash $(srctree)/scripts/coccicheck
E1
cat >"$T/kernel/scripts/coccicheck" <<'E2'
# Options: and Requires: go to spatch as they stand in the file; words of it that look alike count, too
opt=$(grep "Options:" "$COCCI" | cut -d':' -f2)
req=$(grep "Requires:" "$COCCI" | cut -d':' -f2)
[ -z "$req" ] || { echo "the script is skipped where spatch is older than$req"; exit 1; }
flags="--very-quiet"
[ "$MODE" != report ] && [ "$MODE" != org ] || flags="--no-show-diff $flags"
include=${LINUXINCLUDE//-I/-I }
echo spatch -D "$MODE" $flags --cocci-file "$COCCI" $opt --patch "$srctree" --dir "$KBUILD_EXTMOD" $include $SPFLAGS
spatch -D "$MODE" $flags --cocci-file "$COCCI" $opt --patch "$srctree" --dir "$KBUILD_EXTMOD" $include $SPFLAGS 2>&1 ||
	{ echo "coccicheck failed"; exit 1; }
E2
expect_status 0 "$TOP/scripts/check-coccicheck" "$T/kernel"
[ "$(grep -c '^| `' "$T/out")" = "$(find "$TOP/cocci" -name '*.cocci' | wc -l)" ] || fail "a script has no row"

# a folder without any of it; a script that spatch cannot read
mkdir "$T/none"
echo 'int x;' >"$T/none/x.c"
expect_status 0 "$TOP/scripts/check-coccicheck" "$T/kernel" "$T/none"
out_has '^\| `leak\.cocci` \| 0 \| 0 \| 0 \| 0 \|$'
mkdir -p "$T/top/scripts" "$T/top/cocci"
cp "$TOP/scripts/check-coccicheck" "$T/top/scripts"
sed 's/^@@$/@@@/' "$TOP/cocci/double_free.cocci" >"$T/top/cocci/double_free.cocci"
expect_status 1 "$T/top/scripts/check-coccicheck" "$T/kernel" "$T/none"
err_has 'double_free\.cocci, MODE=report: '
expect_status 2 "$TOP/scripts/check-coccicheck" "$T/none"
err_has 'has no scripts/coccicheck'
