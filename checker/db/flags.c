// SPDX-License-Identifier: GPL-2.0-only
/*
 * Phase: compile commands.  In: one command as it was written.  Out: what libclang may see of it.
 *
 * Every word is looked up in flags.def; what goes out is built anew from a row of the table and an argument
 * that cannot begin a flag of its own (joined to it), so a word of the input never becomes a flag by itself.
 * Words that are no flags (the file, other files) are left out.
 *
 * Invariant: each word of argv is complete by itself, "-I/abs", "-include/abs/x.h", "--target=x"; own[]
 * points at words of argv.  Cost: about 20 us for the 120 words of a kernel's TU.
 */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/hash.h"
#include "db/db_internal.h"
#include "db/flags_table.h"

static const char *const family_defines[] = {
#define DEFINE_FAMILY(name) name,
#include "db/flags.def"
#undef DEFINE_FAMILY
};

struct cleaner {
	const struct compdb_entry *e;
	const char *tree, *objdir;	/* NULL or normal */
	char *kernel;			/* the source tree that <linux/kconfig.h> is included from, or NULL */
	VEC(char *) argv;
	VEC(char *) own;
	VEC(const char *) family;	/* words of argv that are not of this TU alone */
	struct tu_flags *out;
	struct err *err;
};

static char *joined(const char *a, const char *b)
{
	size_t n = strlen(a), m = strlen(b);
	char *s = xmalloc(n + m + 1);

	memcpy(s, a, n);
	memcpy(s + n, b, m + 1);
	return s;
}

/* Takes word. */
static void put(struct cleaner *c, char *word, bool own)
{
	vec_push(&c->argv, word);
	if (own)
		vec_push(&c->own, word);
	else
		vec_push(&c->family, word);
}

static int refuse(struct cleaner *c, const char *word, const char *why)
{
	return err_set(c->err, "the flag '%.100s' is refused: %s", word, why);
}

/* path relative to a root of the kernel (source, object folder), or NULL. */
static const char *below_kernel(const struct cleaner *c, const char *path)
{
	const char *const roots[] = { c->kernel, c->objdir, c->tree, c->e->dir };

	for (u32 i = 0; i < ARRAY_SIZE(roots); i++) {
		const char *rel = roots[i] ? path_below(roots[i], path) : NULL;

		if (rel)
			return rel;
	}
	return NULL;
}

/* include, include/uapi, include/generated, include/generated/uapi; the same below arch/X. */
static bool is_kernel_incdir(const struct cleaner *c, const char *path)
{
	static const char *const tails[] = { "", "/uapi", "/generated", "/generated/uapi" };
	const char *rel = below_kernel(c, path);

	if (!rel)
		return false;
	if (!strncmp(rel, "arch/", 5)) {
		if (strstr(rel, "/include/asm/mach-"))
			return true;
		rel += 5;
		rel += strcspn(rel, "/");
		rel += *rel == '/';
	}
	if (strncmp(rel, "include", 7))
		return false;
	for (u32 i = 0; i < ARRAY_SIZE(tails); i++)
		if (!strcmp(rel + 7, tails[i]))
			return true;
	return false;
}

static bool is_family_define(const char *value)
{
	for (u32 i = 0; i < ARRAY_SIZE(family_defines); i++) {
		const char *name = family_defines[i];
		size_t n = strcspn(name, "*");

		if (!strncmp(value, name, n) && (name[n] || !value[n] || value[n] == '='))
			return true;
	}
	return false;
}

static void define(struct cleaner *c, const char *flag, const char *value)
{
	if (flag[1] == 'D' && !strncmp(value, "MODULE", 6) && (!value[6] || value[6] == '='))
		c->out->module = true;
	put(c, joined(flag, value), !is_family_define(value));
}

static void incdir(struct cleaner *c, const struct flag_row *row, const char *value)
{
	char *path = path_join(c->e->dir, value);

	put(c, joined(row->name, path), row->action == INCDIR && !is_kernel_incdir(c, path));
	free(path);
}

/*
 * A compiler looks for -include first where it runs, then in the include folders; here only the first counts,
 * unless a file is there in one of the kernel's own.
 */
