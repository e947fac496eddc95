// SPDX-License-Identifier: GPL-2.0-only
/*
 * Phase: compile commands.  In: the .x.o.cmd files that kbuild leaves behind for each object it has built.
 * Out: entries.
 *
 * The first line is make text, "savedcmd_x.o := command" (6.4 and later) or "cmd_x.o := command"; kbuild
 * writes $ as $$ and # as $(pound) or \#.  Behind the compiler other commands may follow ("; ./tools/objtool
 * ...").  Links are not followed, so that the source tree behind an object folder's link is not walked.
 */
#include <errno.h>
#include <fts.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "db/db_internal.h"

/* kbuild's make text as the shell got it; the caller owns it. */
static char *make_unescape(const char *s, size_t n)
{
	char *out = xmalloc(n + 1), *o = out;
	const char *end = s + n;

	while (s < end) {
		size_t left = (size_t)(end - s);

		if (left >= 8 && !memcmp(s, "$(pound)", 8)) {
			*o++ = '#';
			s += 8;
		} else if (left >= 2 && (!memcmp(s, "$$", 2) || !memcmp(s, "\\#", 2))) {
			*o++ = s[1];
			s += 2;
		} else {
			*o++ = *s++;
		}
	}
	*o = '\0';
	return out;
}

void compdb_parse_cmd(struct compdb *db, const char *text, const char *objdir)
{
	size_t line = strcspn(text, "\n");
	const char *is = memmem(text, line, " := ", 4), *end;
	struct err why = { 0 };
	char **argv, *cmd;
	u32 argc;

	if (!is || (strncmp(text, "cmd_", 4) && strncmp(text, "savedcmd_", 9)))
		return;
	cmd = make_unescape(is + 4, line - (size_t)(is + 4 - text));
	if (!shell_split_command(cmd, &end, &argv, &argc, &why))
		compdb_add_kbuild(db, objdir, argv, argc);
	free(cmd);
}

static bool is_object_cmd(const char *name, size_t n)
{
	return n > 7 && name[0] == '.' && !strcmp(name + n - 6, ".o.cmd");
}

/* Names decide the order, not the file system. */
static int by_name(const FTSENT **a, const FTSENT **b)
{
	return strcmp((*a)->fts_name, (*b)->fts_name);
}

static int walk(struct compdb *db, FTS *fts, const char *objdir, struct err *err)
{
	struct strbuf text = { 0 };
	FTSENT *f;
	int ret = 0;

	while (!ret && (f = fts_read(fts))) {
		if (f->fts_info != FTS_F || !is_object_cmd(f->fts_name, f->fts_namelen))
			continue;
		strbuf_reset(&text);
		ret = file_read(f->fts_accpath, &text, err);
		if (!ret)
			compdb_parse_cmd(db, strbuf_str(&text), objdir);
	}
	strbuf_free(&text);
	return ret;
}

int compdb_add_cmd_files(struct compdb *db, const char *root, const char *dir, struct err *err)
{
	char *paths[] = { (char *)root, NULL };
	FTS *fts = fts_open(paths, FTS_PHYSICAL | FTS_NOCHDIR, by_name);
	int ret;

	if (!fts)
		return err_errno(err, "%s", root);
	ret = walk(db, fts, dir, err);
	fts_close(fts);
	return ret;
}

int compdb_read_cmd_files(struct compdb *db, const char *objdir, struct err *err)
{
	char *real = realpath(objdir, NULL);
	int ret;

	if (!real)
		return err_errno(err, "%s", objdir);
	ret = compdb_add_cmd_files(db, real, real, err);
	if (!ret && !db->at.nr)
		ret = err_set(err, "%s: no .cmd file of a kernel object below it", objdir);
	if (!ret) {
		free(db->origin);
		db->origin = xstrdup(objdir);
		compdb_finish(db);
	}
	free(real);
	return ret;
}
