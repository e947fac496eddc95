// SPDX-License-Identifier: GPL-2.0-only
/*
 * Phase: compile commands.  In: a database.  Out: the source tree that its files stand in.
 *
 * A few files of a kernel build stand in the object folder (generated tables), so that the longest common
 * folder can be above both trees.  Hence every file votes for the kernel tree above it; the tree with the
 * most files wins.  Cost: one prefix test a file, and one walk upwards for a run of files in one folder.
 */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "db/compdb.h"

struct root {
	char *path;
	u32 nr;
};

static bool has_file(const char *dir, const char *name)
{
	char *path = path_join(dir, name);
	bool yes = path_exists(path);

	free(path);
	return yes;
}

/* A kernel's top folder, also a reduced one; not an object folder and not a driver's own Kbuild. */
static bool is_kernel_top(const char *dir)
{
	if (!has_file(dir, "Makefile") || !has_file(dir, "Kbuild"))
		return false;
	return has_file(dir, "scripts/Kbuild.include") || has_file(dir, "include/linux");
}

/* Cuts path to its folder; false at the top. */
static bool go_up(char *path)
{
	char *slash = strrchr(path, '/');

	if (!slash || !slash[1])
		return false;
	slash[slash == path] = '\0';
	return true;
}

/* The kernel tree above file, or NULL; the caller owns it. */
static char *root_above(const char *file)
{
	char *dir = xstrdup(file);

	while (go_up(dir))
		if (is_kernel_top(dir))
			return dir;
	free(dir);
	return NULL;
}

static size_t folder_len(const char *file)
{
	const char *slash = strrchr(file, '/');

	return slash ? (size_t)(slash - file) : 0;
}

/* Shortens a to what it has in common with file, at a component. */
static void common_with(char *a, const char *file)
{
	while (!path_below(a, file) && go_up(a))
		;
}

static char *common_folder(const struct compdb *db)
{
	char *dir = xstrdup(db->at.nr ? db->at.at[0].file : "/");

	if (db->at.nr)
		go_up(dir);
	for (u32 i = 0; i < db->at.nr; i++)
		common_with(dir, db->at.at[i].file);
	return dir;
}

char *compdb_source_root(const struct compdb *db)
{
	VEC(struct root) roots = { 0 };
	const char *before = NULL;
	char *best = NULL;
	u32 last = UINT32_MAX, nr = 0;

	for (u32 i = 0; i < db->at.nr; i++) {
		const char *file = db->at.at[i].file;
		size_t n = folder_len(file);
		bool same = before && folder_len(before) == n && !strncmp(before, file, n);
		char *root;
		u32 r;

		/* Sorted: the files of one folder stand together. */
		if (!same) {
			root = root_above(file);
			for (r = 0; root && r < roots.nr && strcmp(roots.at[r].path, root); r++)
				;
			if (root && r == roots.nr)
				vec_push(&roots, (struct root){ root, 0 });
			else
				free(root);
			last = root ? r : UINT32_MAX;
		}
		before = file;
		if (last != UINT32_MAX)
			roots.at[last].nr++;
	}
	for (u32 r = 0; r < roots.nr; r++) {
		bool longer = best && strlen(roots.at[r].path) > strlen(best);

		if (roots.at[r].nr > nr || (roots.at[r].nr == nr && longer)) {
			nr = roots.at[r].nr;
			best = roots.at[r].path;
		}
	}
	best = best ? xstrdup(best) : common_folder(db);
	for (u32 r = 0; r < roots.nr; r++)
		free(roots.at[r].path);
	vec_free(&roots);
	return best;
}

/* Of "-include DIR/include/linux/kconfig.h", or NULL; the caller owns it. */
static char *root_of_kconfig(const struct compdb_entry *e)
{
	static const char tail[] = "/include/linux/kconfig.h";

	for (u32 i = 0; i < e->argc; i++) {
		size_t n = strlen(e->argv[i]), m = sizeof(tail) - 1;
		char *path;

		if (n <= m || strcmp(e->argv[i] + n - m, tail) || e->argv[i][0] == '-')
			continue;
		path = path_join(e->dir, e->argv[i]);
		path[strlen(path) - m] = '\0';
		return path;
	}
	return NULL;
}

char *compdb_entry_root(const struct compdb_entry *e, const char *module_dir)
{
	char *root = root_above(e->file);

	if (root)
		return root;
	root = module_dir && *module_dir ? path_join(e->dir, module_dir) : NULL;
	if (root && path_below(root, e->file))
		return root;
	free(root);
	/* what the build generates stands in the object folder, and belongs to the kernel all the same */
	root = path_below(e->dir, e->file) ? root_of_kconfig(e) : NULL;
	if (root)
		return root;
	root = xstrdup(e->file);
	go_up(root);
	return root;
}
