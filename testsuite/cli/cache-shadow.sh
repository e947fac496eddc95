#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# known-breakage: the cache does not look for files that were absent (stated in summary/cache.c)
# A header that did not exist appears in front of the one that was read: no file changed, yet the TU means another thing.
. "$TOP/testsuite/cli/lib.bash"
mkdir -p "$T/tree/late"
touch "$T/tree/Makefile" "$T/tree/Kbuild"
a_bad "$T/tree/user.c" user
sed -i '1i #include "flags.h"' "$T/tree/user.c"
sed -i 's/GFP_KERNEL/FLAGS/' "$T/tree/user.c"
echo '#define FLAGS GFP_ATOMIC' >"$T/tree/late/flags.h"
extra="-Ilate"
compdb_of "$T/tree" user.c
scan_is 0
echo '#define FLAGS GFP_KERNEL' >"$T/tree/flags.h"
scan_is 1
rm "$T/tree/flags.h"
scan_is 0
