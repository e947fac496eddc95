// SPDX-License-Identifier: GPL-2.0-only
/* flags_clean(): what is kept, dropped and refused, and what a precompiled header may be shared by. */
#include "../test.h"

#include "base/strbuf.h"
#include "db/db_internal.h"

struct cleaned {
	struct tu_flags f;
	struct err err;
	int ret;
	char text[2048];	/* argv joined with blanks */
	char own[1024];
};

static void join(char *out, size_t size, char *const *words, u32 nr)
{
	out[0] = '\0';
	for (u32 i = 0; i < nr; i++)
		snprintf(out + strlen(out), size - strlen(out), "%s%s", i ? " " : "", words[i]);
}

/* Cleans cmd, run in /o, for the tree /s; the result is good until the next call. */
static const struct cleaned *clean(const char *cmd)
{
	static struct cleaned c;
	struct compdb_entry e = { (char *)"/o", (char *)"/s/x.c", NULL, 0 };

	memset(&c, 0, sizeof(c));
	if (shell_split(cmd, &e.argv, &e.argc, &c.err)) {
		c.ret = -2;
		return &c;
	}
	c.ret = flags_clean(&e, "/s", "/o", &c.f, &c.err);
	join(c.text, sizeof(c.text), c.f.argv, c.f.argc);
	join(c.own, sizeof(c.own), c.f.own, c.f.nr_own);
	free(e.argv);
	c.f.argv = c.ret ? NULL : c.f.argv;
	tu_flags_free(&(struct tu_flags){ .argv = c.f.argv, .argc = c.f.argc, .own = c.f.own });
	return &c;
}

static const char *kept(const char *flags)
{
	struct strbuf sb = { 0 };
	const struct cleaned *c;

	strbuf_printf(&sb, "clang %s -c -o x.o /s/x.c", flags);
	c = clean(sb.buf);
	strbuf_free(&sb);
	return c->ret ? c->err.msg : c->text;
}

static u64 family(const char *flags)
{
	kept(flags);
	return clean(flags)->f.family;
}

static void keeps(struct test *t)
{
	CHECK_STR(t, kept("-DA -DB=1 -D C=2 -UD -U E"), "-DA -DB=1 -DC=2 -UD -UE");
	CHECK_STR(t, kept("-Iinclude -I /s/include -I./a/../b"), "-I/o/include -I/s/include -I/o/b");
	CHECK_STR(t, kept("-isystem inc -iquote q -idirafter /d"), "-isystem/o/inc -iquote/o/q -idirafter/d");
	CHECK_STR(t, kept("-include include/linux/kconfig.h"), "-include/o/include/linux/kconfig.h");
	CHECK_STR(t, kept("-std=gnu11 --target=x86_64-linux-gnu -m64 -mcmodel=kernel -fshort-wchar -funsigned-char"),
		  "-std=gnu11 --target=x86_64-linux-gnu -m64 -mcmodel=kernel -fshort-wchar -funsigned-char");
	CHECK_STR(t, kept("-target arm-linux-gnueabi"), "--target=arm-linux-gnueabi");
	CHECK_STR(t, kept("-nostdinc -mno-sse -mno-sse2 -msoft-float -fms-extensions -ffreestanding"),
		  "-nostdinc -mno-sse -mno-sse2 -msoft-float -fms-extensions -ffreestanding");
	CHECK_STR(t, kept("-O2"), "-O2");
	CHECK_STR(t, kept("-Os"), "-O2");
	CHECK_STR(t, kept("-O0"), "-O0");
	CHECK_STR(t, kept("-Wp,-MMD,x.d -Wp,-DA=1,-UB"), "-DA=1 -UB");
	CHECK_STR(t, kept("-x c -fno-builtin-memcpy"), "-fno-builtin-memcpy");
}

static void drops(struct test *t)
{
	CHECK_STR(t, kept("-Wall -Wno-x -Werror=y -w -g -gdwarf-5 -pg -mfentry -pipe"), "");
	CHECK_STR(t, kept("-MD -MF a.d -MT x -MMD -Wp,-MD,x.d -o y.o"), "");
	CHECK_STR(t, kept("-fsanitize=kcfi -fsanitize-coverage=trace-pc -fno-sanitize=all"), "");
	CHECK_STR(t, kept("-fstack-protector-strong -fzero-call-used-regs=used-gpr -ftrivial-auto-var-init=zero"), "");
	CHECK_STR(t, kept("-mretpoline-external-thunk -mindirect-branch=thunk-extern -mharden-sls=all"), "");
	CHECK_STR(t, kept("--param allow-store-data-races=0 --param=x=1 -fno-allow-store-data-races"), "");
	CHECK_STR(t, kept("-fconserve-stack -mpreferred-stack-boundary=3 -mrecord-mcount -fno-ipa-sra"), "");
	CHECK_STR(t, kept("-fplugin=./scripts/gcc-plugins/x.so -fplugin-arg-x-disable"), "");
	CHECK_STR(t, kept("-fplugin=/s/scripts/gcc-plugins/x.so"), "");
	CHECK_STR(t, kept("-mllvm -asan-stack=0 -frandomize-layout-seed-file=x -fmacro-prefix-map=a=b"), "");
	CHECK_STR(t, kept("--serialize-diagnostics f -ftime-trace=x -save-temps -fcrash-diagnostics-dir=/"), "");
	CHECK_STR(t, kept("other.c -"), "");
	CHECK(t, clean("cc -Wall -fno-common -O2 x.c")->f.nr_unknown == 0);
	CHECK(t, clean("cc -fno-such-thing -Zx --what x.c")->f.nr_unknown == 3);
	/* A known spelling with more behind it is another flag. */
	CHECK(t, clean("cc -fno-commonx x.c")->f.nr_unknown == 1);
	CHECK(t, clean("cc -nostdincx x.c")->f.nr_unknown == 1);
}

