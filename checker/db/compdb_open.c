// SPDX-License-Identifier: GPL-2.0-only
/*
 * Phase: compile commands.  In: what the user gave as -p.  Out: the database it means.
 *
 * Order: a JSON file; a folder with compile_commands.json; a tree that was built to the end (its .cmd files
 * tell all); a configured tree (dry run, plus the .cmd files of what was built already, since make does not
 * print what is up to date); .cmd files alone.
 */
#include <stdlib.h>
#include <string.h>

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

int compdb_open(struct compdb *db, const char *dir, struct err *err)
{
	char *json;
	int ret;

	if (!path_exists(dir))
		return err_errno(err, "%s", dir);
	if (!path_is_dir(dir))
		return compdb_read_json(db, dir, err);
	json = path_join(dir, "compile_commands.json");
	ret = path_exists(json) ? compdb_read_json(db, json, err) : open_tree(db, dir, err);
	free(json);
	return ret;
}