static char *incfile_path(struct cleaner *c, const char *value)
{
	char *path = path_join(c->e->dir, value);

	if (value[0] == '/' || path_exists(path))
		return path;
	for (u32 i = 0; i < c->argv.nr; i++) {
		const char *w = c->argv.at[i];
		char *in;

		if (w[0] != '-' || w[1] != 'I')
			continue;
		in = path_join(w + 2, value);
		if (path_exists(in)) {
			free(path);
			return in;
		}
		free(in);
	}
	return path;
}

/* What kbuild includes for every TU, wherever the kernel's headers are installed. */
static bool is_kbuild_header(const char *path)
{
	static const char *const names[] = {
		"/include/linux/compiler-version.h", "/include/linux/kconfig.h",
		"/include/linux/compiler_types.h", "/include/generated/autoconf.h",
	};
	size_t n = strlen(path);

	for (u32 i = 0; i < ARRAY_SIZE(names); i++) {
		size_t m = strlen(names[i]);

		if (n > m && !strcmp(path + n - m, names[i]))
			return true;
	}
	return false;
}

static int incfile(struct cleaner *c, const struct flag_row *row, const char *value)
{
	char *path = incfile_path(c, value);
	bool kbuild = is_kbuild_header(path);
	bool inside = kbuild || (c->tree && path_below(c->tree, path)) || (c->objdir && path_below(c->objdir, path));
	const char *rel = below_kernel(c, path);

	if (!inside) {
		free(path);
		return refuse(c, value, "the file to include is outside the source tree and the object folder");
	}
	put(c, joined(row->name, path), !kbuild && (!rel || strncmp(rel, "include/", 8)));
	free(path);
	return 0;
}

static int one_flag(struct cleaner *c, const struct flag_row *row, const char *word, const char *value);

/* -Wp,-MMD,file -Wp,-DX=1: between the commas are words for the preprocessor. */
static int preprocessor_words(struct cleaner *c, const char *list)
{
	char *copy = xstrdup(list), *next = copy, *word;
	int ret = 0;

	while (!ret && (word = strsep(&next, ","))) {
		const struct flag_row *row = word[0] == '-' ? flag_row_find(word) : NULL;
		const char *value = row ? word + row->len : "";

		if (!row || row->action == WP)
			continue;
		if (!*value && (row->arg == NEXT || row->arg == EITHER))
			value = next ? strsep(&next, ",") : "";
		/* -Wp,-MD,file: the file is no flag and is passed over. */
		if (row->action != KEEP)
			ret = one_flag(c, row, word, value);
	}
	free(copy);
	return ret;
}

static int plugin(struct cleaner *c, const char *word, const char *value)
{
	if (strstr(value, "scripts/gcc-plugins/") && !strstr(value, "..") && value[0] != '/')
		return 0;
	if (value[0] == '/') {
		char *path = path_normal(value);
		const char *rel = below_kernel(c, path);
		bool ours = rel && !strncmp(rel, "scripts/gcc-plugins/", 20);

		free(path);
		if (ours)
			return 0;
	}
	return refuse(c, word, "it loads code into the compiler");
}

static int one_flag(struct cleaner *c, const struct flag_row *row, const char *word, const char *value)
{
	switch ((enum flag_action)row->action) {
	case KEEP:
		put(c, xstrdup(word), false);
		return 0;
	case DROP:
		return 0;
	case REFUSE:
		return refuse(c, word, "it could make the compiler run or load what the command names");
	case DEFINE:
	case UNDEF:
		if (*value)
			define(c, row->name, value);
		return 0;
	case INCDIR:
	case SYSDIR:
		if (*value)
			incdir(c, row, value);
		return 0;
	case INCFILE:
		return *value ? incfile(c, row, value) : 0;
	case OPT:
		put(c, xstrdup(*value == '0' ? "-O0" : "-O2"), false);
		return 0;
	case WP:
		return preprocessor_words(c, value);
	case LANG:
		return !strcmp(value, "c") ? 0 : refuse(c, word, "the language is not C");
	case TARGET:
		put(c, joined("--target=", value), false);
		return 0;
	case PLUGIN:
		return plugin(c, word, value);
	case MLLVM:
		return strncmp(value, "-load", 5) ? 0 : refuse(c, word, "it loads code into the compiler");
	}
	BUG("a flag row without an action");
}

