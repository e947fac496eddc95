#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# The build refuses a libclang older than 19 with a sentence that names the package.
. "$TOP/testsuite/cli/lib.bash"
command -v cmake >/dev/null || skip "no cmake"
mkdir -p "$T/llvm-17/include/clang-c"
echo '#define CINDEX_VERSION_MINOR 64' >"$T/llvm-17/include/clang-c/Index.h"
expect_status 1 cmake -S "$TOP" -B "$T/build" -DLIBCLANG_ROOT="$T/llvm-17"
tr -s '\n ' ' ' <"$T/err" >"$T/flat"
grep -q 'libclang-19-dev.*only version 17' "$T/flat" || fail "the message does not say what to install"
