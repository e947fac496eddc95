#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# Compile commands that would load or run code, or write files: nothing of it happens, and the TU is named.
. "$TOP/testsuite/cli/lib.bash"
tree
printf '#include <stdlib.h>\n__attribute__((constructor)) static void f(void) { system("touch %s/owned"); }\n' "$T" >"$T/x.c"
gcc -shared -fPIC -o "$T/x.so" "$T/x.c" 2>/dev/null || : >"$T/x.so"
echo "-fplugin=$T/x.so" >"$T/args"
before() { rm -rf "$T/owned" "$T/cache"; }
after() {
	[ ! -e "$T/owned" ] || fail "code from the compile commands ran: $extra"
	[ ! -e "$T/written" ] || fail "a file was written: $extra"
}
for extra in "-fplugin=$T/x.so" "-Xclang -load -Xclang $T/x.so" "@$T/args" "-fpass-plugin=$T/x.so" \
	"-Xclang -plugin -Xclang x" "-B$T" "-Xclang -ast-dump-all -o $T/written" "-MD -MF $T/written" \
	"-Wp,-MMD,$T/written" "--save-temps -dumpdir $T/written" "-ivfsoverlay $T/args" "-include-pch $T/x.so" \
	"-fmodules -fmodules-cache-path=$T/written" "--config=$T/args" "-serialize-diagnostics $T/written"; do
	before
	compdb_of "$T/tree" bad.c
	timeout 120 "$GFPCHECK" scan -p "$T/tree" --cache="$T/cache" --progress=never >"$T/out" 2>"$T/err" </dev/null
	case $? in
	1) ;;						# dropped: the finding is still there
	2|3) err_has '.' ;;				# refused, with a reason
	*) fail "status neither 1 nor 2 nor 3: $extra" ;;
	esac
	after
done
# a shell in the command string, and a compiler that is a script
extra="; touch $T/owned;"
before
compdb_of "$T/tree" bad.c
timeout 120 "$GFPCHECK" scan -p "$T/tree" --cache="$T/cache" --progress=never >"$T/out" 2>"$T/err" </dev/null
after
printf '#!/bin/sh\ntouch %s/owned\n' "$T" >"$T/tree/clang"
chmod +x "$T/tree/clang"
extra=
compdb_of "$T/tree" bad.c
sed -i "s|\"clang |\"$T/tree/clang |" "$T/tree/compile_commands.json"
before
scan_is 1
after
