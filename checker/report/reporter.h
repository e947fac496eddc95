/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reporters: a finished report to a document, or to a folder of them.  They only read.  What stands in a report
 * comes from the tree under analysis or from a file: each reporter escapes all of it in its format's own way.
 */
#ifndef REPORT_REPORTER_H
#define REPORT_REPORTER_H

#include "report/finding.h"

enum report_format {
#define REPORTER(id, word, function) FORMAT_##id,
#define REPORTER_DIR(id, word, function) FORMAT_##id,
#include "report/reporters.def"
#undef REPORTER
#undef REPORTER_DIR
	FORMAT_NR
};

/* What a reporter sees. */
struct report_view {
	const struct report *r;
	bool color;			/* text: escape sequences */
	bool github_limits;		/* sarif: keep to what GitHub accepts */
	const char *tree;		/* the source tree, absolute; NULL: no source text */
	const char *pages;		/* folder with a page for each check; NULL: none */
	int exit_status;		/* of this run */
};

/* "|text|json|..." */
extern const char report_format_words[];
bool report_is_dir(enum report_format format);
/* The whole document. */
void report_write(enum report_format format, const struct report_view *v, struct strbuf *out);
/* All files into dir, which is made. */
int report_write_dir(enum report_format format, const struct report_view *v, const char *dir,
		     struct err *err) __must_check;

#define REPORTER(id, word, function) void function(const struct report_view *v, struct strbuf *out);
#define REPORTER_DIR(id, word, function) \
	int function(const struct report_view *v, const char *dir, struct err *err) __must_check;
#include "report/reporters.def"
#undef REPORTER
#undef REPORTER_DIR

/* Of a file: "drivers/net", "fs/ext4", "kernel"; "." for a file at the top.  Up to two folders. */
void report_subsystem(const char *file, struct strbuf *out);
/* A file name as the path of a URI. */
void report_uri_path(const char *path, struct strbuf *out);

#endif
