/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The parts of the HTML reporter.  rep_html.c writes the files; the others each add one part of a page to a string.
 * Nothing of a page comes from the network, and no script runs but the index's own: a content security policy with
 * the hashes of the one style sheet and the one script holds that, whatever an escape might have missed.
 */
#ifndef REPORT_HTML_H
#define REPORT_HTML_H

#include "report/reporter.h"
#include "report/source.h"

struct html {
	const struct report_view *v;
	const struct report *r;
	struct sources sources;
	const char *dir;
	VEC(char *) name;	/* of the page of each finding: its fingerprint, unique */
};

/* Everything up to and including <body>, and the end. */
void html_begin(struct strbuf *out, const char *title, bool with_script);
void html_end(struct strbuf *out, bool with_script);

/* The list: html_index.c. */
void html_index(struct html *h, struct strbuf *out);
/* The page of a finding: html_finding.c. */
void html_finding(struct html *h, u32 nr, struct strbuf *out);
/* The steps of a finding as boxes and arrows: html_chain.c. */
void html_chain(const struct html *h, const struct finding *f, struct strbuf *out);
/* The source around each step: html_source.c. */
void html_source(struct html *h, const struct finding *f, struct strbuf *out);
/* Markdown of a check's page: html_markdown.c. */
void html_markdown(struct strbuf *out, const char *text);
/* Whether line nr of src begins within a comment, then lines in turn: html_c.c. */
bool html_c_in_comment(const struct source *src, u32 nr);
void html_c_line(struct strbuf *out, const char *line, size_t len, bool *in_comment);

#endif
