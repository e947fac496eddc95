// SPDX-License-Identifier: GPL-2.0-only
/* gfpcheck compdb KERNELDIR: the compile commands of a configured tree, from kbuild's dry run, as JSON. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/cmd.h"
#include "cli/output.h"
#include "db/compdb.h"

int cmd_compdb(const struct options *o)
{
	const char *out = o->output ? o->output : "compile_commands.json";
	struct compdb db = { 0 };
	struct err err = { 0 };
	struct stat st;
	int ret = EXIT_CLEAN;

	/* compdb_write_json() renames over the file: that must not happen to a device. */
	if (strcmp(out, "-") && !stat(out, &st) && !S_ISREG(st.st_mode))
		err_set(&err, "cannot write %s: not a regular file (- is stdout)", out);
	if (err.msg[0] || output_check(out, &err))
		return cmd_fail(CMD_COMPDB, &err);
	if (compdb_dry_run(&db, o->args.at[0], &err) || compdb_write_json(&db, out, &err))
		ret = cmd_fail(CMD_COMPDB, &err);
	else if (!o->quiet)
		fprintf(stderr, "gfpcheck: %u compile commands from %s\n", db.at.nr, db.origin ? db.origin : "");
	compdb_free(&db);
	return ret;
}
