// SPDX-License-Identifier: GPL-2.0-only
/* The table of reporters, and what several of them share; see reporter.h. */
#include "report/reporter.h"

#include <string.h>

const char report_format_words[] =
#define REPORTER(id, word, function) "|" word
#define REPORTER_DIR REPORTER
#include "report/reporters.def"
#undef REPORTER
#undef REPORTER_DIR
	;

static const struct {
	void (*document)(const struct report_view *v, struct strbuf *out);
	int (*folder)(const struct report_view *v, const char *dir, struct err *err);
} reporters[FORMAT_NR] = {
#define REPORTER(id, word, function) [FORMAT_##id] = { .document = function },
#define REPORTER_DIR(id, word, function) [FORMAT_##id] = { .folder = function },
#include "report/reporters.def"
#undef REPORTER
#undef REPORTER_DIR
};

void rep_text(const struct report_view *v, struct strbuf *out)
{
	report_text(v->r, v->color, out);
}

void rep_json(const struct report_view *v, struct strbuf *out)
{
	report_json(v->r, out);
}

bool report_is_dir(enum report_format format)
{
	return reporters[format].folder;
}

void report_write(enum report_format format, const struct report_view *v, struct strbuf *out)
{
	BUG_ON(!v->r->finished || !reporters[format].document);
	reporters[format].document(v, out);
}

int report_write_dir(enum report_format format, const struct report_view *v, const char *dir, struct err *err)
{
	BUG_ON(!v->r->finished || !reporters[format].folder);
	return reporters[format].folder(v, dir, err);
}

void report_subsystem(const char *file, struct strbuf *out)
{
	size_t n = strcspn(file, "/"), dir = 0;

	for (u32 depth = 0; depth < 2 && file[n] == '/'; depth++) {
		dir = n;
		n += 1 + strcspn(file + n + 1, "/");
	}
	if (dir)
		strbuf_add(out, file, dir);
	else
		strbuf_puts(out, *file == '/' ? "/" : ".");
}

/* RFC 3986: what may stand in a path; everything else byte by byte as %XX. */
void report_uri_path(const char *path, struct strbuf *out)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/+,=@";

	for (; *path; path++) {
		if (strchr(plain, *path))
			strbuf_putc(out, *path);
		else
			strbuf_printf(out, "%%%02X", (unsigned int)(unsigned char)*path);
	}
}
