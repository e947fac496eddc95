// SPDX-License-Identifier: GPL-2.0-only
/*
 * Phase: compile commands.  In: commands as the readers (json, .cmd, dry run) find them.  Out: a sorted
 * struct compdb without exact duplicates.
 *
 * Invariant after compdb_finish(): sorted by file, then argv, then dir, whatever order the source had.
 * Cost: an entry is four allocations, about 3 KiB of text for a kernel's TU.
 */
#include "db/compdb.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "db/db_internal.h"

static void entry_free(struct compdb_entry *e)
{
	free(e->dir);
	free(e->file);
	free(e->argv);
}

void compdb_free(struct compdb *db)
{
	for (u32 i = 0; i < db->at.nr; i++)
		entry_free(&db->at.at[i]);
	vec_free(&db->at);
	free(db->origin);
	if (db->image.p)
		file_unmap(&db->image);
	*db = (struct compdb){ 0 };
}

void compdb_add(struct compdb *db, char *dir, char *file, char **argv, u32 argc)
{
	struct compdb_entry e = { .argv = argv, .argc = argc };

	e.dir = path_normal(dir);
	e.file = path_join(e.dir, file);
	free(dir);
	free(file);
	vec_push(&db->at, e);
}

static int entry_cmp(const void *pa, const void *pb)
{
	const struct compdb_entry *a = pa, *b = pb;
	int c = strcmp(a->file, b->file);

	for (u32 i = 0; !c && i < a->argc && i < b->argc; i++)
		c = strcmp(a->argv[i], b->argv[i]);
	if (c)
		return c;
	if (a->argc != b->argc)
		return a->argc < b->argc ? -1 : 1;
	return strcmp(a->dir, b->dir);
}

void compdb_finish(struct compdb *db)
{
	u32 out = 0;

	if (!db->at.nr)
		return;
	qsort(db->at.at, db->at.nr, sizeof(*db->at.at), entry_cmp);
	for (u32 i = 0; i < db->at.nr; i++) {
		if (out && !entry_cmp(&db->at.at[out - 1], &db->at.at[i]))
			entry_free(&db->at.at[i]);
		else
			db->at.at[out++] = db->at.at[i];
	}
	db->at.nr = out;
}

/* The last component of a word. */
static const char *base_name(const char *word)
{
	const char *slash = strrchr(word, '/');

	return slash ? slash + 1 : word;
}

static bool is_assignment(const char *word)
{
	size_t n = strspn(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789");

	return n && word[n] == '=';
}

static bool is_wrapper(const char *word)
{
	static const char *const names[] = { "ccache", "distcc", "env", "icecc", "nice", "sccache", "time" };

	for (u32 i = 0; i < ARRAY_SIZE(names); i++)
		if (!strcmp(base_name(word), names[i]))
			return true;
	return false;
}

u32 argv_compiler(char *const *argv, u32 argc)
{
	u32 i = 0;

	while (i < argc && (is_assignment(argv[i]) || is_wrapper(argv[i]))) {
		bool wrapper = is_wrapper(argv[i]);

		i++;
		/* Options of the wrapper itself. */
		while (wrapper && i < argc && argv[i][0] == '-')
			i++;
	}
	return i;
}

bool is_compiler_name(const char *word)
{
	const char *base = base_name(word);
	size_t n = strlen(base), v = n;

	/* -19, -12.2 */
	while (v && strchr("0123456789.", base[v - 1]))
		v--;
	if (v < n && v && base[v - 1] == '-')
		n = v - 1;
	return (n >= 2 && !memcmp(base + n - 2, "cc", 2)) || (n >= 5 && !memcmp(base + n - 5, "clang", 5));
}

bool argv_defines(char *const *argv, u32 argc, const char *name)
{
	size_t n = strlen(name);

	for (u32 i = 0; i < argc; i++) {
		const char *s = argv[i];

		if (s[0] != '-' || s[1] != 'D')
			continue;
		s = s[2] || i + 1 == argc ? s + 2 : argv[i + 1];
		if (!strncmp(s, name, n) && (!s[n] || s[n] == '='))
			return true;
	}
	return false;
}

static bool has_suffix(const char *s, const char *suffix)
{
	size_t n = strlen(s), m = strlen(suffix);

	return n > m && !strcmp(s + n - m, suffix);
}

static bool has_word(char *const *argv, u32 argc, const char *word)
{
	for (u32 i = 0; i < argc; i++)
		if (!strcmp(argv[i], word))
			return true;
	return false;
}

void compdb_add_kbuild(struct compdb *db, const char *dir, char **argv, u32 argc)
{
	u32 cc = argv_compiler(argv, argc);
	const char *file = argc ? argv[argc - 1] : "";

	if (cc >= argc || !is_compiler_name(argv[cc]) || !has_word(argv, argc, "-c") ||
	    !argv_defines(argv, argc, "__KERNEL__")) {
		free(argv);
		return;
	}
	if (!has_suffix(file, ".c")) {
		db->nr_ignored += has_suffix(file, ".S") || has_suffix(file, ".s");
		free(argv);
		return;
	}
	compdb_add(db, xstrdup(dir), xstrdup(file), argv, argc);
}
