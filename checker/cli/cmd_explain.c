// SPDX-License-Identifier: GPL-2.0-only
/*
 * gfpcheck explain CHECK-ID: prints checker/doc/checks/<id>.md, the same page that the documentation shows.
 * Without an id: which pages there are.  An id that could lead out of the folder is no id.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "cli/cmd.h"
#include "cli/output.h"
#include "cli/paths.h"
#include "report/page.h"

static int unknown_check(const char *id, const struct page_list *pages, struct err *err)
{
	const char *near = text_nearest(id, (const char *const *)pages->id.at, pages->id.nr);
	struct strbuf all = { 0 };

	for (u32 i = 0; i < pages->id.nr; i++)
		strbuf_printf(&all, "%s%s", i ? ", " : "", pages->id.at[i]);
	if (near)
		err_set(err, "no check '%s' (did you mean '%s'?)", id, near);
	else
		err_set(err, "no check '%s'; there are: %s", id, strbuf_str(&all));
	strbuf_free(&all);
	return -1;
}

static bool has_page(const struct page_list *pages, const char *id)
{
	for (u32 i = 0; i < pages->id.nr; i++)
		if (!strcmp(pages->id.at[i], id))
			return true;
	return false;
}

static int page_text(const char *dir, const struct options *o, struct strbuf *out, struct err *err)
{
	struct page_list pages;
	struct page page = { 0 };
	int ret = pages_list(dir, &pages, err);

	if (!ret && !o->args.nr) {
		for (u32 i = 0; i < pages.id.nr; i++)
			strbuf_printf(out, "%s\n", pages.id.at[i]);
	} else if (!ret) {
		ret = has_page(&pages, o->args.at[0]) ? page_read(dir, o->args.at[0], &page, err) :
			unknown_check(o->args.at[0], &pages, err);
		strbuf_puts(out, strbuf_str(&page.text));
		page_free(&page);
	}
	pages_free(&pages);
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
