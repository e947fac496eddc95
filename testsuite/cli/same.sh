#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# scripts/test-same on a small kernel: a precompiled header that fits all TUs but one, the same findings in every way.
. "$TOP/testsuite/cli/lib.bash"
mkdir -p "$T/tree"
touch "$T/tree/Makefile" "$T/tree/Kbuild"
cp -r "$TOP/testsuite/include" "$T/tree/include"
files=(own.c)
for i in 1 2 3 4 5 6; do
	a_bad "$T/tree/b$i.c" "b$i"
	files+=("b$i.c")
done
sed -i 's/spin_lock(.*/&\n\tmsleep(3);/;1i #include <linux/delay.h>' "$T/tree/b2.c"
# its own idea of something that the precompiled header declares, too
cat >"$T/tree/own.c" <<'END'
#include <linux/types.h>
struct platform_device { int own; };
int own_get(struct platform_device *c);
int own_get(struct platform_device *c)
{
	return c->own;
}
END
kernel_flags="-D__KERNEL__ -nostdinc -std=gnu11 -I./include -I./include/generated/uapi"
compdb_of "$T/tree" "${files[@]}"
same() { timeout 250 "$TOP/scripts/test-same" --gfpcheck="$GFPCHECK" -p "$T/tree" "$@" >"$T/out" 2>"$T/err" </dev/null; }
same --most=0.2 || fail "not the same"
out_has '^without its precompiled header \(prelude\): own\.c: .*redefinition of .platform_device'
out_has '^7 TUs, [1-9][0-9]* findings, 8 ways; 1 without their precompiled header \(14\.3 %\), 0 of kinds'
# it can fail
! same || fail "one of seven is more than 2 %"
out_has '^more than 2 %'
cat >"$T/liar" <<END
#!/bin/sh
case "\$*" in
*-j3*) "$GFPCHECK" "\$@" --checks=leak; exit 0 ;;
*) exec "$GFPCHECK" "\$@" ;;
esac
END
chmod +x "$T/liar"
! timeout 250 "$TOP/scripts/test-same" --gfpcheck="$T/liar" -p "$T/tree" --most=0.2 >"$T/out" 2>&1 || fail "it believes a liar"
out_has '^NOT THE SAME: -j3'
