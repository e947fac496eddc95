// SPDX-License-Identifier: GPL-2.0-only
/*
 * Phase: compile commands.  In: a folder that should be a configured and prepared kernel.  Out: its source
 * and object folders, and the variables that make needs to see the configuration as it was made.
 *
 * The toolchain comes from the configuration, not from the environment: another compiler would change the
 * flags, and make would want to configure again.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "db/db_internal.h"

static bool has_file(const char *dir, const char *name)
{
	char *path = path_join(dir, name);
	bool yes = path_exists(path);

	free(path);
	return yes;
}

static bool on_path(const char *program)
{
	const char *path = getenv("PATH");
	bool found = false;

	while (path && *path && !found) {
		size_t n = strcspn(path, ":");
		struct strbuf sb = { 0 };

		strbuf_add(&sb, path, n);
		strbuf_puts(&sb, "/");
		strbuf_puts(&sb, program);
		found = n && !access(sb.buf, X_OK);
		strbuf_free(&sb);
		path += n + (path[n] == ':');
	}
	return found;
}

static void add_arg(struct kbuild_tree *t, const char *name, const char *value)
{
	struct strbuf sb = { 0 };

	BUG_ON(t->nr_args + 1 >= ARRAY_SIZE(t->args));
	strbuf_printf(&sb, "%s=%s", name, value);
	t->args[t->nr_args++] = strbuf_detach(&sb);
}

/* The value of NAME= at the start of a line, up to the newline; NULL when absent. */
static const char *config_value(const char *text, const char *name)
{
	size_t n = strlen(name);

	for (const char *s = text; *s; s += strcspn(s, "\n"), s += *s == '\n')
		if (!strncmp(s, name, n) && s[n] == '=')
			return s + n + 1;
	return NULL;
}

static bool config_yes(const char *text, const char *name)
{
	const char *v = config_value(text, name);

	return v && *v == 'y';
}

static bool is_name_char(char c)
{
	return isalnum((unsigned char)c) || c == '-' || c == '_' || c == '.' || c == '+';
}

/* clang: "Debian clang version 19.1.7 (3)".  Plain clang will do where the versioned name is missing. */
static int clang_args(struct kbuild_tree *t, const char *config, const char *text, size_t len,
		      struct err *err)
{
	const char *v = memmem(text, len, "clang version ", 14);
	bool lld = config_yes(config, "CONFIG_LD_IS_LLD");
	char major[8] = "", name[24];
	u32 n = 0;

	for (v = v ? v + 14 : ""; n < 4 && isdigit((unsigned char)v[n]); n++)
		major[n] = v[n];
	snprintf(name, sizeof(name), "clang-%s", major);
	if (major[0] && on_path(name)) {
		/* CC too: kernels before 5.18 take any LLVM= for LLVM=1. */
		if (lld)
			add_arg(t, "LLVM", name + strlen("clang"));
		add_arg(t, "CC", name);
		return 0;
	}
	if (!on_path("clang"))
		return err_set(err, "%s was configured with clang %s, which is not installed: install the package %s",
			       t->objdir, major, major[0] ? name : "clang");
	if (lld)
		add_arg(t, "LLVM", "1");
	else
		add_arg(t, "CC", "clang");
	return 0;
}

/* gcc: the first word is how it was called: "gcc", "gcc-12", "aarch64-linux-gnu-gcc". */
static int gcc_args(struct kbuild_tree *t, const char *text, size_t len, struct err *err)
{
	char name[128];
	size_t n = 0, p;

	while (n < len && n + 1 < sizeof(name) && is_name_char(text[n])) {
		name[n] = text[n];
		n++;
	}
	name[n] = '\0';
	if (!n || !strcmp(name, "gcc") || name[0] == '-' || !is_compiler_name(name))
		return on_path("gcc") ? 0 : err_set(err, "%s was configured with gcc, which is not installed: "
						    "install the package gcc", t->objdir);
	if (!on_path(name))
		return err_set(err, "%s was configured with %s, which is not installed: install that package",
			       t->objdir, name);
	add_arg(t, "CC", name);
	for (p = n; p && strncmp(name + p, "-gcc", 4); p--)
		;
	if (p) {
		name[p + 1] = '\0';
		add_arg(t, "CROSS_COMPILE", name);
	}
	return 0;
}

