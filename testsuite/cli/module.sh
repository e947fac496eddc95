#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# A module outside of the kernel: in its folder, `gfpcheck scan` asks kbuild (M=, dry run) for the flags; nothing is built. With a
# kernel that is only as much of one as that takes; and with Debian's headers and a module of its packages, where they are.
. "$TOP/testsuite/cli/lib.bash"
command -v make >/dev/null || skip "make is not installed"
command -v gcc >/dev/null || skip "gcc is not installed"
kernel=$T/linux
mkdir -p "$kernel"/include/{config,generated} "$kernel/scripts" "$T/mod/sub"
touch "$kernel/Kbuild" "$kernel/scripts/Makefile.build" "$kernel/include/config/auto.conf" "$kernel/include/generated/autoconf.h"
echo 'CONFIG_CC_VERSION_TEXT="gcc (Debian) 12"' >"$kernel/.config"
cat >"$kernel/Makefile" <<END
ifneq (\$(inside),1)
modules:
	\$(MAKE) -C $kernel inside=1 M=\$(M) modules
else
objects := \$(patsubst %.c,%.o,\$(wildcard \$(M)/*.c \$(M)/sub/*.c))
modules: \$(objects)
\$(M)/%.o: \$(M)/%.c
	set -e; gcc -Wp,-MMD,\$(dir \$@).d $kernel_flags -DMODULE -c -o \$@ \$<; touch $T/built
endif
END
a_bad "$T/mod/bad.c" bad
a_good "$T/mod/sub/good.c" good
echo 'obj-m += bad.o sub/good.o' >"$T/mod/Makefile"
cd "$T/mod" || exit 1
KERNELDIR=$kernel expect_status 1 "$GFPCHECK" scan --cache="$T/cache" --progress=never
out_has '^bad\.c:7:[0-9]+: warning: .*\[gfp-in-atomic\]$'
out_lacks good
err_has 'of 2 files$'
[ ! -e "$T/built" ] && [ -z "$(find . -newer Makefile ! -name . -type f)" ] || fail "something was built"
# what is built already is not in the dry run, but in a .cmd file, without the folder where the compiler ran
cp bad.c "$T/bad.c.keep" && touch bad.o
printf 'savedcmd_%s/bad.o := gcc %s -DMODULE -c -o %s/bad.o %s/bad.c\n' "$PWD" "$kernel_flags" "$PWD" "$PWD" >.bad.o.cmd
KDIR=$kernel expect_status 1 "$GFPCHECK" scan --cache="$T/cache" --progress=never
out_has '^bad\.c:7:'
rm bad.o .bad.o.cmd
# doctor looks at the kernel that they are for
KERNELDIR=$kernel expect_status 2 "$GFPCHECK" doctor --cache="$T/cache"
out_has "^ok +modules: in ., for the kernel in $kernel$"
out_has "^problem +generated headers: missing: .*bounds.h"
out_has '^ok +compile commands: 2 in '
# no such kernel
KERNELDIR=$T/none expect_status 2 "$GFPCHECK" scan --cache="$T/cache" --progress=never
err_has 'none: No such file'

# Debian's: only headers are installed
headers=$(compgen -G '/lib/modules/*/build/include/generated/autoconf.h' | tail -n 1)
[ -n "$headers" ] || skip "linux-headers-amd64 is not installed"
headers=${headers%/include/*}
# $rules: where models are looked for.  driver NAME MORE...: the module of the package NAME-dkms, in $T/NAME.json.
driver() {
	local name=$1 source rc=0
	shift
	source=$(compgen -G "/usr/src/$name-*/dkms.conf" | tail -n 1)
	[ -n "$source" ] || skip "$name-dkms is not installed"
	rm -rf "$T/driver" && cp -r "${source%/*}" "$T/driver" && cd "$T/driver" || exit 1
	rm -f -- *.o .*.cmd
	KERNELDIR=$headers timeout 120 "$GFPCHECK" scan --cache="$T/cache" --progress=never --format=json "$@" \
		-o "$T/$name.json" >"$T/out" 2>"$T/err" </dev/null || rc=$?
	[ "$rc" -le 1 ] || fail "$name: status $rc"
}
for name in acpi-call v4l2loopback; do
	driver "$name" --model=none
	json 'r["counts"]["analysed"] == 1 and r["counts"]["functions"] > 10 and not r["counts"]["skipped"]' "$T/$name.json"
	json 'r["tree"]["kernel"].startswith("6.")' "$T/$name.json"
done

KERNELDIR=$headers expect_status 0 "$GFPCHECK" doctor --cache="$T/cache"
out_has "^ok +modules: in ., for the kernel in $headers$"
out_has '^ok +parsing: 1 sample files, without an error$'
# with a model for that kernel beside the rules: a made-up one, of functions that the drivers call
IFS=. read -r major minor _ < <(python3 -c 'import json, sys
print(json.load(open(sys.argv[1]))["tree"]["kernel"])' "$T/acpi-call.json")
mkdir -p "$T/small/include/config" "$T/share/models" && cp -r "$TOP/rules" "$T/share/rules"
touch "$T/small/Makefile" "$T/small/Kbuild"
cp "$headers/include/config/auto.conf" "$T/small/include/config/"
cat >"$T/small/small.c" <<'END'
#include <linux/export.h>
#include <linux/slab.h>
int acpi_get_handle(void *parent, char *path, void **out)
{
	*out = kmalloc(8, GFP_KERNEL);
	return 0;
}
EXPORT_SYMBOL(acpi_get_handle);
int v4l2_device_register(void *dev, void **out)
{
	*out = kmalloc(8, GFP_KERNEL);
	return 0;
}
EXPORT_SYMBOL(v4l2_device_register);
END
extra="-DLINUX_VERSION_CODE=$((major << 16 | minor << 8))" compdb_of "$T/small" small.c
arch=$(dpkg --print-architecture)
"$GFPCHECK" model export -q -p "$T/small" --cache="$T/cache" -o "$T/share/models/linux-$major.$minor-$arch.gfm" || fail "export"
export GFPCHECK_RULES=$T/share/rules
for name in acpi-call v4l2loopback; do
	driver "$name" --stats
	err_has '^functions from the kernel model +[1-9]'
	# its own header looks for timer_setup(), so that it is parsed without the prelude: the model knows the flags
	err_lacks 'warning: .*could not be judged'
done
