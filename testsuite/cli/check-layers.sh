#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# scripts/check-layers and check-spdx can fail: a rule that nothing breaks might as well not be looked at.
. "$TOP/testsuite/cli/lib.bash"
mkdir -p "$T/c/base" "$T/c/link" "$T/c/front"
echo '#include "base/b.h"' >"$T/c/link/a.c"
echo '#include <clang-c/Index.h>' >"$T/c/front/a.c"
touch "$T/c/base/b.h"
expect_status 0 "$TOP/scripts/check-layers" "$T/c"
echo '#include "link/y.h"' >"$T/c/base/a.c"
expect_status 1 "$TOP/scripts/check-layers" "$T/c"
out_has 'base/a\.c:1: .*link/ is to the right'
echo '#include <clang-c/Index.h>' >"$T/c/base/a.c"
expect_status 1 "$TOP/scripts/check-layers" "$T/c"
out_has 'only front/'
echo '#include "../link/y.h"' >"$T/c/base/a.c"
expect_status 1 "$TOP/scripts/check-layers" "$T/c"
rm "$T/c/base/a.c"
mkdir "$T/c/odd"
expect_status 1 "$TOP/scripts/check-layers" "$T/c"