static int toolchain_args(struct kbuild_tree *t, const char *config, struct err *err)
{
	const char *text = config_value(config, "CONFIG_CC_VERSION_TEXT");
	size_t len;

	text = text ? text : "";
	text += *text == '"';
	len = strcspn(text, "\"\n");
	if (config_yes(config, "CONFIG_CC_IS_CLANG"))
		return clang_args(t, config, text, len, err);
	return gcc_args(t, text, len, err);
}

/* "# Linux/x86 6.1.0 Kernel Configuration": what ARCH was then. */
static void arch_arg(struct kbuild_tree *t, const char *config)
{
	const char *s = strstr(config, "# Linux/");
	char arch[32];
	size_t n = 0;

	if (!s)
		return;
	for (s += 8; n + 1 < sizeof(arch) && is_name_char(s[n]); n++)
		arch[n] = s[n];
	arch[n] = '\0';
	if (n && s[n] == ' ')
		add_arg(t, "ARCH", arch);
}

/* From "include SRC/Makefile" in the object folder's own Makefile, or its link "source". */
static char *source_of(const char *objdir)
{
	char *path = path_join(objdir, "Makefile"), *out = NULL;
	struct strbuf text = { 0 };
	struct err ignored = { 0 };
	const char *s;

	if (!file_read(path, &text, &ignored)) {
		for (s = strbuf_str(&text); *s; s += strcspn(s, "\n"), s += *s == '\n') {
			size_t n = strcspn(s, "\n");

			if (strncmp(s, "include /", 9) || n < 18 || memcmp(s + n - 9, "/Makefile", 9))
				continue;
			out = xcalloc(1, n);
			memcpy(out, s + 8, n - 8 - 9);
			break;
		}
	}
	strbuf_free(&text);
	free(path);
	if (out && has_file(out, "scripts/Makefile.build"))
		return out;
	free(out);
	path = path_join(objdir, "source");
	out = realpath(path, NULL);
	free(path);
	return out;
}

static int check_prepared(const struct kbuild_tree *t, struct err *err)
{
	static const char *const need[] = { "include/config/auto.conf", "include/generated/autoconf.h" };

	if (!has_file(t->objdir, ".config"))
		return err_set(err, "%s is not configured (no .config): run \"make ... defconfig\" (or copy a .config) and "
			       "\"make ... prepare modules_prepare\" there first", t->objdir);
	for (u32 i = 0; i < ARRAY_SIZE(need); i++)
		if (!has_file(t->objdir, need[i]))
			return err_set(err, "%s is not prepared (no %s): run \"make ... olddefconfig prepare modules_prepare\" "
				       "there first", t->objdir, need[i]);
	return 0;
}

static int read_config(struct kbuild_tree *t, struct err *err)
{
	char *path = path_join(t->objdir, ".config");
	struct strbuf config = { 0 };
	int ret = file_read(path, &config, err);

	if (!ret) {
		arch_arg(t, strbuf_str(&config));
		ret = toolchain_args(t, strbuf_str(&config), err);
	}
	strbuf_free(&config);
	free(path);
	return ret;
}

int kbuild_tree_open(struct kbuild_tree *t, const char *kerneldir, struct err *err)
{
	*t = (struct kbuild_tree){ .objdir = realpath(kerneldir, NULL) };
	if (!t->objdir)
		return err_errno(err, "%s", kerneldir);
	if (has_file(t->objdir, "scripts/Makefile.build") && has_file(t->objdir, "Kbuild"))
		t->srcdir = xstrdup(t->objdir);
	else
		t->srcdir = source_of(t->objdir);
	if (!t->srcdir || !has_file(t->srcdir, "Makefile"))
		return err_set(err, "%s is neither a kernel's source nor an object folder that names one", kerneldir);
	if (check_prepared(t, err))
		return -1;
	return read_config(t, err);
}

void kbuild_tree_free(struct kbuild_tree *t)
{
	free(t->objdir);
	free(t->srcdir);
	for (u32 i = 0; i < t->nr_args; i++)
		free(t->args[i]);
	*t = (struct kbuild_tree){ 0 };
}

bool kbuild_is_built(const char *objdir)
{
	return has_file(objdir, "vmlinux") && (has_file(objdir, "modules.order") || has_file(objdir, "System.map"));
}
