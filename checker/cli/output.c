// SPDX-License-Identifier: GPL-2.0-only
/*
 * See output.h.  A report is the program's only product: it is there whole, or the exit status says it is
 * not.
 */
#include "cli/output.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"

static bool is_stdout(const char *path)
{
	return !path || !strcmp(path, "-");
}

static int write_stdout(const struct strbuf *text, struct err *err)
{
	errno = 0;
	fwrite(strbuf_str(text), 1, text->len, stdout);
	if (fflush(stdout) || ferror(stdout))
		return err_errno(err, "cannot write to stdout");
	return 0;
}

/* A device or a pipe: nothing there to keep, and renaming over it would be a disaster. */
static int write_special(const char *path, const struct strbuf *text, struct err *err)
{
	FILE *f = fopen(path, "we");
	bool ok;

	if (!f)
		return err_errno(err, "cannot write %s", path);
	ok = fwrite(strbuf_str(text), 1, text->len, f) == text->len;
	ok = !fflush(f) && ok;
	if (!ok)
		err_errno(err, "cannot write %s", path);
	return fclose(f) || !ok ? err_errno(err, "cannot write %s", path) : 0;
}

int output_write(const char *path, const struct strbuf *text, struct err *err)
{
	char real[PATH_MAX];
	struct stat st;

	/* A reader that went away and a file size limit are errors like a full disk, not a silent death. */
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	if (is_stdout(path))
		return write_stdout(text, err);
	if (!stat(path, &st) && S_ISDIR(st.st_mode))
		return err_set(err, "cannot write %s: it is a folder", path);
	if (!stat(path, &st) && !S_ISREG(st.st_mode))
		return write_special(path, text, err);
	/* A symbolic link stays one: its target is replaced. */
	if (realpath(path, real))
		path = real;
	return file_write_atomic(path, strbuf_str(text), text->len, err);
}

int output_check(const char *path, struct err *err)
{
	char *dir, *slash;
	int ret = 0;

	if (is_stdout(path))
		return 0;
	if (!*path)
		return err_set(err, "-o: the file name is empty");
	if (path_is_dir(path))
		return err_set(err, "cannot write %s: it is a folder", path);
	dir = xstrdup(path);
	slash = strrchr(dir, '/');
	if (slash)
		slash[slash == dir] = '\0';
	if (!path_exists(path) && access(slash ? dir : ".", W_OK | X_OK))
		ret = err_errno(err, "cannot write %s", path);
	free(dir);
	return ret;
}

bool output_color(const struct options *o)
{
	const char *no = getenv("NO_COLOR"), *force = getenv("CLICOLOR_FORCE"), *term = getenv("TERM");

	if (o->color != COLOR_AUTO)
		return o->color == COLOR_ALWAYS;
	if (!is_stdout(o->output) || (no && *no))
		return false;
	if (force && *force && strcmp(force, "0"))
		return true;
	return isatty(STDOUT_FILENO) && term && *term && strcmp(term, "dumb");
}

void output_error(const char *command, const struct err *err)
{
	struct strbuf line = { 0 };

	strbuf_printf(&line, "gfpcheck%s%s: ", command ? " " : "", command ? command : "");
	text_escape(&line, err->msg);
	fprintf(stderr, "%s\n", strbuf_str(&line));
	strbuf_free(&line);
}