static void refuses(struct test *t)
{
	static const char *const bad[] = {
		"-fplugin=/tmp/x.so", "-fplugin=./scripts/gcc-plugins/../../x.so", "-fplugin=/tmp/scripts/gcc-plugins/x.so",
		"-fplugin x.so", "-fpass-plugin=x.so", "-Xclang -load -Xclang x.so", "-Xclang=-load", "-load x.so", "-plugin x",
		"-mllvm -load=x.so", "-mllvm -load", "-wrapper gdb,--args", "-specs=x", "--specs=x", "-B/tmp", "-B /tmp",
		"@flags", "@/etc/flags", "--config=x", "--config x", "-Xpreprocessor -x", "-ivfsoverlay x", "-cc1",
		"-include-pch x.pch", "-Wp,-fplugin=x.so", "-Wp,-Xclang,-load", "-x c++", "-xassembler-with-cpp",
		"-include /etc/passwd", "-include ../../etc/passwd", "-include /s/../etc/passwd", "-imacros /tmp/x.h",
		"-include /tree/x.h", "-Wp,-include,/etc/passwd", "-add-plugin x", "-plugin-arg-x y", "-working-directory=/",
	};

	for (u32 i = 0; i < ARRAY_SIZE(bad); i++) {
		struct strbuf sb = { 0 };
		const struct cleaned *c;

		strbuf_printf(&sb, "clang -DA %s x.c", bad[i]);
		c = clean(sb.buf);
		CHECK_NAMED(t, c->ret == -1 && strstr(c->err.msg, "refused") && !c->f.argc, bad[i]);
		strbuf_free(&sb);
	}
	CHECK(t, strstr(kept("-fplugin=/tmp/x.so"), "-fplugin=/tmp/x.so"));
	/* An argument never becomes a flag of its own. */
	CHECK_STR(t, kept("-D -fplugin=x.so"), "-D-fplugin=x.so");
	CHECK_STR(t, kept("-I -fplugin=x.so"), "-I/o/-fplugin=x.so");
	CHECK_STR(t, kept("-o -fplugin=x.so"), "");
	CHECK_STR(t, kept("-D"), "-D-c");
}

static void compilers(struct test *t)
{
	CHECK_STR(t, clean("ccache clang-19 -DA x.c")->text, "-DA");
	CHECK_STR(t, clean("env X=y CC=z /usr/bin/distcc gcc -DA x.c")->text, "-DA");
	CHECK_STR(t, clean("env -i X=y gcc -DA x.c")->text, "-DA");
	CHECK_STR(t, clean("gcc-12 -DA x.c")->text, "-DA");
	CHECK_STR(t, clean("/usr/bin/aarch64-linux-gnu-gcc-12 -DA x.c")->text, "-DA --target=aarch64-linux-gnu");
	CHECK_STR(t, clean("x-gcc --target=y x.c")->text, "--target=y");
	CHECK_STR(t, clean("ccache")->text, "");
	CHECK_STR(t, clean("")->text, "");
	CHECK(t, is_compiler_name("clang-19") && is_compiler_name("/a/b-gcc-12.2") && is_compiler_name("cc"));
	CHECK(t, !is_compiler_name("sh") && !is_compiler_name("-12") && !is_compiler_name("") && !is_compiler_name("ld"));
}

static void families(struct test *t)
{
	static const char kernel[] = "clang -nostdinc -I/s/arch/x86/include -I./arch/x86/include/generated -I/s/include "
				     "-include /s/include/linux/kconfig.h -D__KERNEL__ -O2 -m64";
	struct strbuf sb = { 0 };
	u64 base = family(kernel);

#define WITH(flags) (strbuf_reset(&sb), strbuf_printf(&sb, "%s %s", kernel, flags), family(sb.buf))
	CHECK(t, WITH("-DKBUILD_MODNAME='\"x\"' -D__KBUILD_MODNAME=kmod_x -DDEBUG") == base);
	CHECK(t, WITH("-I /s/drivers/x -I drivers/x -Wall -O3") == base);
	CHECK(t, WITH("-I/s/drivers/gpu/drm/amd/include") == base);
	CHECK(t, WITH("-DMODULE") != base);
	CHECK(t, WITH("-DMODULES_ARE_FUN") == base);
	CHECK(t, WITH("-m32") != base);
	CHECK(t, WITH("-DCONFIG_X=1") != base);
	CHECK(t, WITH("-I/s/include/uapi") != base);
	CHECK(t, WITH("-std=gnu11 -fshort-wchar") == WITH("-fshort-wchar -std=gnu11"));
	CHECK(t, clean("cc -DMODULE x.c")->f.module && !clean("cc -DMODULEX x.c")->f.module);
	CHECK_STR(t, clean("cc -I/s/include -I/s/drivers/x -D__KERNEL__ -DKBUILD_BASENAME=x -DY -U Z x.c")->own,
		  "-I/s/drivers/x -DKBUILD_BASENAME=x -DY -UZ");
	CHECK_STR(t, clean("cc -I/h/include -include /h/include/linux/kconfig.h -I/m/include x.c")->own, "-I/m/include");
#undef WITH
	strbuf_free(&sb);
}

int main(void)
{
	struct test t = { 0 };

	CHECK_NAMED(&t, !flags_unsorted(), "flags.def is sorted");
	keeps(&t);
	drops(&t);
	refuses(&t);
	compilers(&t);
	families(&t);
	return test_done(&t);
}