/* A gcc for another machine says so in its name only: aarch64-linux-gnu-gcc-12. */
static void target_from_name(struct cleaner *c, const char *compiler)
{
	const char *base = strrchr(compiler, '/'), *gcc;
	char *triple;

	base = base ? base + 1 : compiler;
	gcc = strstr(base, "-gcc");
	if (!gcc || gcc == base || (gcc[4] && gcc[4] != '-'))
		return;
	for (u32 i = 0; i < c->argv.nr; i++)
		if (!strncmp(c->argv.at[i], "--target=", 9))
			return;
	triple = xstrdup(base);
	triple[gcc - base] = '\0';
	if (strspn(triple, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.") == strlen(triple))
		put(c, joined("--target=", triple), false);
	free(triple);
}

/* The source tree, from -include .../include/linux/kconfig.h: headers may be installed away from any tree. */
static void find_kernel(struct cleaner *c)
{
	static const char tail[] = "/include/linux/kconfig.h";
	const char *const *w = (const char *const *)c->e->argv;

	for (u32 i = 0; i < c->e->argc; i++) {
		size_t n = strlen(w[i]), m = sizeof(tail) - 1;

		if (n <= m || strcmp(w[i] + n - m, tail) || w[i][0] == '-')
			continue;
		c->kernel = path_join(c->e->dir, w[i]);
		c->kernel[strlen(c->kernel) - m] = '\0';
		return;
	}
}

static int all_words(struct cleaner *c)
{
	const struct compdb_entry *e = c->e;
	u32 i = argv_compiler(e->argv, e->argc);
	const char *compiler = i < e->argc ? e->argv[i] : "";

	for (i++; i < e->argc; i++) {
		const char *word = e->argv[i], *value = "";
		const struct flag_row *row;

		if (word[0] == '@')
			return refuse(c, word, "flags from a file are not read");
		if (word[0] != '-' || !word[1])
			continue;
		if (!strcmp(word, "--"))
			break;
		row = flag_row_find(word);
		if (!row) {
			c->out->nr_unknown++;
			continue;
		}
		if (word[row->len])
			value = word + row->len;
		else if ((row->arg == NEXT || row->arg == EITHER) && i + 1 < e->argc)
			value = e->argv[++i];
		if (one_flag(c, row, word, value))
			return -1;
	}
	target_from_name(c, compiler);
	return 0;
}

static int word_cmp(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool is_path_flag(const char *word)
{
	return !strncmp(word, "-I", 2) || !strncmp(word, "-i", 2);
}

/* Folders count in their order, everything else as a set: kbuild puts -O and -D in more than one place. */
static u64 family_hash(const char **word, u32 nr)
{
	struct hasher h;
	u32 rest = 0;

	hasher_init(&h);
	for (u32 i = 0; i < nr; i++) {
		if (is_path_flag(word[i]))
			hasher_str(&h, word[i]);
		else
			word[rest++] = word[i];
	}
	if (rest)
		qsort(word, rest, sizeof(*word), word_cmp);
	for (u32 i = 0; i < rest; i++)
		if (!i || strcmp(word[i - 1], word[i]))
			hasher_str(&h, word[i]);
	return hasher_done(&h).lo;
}

int flags_clean(const struct compdb_entry *e, const char *tree, const char *objdir, struct tu_flags *out,
		struct err *err)
{
	struct cleaner c = { .e = e, .tree = tree, .objdir = objdir, .out = out, .err = err };
	int ret;

	*out = (struct tu_flags){ 0 };
	find_kernel(&c);
	ret = all_words(&c);
	out->family = family_hash(c.family.at, c.family.nr);
	vec_free(&c.family);
	out->argc = c.argv.nr;
	out->nr_own = c.own.nr;
	vec_push(&c.argv, NULL);
	out->argv = c.argv.at;
	out->own = c.own.at;
	free(c.kernel);
	if (ret)
		tu_flags_free(out);
	return ret;
}

void tu_flags_free(struct tu_flags *f)
{
	for (u32 i = 0; i < f->argc; i++)
		free(f->argv[i]);
	free(f->argv);
	free(f->own);
	*f = (struct tu_flags){ 0 };
}
