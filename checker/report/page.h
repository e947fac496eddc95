/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The page of a check (doc/checks/<id>.md): what `explain` prints, SARIF carries as help and the HTML links to.
 * Its first lines may be comments: the licence, and `<!-- tags: cwe-401 ... -->`.
 */
#ifndef REPORT_PAGE_H
#define REPORT_PAGE_H

#include "base/bug.h"
#include "base/strbuf.h"
#include "base/vec.h"

struct page {
	struct strbuf text;	/* markdown, without the comments at the top */
	struct strbuf summary;	/* the first paragraph below the title, on one line */
	struct strbuf tags;	/* words with a blank between */
};

struct page_list {
	VEC(char *) id;		/* sorted */
};

int pages_list(const char *dir, struct page_list *out, struct err *err) __must_check;
void pages_free(struct page_list *list);
/* -1 and err when there is none; an id that could lead out of dir is none. */
int page_read(const char *dir, const char *id, struct page *out, struct err *err) __must_check;
void page_free(struct page *p);

#endif
