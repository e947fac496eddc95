#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# query: callers, callees, why, context, effects; a function that is not there.
. "$TOP/testsuite/cli/lib.bash"
tree
compdb_of "$T/tree" bad.c good.c
ask() { timeout 120 "$GFPCHECK" query -p "$T/tree" --cache="$T/cache" --progress=never --context=all "$@" >"$T/out" 2>"$T/err" </dev/null; }
ask callees bad_fill || fail "callees: status $?"
grep -q 'bad\.c:[0-9]*: kzalloc()' "$T/out" || fail "callees: no kzalloc()"
ask callers kzalloc || fail "callers: status $?"
grep -q 'bad\.c:[0-9]*: bad_fill()' "$T/out" || fail "callers: no bad_fill()"
ask effects bad_fill || fail "effects: status $?"
grep -q '^bad_fill bad\.c' "$T/out" || fail "effects: no heading"
ask callers no_such_function; [ $? = 2 ] || fail "a missing function is exit status 2"
grep -q 'no_such_function' "$T/err" || fail "the missing function is not named"
ask sideways bad_fill; [ $? = 2 ] || fail "an unknown question is exit status 2"
