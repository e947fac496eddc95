#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# make C=1 CHECK="gfpcheck kbuild", from a makefile that does what kbuild does: the checker after the compiler, with
# sparse's flags before the compiler's, in an object folder, and a trial of the checker before all.
. "$TOP/testsuite/cli/lib.bash"
command -v make >/dev/null || skip "make is not installed"
tree
mkdir "$T/obj"
cat >"$T/obj/Makefile" <<'END'
srctree := ../tree
CC := gcc
CHECKFLAGS := -D__linux__ -Dlinux -D__STDC__ -Dunix -D__unix__ -Wbitwise -Wno-return-void -Wno-unknown-attribute $(CF) \
	--arch=x86 -mlittle-endian -m64 -D__x86_64__
export CC
ifneq ($(shell printf 'static inline int u(const int *q)\n{\n\t__typeof_unqual__(*q) v = *q;\n\treturn v;\n}\n' >probe; \
	$(CHECK) $(CHECKFLAGS) ./probe 2>&1 | awk -v c=1 '/error/{c=0}END{print c}'),1)
$(error the checker was dropped)
endif
c_flags = -Wp,-MMD,.$(notdir $@).d $(KERNEL_FLAGS) -I$(srctree) -Wall -Wmaybe-uninitialized -fconserve-stack -pg \
	-fplugin=scripts/gcc-plugins/latent_entropy_plugin.so -mpreferred-stack-boundary=3 '-DKBUILD_BASENAME="$(basename $@)"'
all: bad.o good.o
%.o: $(srctree)/%.c
	$(CHECK) $(CHECKFLAGS) $(c_flags) $<
	echo built >$@
.PHONY: all
END
build() { rm -f "$T"/obj/*.o; make -s -C "$T/obj" KERNEL_FLAGS="$kernel_flags" CHECK="$GFPCHECK kbuild --cache=$T/cache $1" "${@:2}"; }

# findings, and nothing else; the build goes on
build "" -j2 >"$T/out" 2>"$T/err" </dev/null || fail "the build ended"
out_lacks .
err_has '^bad\.c:7:10: warning: kzalloc\(\) with GFP_KERNEL .*\[gfp-in-atomic\]$'
err_lacks 'good|error|[0-9] finding'
[ -f "$T/obj/bad.o" ] && [ -f "$T/obj/good.o" ] || fail "not built"

# the flags of 0-day's CF, and --fatal
build "" CF="-fdiagnostic-prefix -D__CHECK_ENDIAN__ -fmax-warnings=unlimited" good.o >"$T/out" 2>"$T/err" || fail "CF"
err_lacks .
! build --fatal bad.o >"$T/out" 2>"$T/err" || fail "--fatal does not end the build"
build --fatal good.o >"$T/out" 2>"$T/err" || fail "--fatal without a finding"
build "--fatal --checks=leak" bad.o >"$T/out" 2>"$T/err" || fail "--checks"

# what cannot be parsed is said, and no reason to stop
echo 'int x = y;' >"$T/tree/broken.c"
build "" broken.o >"$T/out" 2>"$T/err" || fail "a file that cannot be parsed"
err_has '^broken\.c: analysed in part: .*undeclared'
rm "$T/tree/broken.c"

# a checker that cannot parse the trial is to be dropped: the word is there then
printf 'int u(void) { return nothing; }\n' >"$T/probe"
expect_status 0 "$GFPCHECK" kbuild --cache="$T/cache" -D__STDC__ --arch=x86 "$T/probe"
err_has error
expect_status 2 "$GFPCHECK" kbuild -Wall
err_has 'no file'

# and scan has nothing left to parse
python3 - "$T" $kernel_flags <<'END'
import json, sys
t, flags = sys.argv[1], sys.argv[2:]
json.dump([{"directory": t + "/obj", "file": "../tree/%s.c" % f, "arguments":
	["gcc", "-Wp,-MMD,.%s.o.d" % f, *flags, "-I../tree", "-Wall", "-Wmaybe-uninitialized", "-fconserve-stack", "-pg",
	 "-fplugin=scripts/gcc-plugins/latent_entropy_plugin.so", "-mpreferred-stack-boundary=3",
	 '-DKBUILD_BASENAME="%s"' % f, "-c", "-o", f + ".o", "../tree/%s.c" % f]} for f in ("bad", "good")],
	open(t + "/obj/compile_commands.json", "w"))
END
expect_status 1 "$GFPCHECK" scan -p "$T/obj" --cache="$T/cache" --progress=never --stats
err_has 'TUs from the cache +2$'
out_has '^bad\.c:7:10: warning'
