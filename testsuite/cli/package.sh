#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# cmake --install and the Debian package: everything the program reads at run time is in them and is found from there.
. "$TOP/testsuite/cli/lib.bash"
build=$(dirname "$GFPCHECK")
[ -f "$build/CPackConfig.cmake" ] || fail "$build is not configured for packages"
tree
unset GFPCHECK_RULES

# all_there PREFIX: a scan, a page, the rules, all from below PREFIX
all_there() {
	local prefix=$1 program=$1/bin/gfpcheck
	expect_status 1 "$program" scan -p "$T/tree" --cache="$T/cache" --progress=never
	out_has 'bad\.c:7:10: warning: .*\[gfp-in-atomic\]'
	expect_status 0 "$program" explain leak
	out_has '^# leak$'
	"$program" doctor -p "$T/tree" >"$T/out" 2>&1 || true
	out_has "rules: [0-9]+ records in $prefix/share/gfpcheck/rules\$"
	out_has "semantic patches: [0-9]+ in $prefix/share/gfpcheck/cocci\$"
	expect_status 1 "$program" scan -p "$T/tree" --cache="$T/cache" --progress=never --format=html -o "$T/html"
	[ -f "$T/html/check/leak.html" ] || fail "the HTML report has no pages of the checks"
	for file in man/man1/gfpcheck.1 man/man1/gfpcheck-scan.1 bash-completion/completions/gfpcheck \
		zsh/vendor-completions/_gfpcheck gfpcheck/findings-v1.schema.json doc/gfpcheck/README.md \
		doc/gfpcheck/copyright doc/gfpcheck/examples/nightly; do
		[ -s "$prefix/share/$file" ] || [ -s "$prefix/share/$file.gz" ] || fail "$file is not installed"
	done
}
cmake --install "$build" --prefix "$T/prefix" >"$T/out" 2>&1 || fail "cmake --install"
all_there "$T/prefix"

(cd "$T" && cpack -G DEB --config "$build/CPackConfig.cmake" -B "$T/pack" >"$T/out" 2>&1) || fail "cpack"
deb=$(find "$T/pack" -maxdepth 1 -name '*.deb')
[ -f "$deb" ] || fail "cpack made no package"
dpkg-deb -x "$deb" "$T/root" || fail "dpkg-deb"
all_there "$T/root/usr"
find "$T/root" -mindepth 1 -maxdepth 1 ! -name usr | grep -q . && fail "something lies outside of /usr"
# the packages of the libraries that it is linked to are those that it depends on
depends=$(dpkg-deb -f "$deb" Depends)
while read -r lib; do
	package=$(dpkg -S "$(readlink -f "$lib")" "$lib" 2>/dev/null | head -n 1 | cut -d: -f1)
	case $package in
	libc6|libgcc-s1|libasan*|libubsan*|libstdc++6|'') continue ;;
	esac
	[[ $depends == *"$package"* ]] || fail "linked to $lib of $package, and depends on: $depends"
done < <(objdump -p "$T/root/usr/bin/gfpcheck" | awk '$1 == "NEEDED" { print $2 }' | while read -r so; do
	ldd "$T/root/usr/bin/gfpcheck" | awk -v so="$so" '$1 == so { print $3 }'
done)
for word in gfpcheck Version Architecture; do
	dpkg-deb -I "$deb" | grep -q "$word" || fail "the package's control file has no $word"
done
