// SPDX-License-Identifier: GPL-2.0-only
/*
 * Phase: compile commands.  In: what the user gave as -p.  Out: the database it means.
 *
 * Order: a JSON file; a folder with compile_commands.json; a tree that was built to the end (its .cmd files
 * tell all); a configured tree (dry run, plus the .cmd files of what was built already, since make does not
 * print what is up to date); .cmd files alone.  A folder of modules outside of the kernel: the dry run of kbuild with M=,
 * as its .cmd files do not say where the compiler ran.
 */
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include "base/file.h"
#include "db/db_internal.h"

/* "make prepare" alone leaves an object in scripts/mod: not worth calling it a build. */
static bool has_kernel_object(const struct compdb *db)
{
	for (u32 i = 0; i < db->at.nr; i++)
		if (!strstr(db->at.at[i].file, "/scripts/mod/"))
			return true;
	return false;
}

static int open_tree(struct compdb *db, const char *dir, struct err *err)
{
	struct err no_cmd = { 0 }, no_run = { 0 };
	struct compdb built = { 0 };

	if (compdb_read_cmd_files(&built, dir, &no_cmd))
		compdb_free(&built);
	if (built.at.nr && kbuild_is_built(dir)) {
		*db = built;
		return 0;
	}
	if (compdb_dry_run(db, dir, &no_run)) {
		compdb_free(db);
		if (has_kernel_object(&built)) {
			warn("%s: only what is built already: %s", dir, no_run.msg);
			*db = built;
			return 0;
		}
		compdb_free(&built);
		return err_set(err, "%s: no compile commands: no compile_commands.json; %s; %s", dir,
			       no_cmd.msg[0] ? no_cmd.msg : "no .cmd files", no_run.msg);
	}
	for (u32 i = 0; i < built.at.nr; i++)
		vec_push(&db->at, built.at.at[i]);
	db->nr_ignored += built.nr_ignored;
	vec_free(&built.at);
	free(built.origin);
	compdb_finish(db);
	return 0;
}

/* ---- modules outside of the kernel ---- */

static bool has_word(const char *dir, const char *name, const char *const *word, u32 nr)
{
	char *path = path_join(dir, name);
	struct strbuf text = { 0 };
	struct err no_matter = { 0 };
	bool yes = false;

	if (path_exists(path) && !path_is_dir(path) && !file_read(path, &text, &no_matter))
		for (u32 i = 0; i < nr; i++)
			yes |= strstr(strbuf_str(&text), word[i]) != NULL;
	strbuf_free(&text);
	free(path);
	return yes;
}

bool compdb_is_module_dir(const char *dir)
{
	static const char *const word[] = { "obj-m", "obj-$(" };
	char *top = path_join(dir, "scripts/Makefile.build"), *config = path_join(dir, ".config");
	bool kernel = path_exists(top) || path_exists(config);

	free(top);
	free(config);
	return !kernel && (has_word(dir, "Kbuild", word, ARRAY_SIZE(word)) ||
			   has_word(dir, "Makefile", word, ARRAY_SIZE(word)));
}

static char *build_link(const char *release)
{
	struct strbuf path = { 0 };

	strbuf_printf(&path, "/lib/modules/%s/build", release);
	if (path_exists(path.buf))
		return strbuf_detach(&path);
	strbuf_free(&path);
	return NULL;
}

char *compdb_module_kernel(void)
{
	static const char *const var[] = { "KERNELDIR", "KDIR" };
	struct utsname sys;
	char *found = NULL;
	glob_t g = { 0 };

	for (u32 i = 0; i < ARRAY_SIZE(var); i++)
		if (getenv(var[i]) && *getenv(var[i]))
			return xstrdup(getenv(var[i]));
	if (!uname(&sys))
		found = build_link(sys.release);
	if (!found && !glob("/lib/modules/*/build", 0, NULL, &g) && g.gl_pathc)
		found = xstrdup(g.gl_pathv[g.gl_pathc - 1]);
	globfree(&g);
	return found;
}

static int open_module(struct compdb *db, const char *dir, struct err *err)
{
	char *kernel = compdb_module_kernel();
	int ret;

	if (!kernel)
		return err_set(err, "%s: modules, and no kernel to build them for: install its headers (linux-headers-amd64), "
			       "or set KERNELDIR", dir);
	ret = compdb_dry_run_module(db, dir, kernel, err);
	free(kernel);
	return ret;
}

int compdb_open(struct compdb *db, const char *dir, struct err *err)
{
	char *json;
	int ret;

	if (!path_exists(dir))
		return err_errno(err, "%s", dir);
	if (!path_is_dir(dir))
		return compdb_read_json(db, dir, err);
	json = path_join(dir, "compile_commands.json");
	if (path_exists(json))
		ret = compdb_read_json(db, json, err);
	else
		ret = compdb_is_module_dir(dir) ? open_module(db, dir, err) : open_tree(db, dir, err);
	free(json);
	return ret;
}
