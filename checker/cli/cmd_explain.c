// SPDX-License-Identifier: GPL-2.0-only
/*
 * gfpcheck explain CHECK-ID: prints checker/doc/checks/<id>.md, the same page that the documentation shows.
 * Without an id: which pages there are.  An id that could lead out of the folder is no id.
 */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "cli/cmd.h"
#include "cli/output.h"
#include "cli/paths.h"

static int is_page(const struct dirent *e)
{
	size_t n = strlen(e->d_name);

	return n > 3 && !strcmp(e->d_name + n - 3, ".md");
}

static void list_free(struct str_list *ids)
{
	for (u32 i = 0; i < ids->nr; i++)
		free((char *)ids->at[i]);
	vec_free(ids);
}

/* The ids that have a page, sorted. */
static int list_pages(const char *dir, struct str_list *ids, struct err *err)
{
	struct dirent **e;
	int n = scandir(dir, &e, is_page, alphasort);

	if (n < 0)
		return err_errno(err, "%s", dir);
	for (int i = 0; i < n; i++) {
		char *id = xstrdup(e[i]->d_name);

		id[strlen(id) - 3] = '\0';
		vec_push(ids, id);
		free(e[i]);
	}
	free(e);
	return 0;
}

static int unknown_check(const char *id, const struct str_list *ids, struct err *err)
{
	const char *near = text_nearest(id, ids->at, ids->nr);
	struct strbuf all = { 0 };

	for (u32 i = 0; i < ids->nr; i++)
		strbuf_printf(&all, "%s%s", i ? ", " : "", ids->at[i]);
	if (near)
		err_set(err, "no check '%s' (did you mean '%s'?)", id, near);
	else
		err_set(err, "no check '%s'; there are: %s", id, strbuf_str(&all));
	strbuf_free(&all);
	return -1;
}

/* The page without its licence line. */
static int read_page(const char *path, struct strbuf *out, struct err *err)
{
	struct strbuf raw = { 0 };
	const char *text;
	int ret = file_read(path, &raw, err);

	text = strbuf_str(&raw);
	if (!strncmp(text, "<!--", 4))
		text = strchrnul(text, '\n');
	strbuf_puts(out, text + (*text == '\n'));
	strbuf_free(&raw);
	return ret;
}

static int page_text(const char *dir, const struct options *o, struct strbuf *out, struct err *err)
{
	struct str_list ids = { 0 };
	int ret = list_pages(dir, &ids, err);

	if (!ret && !o->args.nr) {
		for (u32 i = 0; i < ids.nr; i++)
			strbuf_printf(out, "%s\n", ids.at[i]);
	} else if (!ret) {
		struct strbuf path = { 0 };
		u32 i = 0;

		while (i < ids.nr && strcmp(ids.at[i], o->args.at[0]))
			i++;
		strbuf_printf(&path, "%s/%s.md", dir, i < ids.nr ? ids.at[i] : "");
		ret = i < ids.nr ? read_page(path.buf, out, err) : unknown_check(o->args.at[0], &ids, err);
		strbuf_free(&path);
	}
	list_free(&ids);
	return ret;
}

int cmd_explain(const struct options *o)
{
	struct strbuf text = { 0 };
	struct err err = { 0 };
	char *dir = path_checks_dir(&err);
	int ret = EXIT_CLEAN;

	if (!dir || page_text(dir, o, &text, &err) || output_write(NULL, &text, &err))
		ret = cmd_fail(CMD_EXPLAIN, &err);
	strbuf_free(&text);
	free(dir);
	return ret;
}
