#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# doctor says what is missing, and what to do about it; a tree that is fine gives 0.
. "$TOP/testsuite/cli/lib.bash"
tree
doctor_is() { expect_status "$1" "$GFPCHECK" doctor -p "$T/tree" --cache="$T/cache"; }
doctor_is 2
out_has '^ok +rules: [0-9]+ records'
out_has '^ok +semantic patches: [0-9]+ in '
out_has '^problem +tree: .* is not a configured kernel tree: run'
out_has '^ok +compile commands: 2 in '
out_has '^ok +parsing: 2 sample files'
: >"$T/tree/.config"
doctor_is 2
out_has "^problem +tree: .*configured, but not prepared: run 'make modules_prepare'"
mkdir -p "$T/tree/include/generated" "$T/tree/include/config"
echo 'CONFIG_CC_VERSION_TEXT="gcc (Debian) 12.2.0"' >"$T/tree/.config"
echo 6.1.0-test >"$T/tree/include/config/kernel.release"
touch "$T/tree/include/config/auto.conf" "$T/tree/include/generated/"{autoconf,bounds,asm-offsets,timeconst}.h
doctor_is 2
out_has '^ok +kernel: 6\.1\.0-test, configured for gcc \(Debian\) 12\.2\.0$'
out_has '^problem +generated headers: missing: include/generated/utsrelease.h; run'
touch "$T/tree/include/generated/utsrelease.h"
doctor_is 0
out_lacks problem
# which kernel model a run would take
out_has "^ok +kernel model: none, as this kernel's version"
mkdir -p "$T/tree/include/generated/uapi/linux" "$T/share/models"
ln -s "$TOP/rules" "$T/share/rules"
export GFPCHECK_RULES=$T/share/rules
echo '#define LINUX_VERSION_CODE 393472' >"$T/tree/include/generated/uapi/linux/version.h"
echo 'CONFIG_X86_64=y' | sed 's/^/\n/' >"$T/tree/include/config/auto.conf"
model=$T/share/models/linux-6.1-amd64.gfm
doctor_is 0
out_has "^ok +kernel model: none: .* -o $model"
echo 'no model' >"$model"
doctor_is 2
out_has "^problem +kernel model: .*linux-6\.1-amd64\.gfm"
rm "$model"
"$GFPCHECK" model export -q -p "$T/tree" --cache="$T/cache" -o "$model" || fail "export"
doctor_is 0
out_has "^ok +kernel model: $model, of 6\.1\.0-test, 2 files, this configuration$"
echo >"$T/tree/include/generated/autoconf.h"
doctor_is 0
out_has 'another configuration$'
unset GFPCHECK_RULES
extra='-fno-such-flag-at-all' compdb_of "$T/tree" bad.c good.c
doctor_is 0
out_has '^ok +flags: .*2 unknown flags are dropped'
printf '#include "none.h"\n' >"$T/tree/bad.c"
doctor_is 2
out_has "^problem +parsing: of 2 sample files 0 fail, and 1 are parsed in part: bad.c: .*'none.h' file not found"
rm "$T/tree/bad.c" "$T/tree/good.c"
doctor_is 2
out_has '^problem +parsing: no file of the database is there'
echo '[' >"$T/tree/compile_commands.json"
doctor_is 2
out_has '^problem +compile commands: .*compile_commands.json:'
