// SPDX-License-Identifier: GPL-2.0-only
/* SARIF: places as URIs, regions in UTF-16 columns, and GitHub's hash of a line. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "report/sarif.h"

void sarif_artifact(struct sarif *s, const char *file)
{
	struct strbuf uri = { 0 };

	if (*file == '/')
		strbuf_puts(&uri, "file://");
	report_uri_path(file, &uri);
	jsonw_object(&s->w, "artifactLocation", true);
	jsonw_str(&s->w, "uri", strbuf_str(&uri));
	if (*file != '/')
		jsonw_str(&s->w, "uriBaseId", "SRCROOT");
	jsonw_close(&s->w);
	strbuf_free(&uri);
}

/* libclang counts bytes. */
static u32 utf16_column(const char *line, size_t len, u32 col)
{
	u32 units = 0;

	for (size_t at = 0, n; at + 1 < col && at < len; at += n) {
		bool valid;
		u32 cp;

		n = text_decode(line + at, len - at, &cp, &valid);
		units += cp >= 0x10000 ? 2 : 1;
	}
	return units + 1;
}

static void put_region(struct sarif *s, const struct place *at)
{
	const struct source *src = sources_get(&s->sources, report_str(s->v->r, at->file));
	size_t len = 0;
	const char *line = src ? source_line(src, at->line, &len) : NULL;

	if (!at->line)
		return;
	jsonw_object(&s->w, "region", true);
	jsonw_u64(&s->w, "startLine", at->line);
	if (at->col)
		jsonw_u64(&s->w, "startColumn", line ? utf16_column(line, len, at->col) : at->col);
	jsonw_close(&s->w);
}

void sarif_location(struct sarif *s, const struct place *at, const char *text)
{
	const char *func = report_str(s->v->r, at->func);

	jsonw_object(&s->w, "physicalLocation", false);
	sarif_artifact(s, report_str(s->v->r, at->file));
	put_region(s, at);
	jsonw_close(&s->w);
	if (*func) {
		jsonw_array(&s->w, "logicalLocations", true);
		jsonw_object(&s->w, NULL, true);
		jsonw_str(&s->w, "name", func);
		jsonw_str(&s->w, "kind", "function");
		jsonw_close(&s->w);
		jsonw_close(&s->w);
	}
	if (!text)
		return;
	jsonw_object(&s->w, "message", true);
	jsonw_str(&s->w, "text", text);
	jsonw_close(&s->w);
}

bool sarif_line_hash(struct sarif *s, const struct place *at, char *out, size_t size)
{
	const struct line_hash *h;

	/* findings come file by file */
	if (at->file != s->hashes_file) {
		const struct source *src = sources_get(&s->sources, report_str(s->v->r, at->file));

		line_hashes_free(&s->hashes);
		s->hashes_file = at->file;
		if (!src || !line_hashes_make(&s->hashes, strbuf_str(&src->text), src->text.len))
			return false;
	}
	if (!at->line || at->line > s->hashes.line.nr)
		return false;
	h = &s->hashes.line.at[at->line - 1];
	snprintf(out, size, "%llx:%u", (unsigned long long)h->hash, h->occurrence);
	return true;
}
