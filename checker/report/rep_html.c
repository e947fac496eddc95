// SPDX-License-Identifier: GPL-2.0-only
/*
 * --format=html -o DIR: index.html, finding/<fingerprint>.html and check/<id>.html.  It needs no server and no network
 * and works from file://.  Files of an earlier report that this one does not have stay where they are, without a link
 * to them.  Requires: report_finish().  Cost: a file a finding.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "html_text.h"
#include "report/html.h"
#include "report/page.h"
#include "report/xml.h"

static u32 hex_value(char c)
{
	return (u32)(c <= '9' ? c - '0' : c - 'a' + 10);
}

/* 'sha256-...' with the 32 bytes of hex in base64. */
static void put_hash(struct strbuf *out, const char *hex)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	u32 bits = 0, nr_bits = 0;

	strbuf_puts(out, "'sha256-");
	for (; *hex; hex++) {
		bits = bits << 4 | hex_value(*hex);
		nr_bits += 4;
		if (nr_bits < 6)
			continue;
		nr_bits -= 6;
		strbuf_putc(out, digits[bits >> nr_bits & 63]);
	}
	/* 256 bits: four are left, of the last of 43 digits and one '=' */
	strbuf_putc(out, digits[bits << (6 - nr_bits) & 63]);
	strbuf_puts(out, "='");
}

void html_begin(struct strbuf *out, const char *title, bool with_script)
{
	strbuf_puts(out, "<!doctype html>\n<html lang=en>\n<head>\n<meta charset=utf-8>\n"
		    "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'; style-src ");
	put_hash(out, STYLE_SHA256);
	if (with_script) {
		strbuf_puts(out, "; script-src ");
		put_hash(out, INDEX_SHA256);
	}
	strbuf_puts(out, "; base-uri 'none'; form-action 'none'\">\n<meta name=referrer content=no-referrer>\n"
		    "<meta name=viewport content=\"width=device-width, initial-scale=1\">\n<title>");
	xml_puts(out, title);
	strbuf_puts(out, "</title>\n<style>");
	strbuf_add(out, STYLE_TEXT, sizeof(STYLE_TEXT));
	strbuf_puts(out, "</style>\n</head>\n<body>\n");
}

void html_end(struct strbuf *out, bool with_script)
{
	if (with_script) {
		strbuf_puts(out, "<script>");
		strbuf_add(out, INDEX_TEXT, sizeof(INDEX_TEXT));
		strbuf_puts(out, "</script>\n");
	}
	strbuf_puts(out, "</body>\n</html>\n");
}

/* Fingerprints are unique in what a scan writes; a file from elsewhere may have one twice. */
static void name_pages(struct html *h)
{
	struct map seen = { 0 };

	for (u32 i = 0; i < h->r->finding.nr; i++) {
		u64 id = h->r->finding.at[i].id;
		u32 nr = map_get(&seen, id);
		struct strbuf name = { 0 };

		nr = nr == MAP_NONE ? 1 : nr + 1;
		map_put(&seen, id, nr);
		strbuf_printf(&name, "%016llx", (unsigned long long)id);
		if (nr > 1)
			strbuf_printf(&name, "-%u", nr);
		vec_push(&h->name, strbuf_detach(&name));
	}
	map_free(&seen);
}

static int write_page(const struct html *h, const char *folder, const char *name, struct strbuf *text, struct err *err)
{
	struct strbuf path = { 0 };
	int ret;

	strbuf_printf(&path, "%s/%s%s%s.html", h->dir, folder, *folder ? "/" : "", name);
	ret = file_write_atomic(path.buf, strbuf_str(text), text->len, err);
	strbuf_free(&path);
	strbuf_reset(text);
	return ret;
}

static void check_page(const struct page *page, const char *id, struct strbuf *out)
{
	html_begin(out, id, false);
	strbuf_puts(out, "<nav><a href=\"../index.html\">\xe2\x86\x90 all findings</a></nav>\n<article>\n");
	html_markdown(out, strbuf_str(&page->text));
	strbuf_puts(out, "</article>\n");
	html_end(out, false);
}

static int write_checks(const struct html *h, struct strbuf *text, struct err *err)
{
	struct page_list list = { 0 };
	int ret = h->v->pages ? pages_list(h->v->pages, &list, err) : 0;

	for (u32 i = 0; !ret && i < list.id.nr; i++) {
		struct page page;

		ret = page_read(h->v->pages, list.id.at[i], &page, err);
		if (!ret) {
			check_page(&page, list.id.at[i], text);
			ret = write_page(h, "check", list.id.at[i], text, err);
		}
		page_free(&page);
	}
	pages_free(&list);
	return ret;
}

static int write_all(struct html *h, struct err *err)
{
	struct strbuf text = { 0 };
	int ret = write_checks(h, &text, err);

	for (u32 i = 0; !ret && i < h->r->finding.nr; i++) {
		html_finding(h, i, &text);
		ret = write_page(h, "finding", h->name.at[i], &text, err);
	}
	/* last, so that an index is there only when all it links to is */
	if (!ret) {
		html_index(h, &text);
		ret = write_page(h, "", "index", &text, err);
	}
	strbuf_free(&text);
	return ret;
}

int rep_html(const struct report_view *v, const char *dir, struct err *err)
{
	struct html h = { .v = v, .r = v->r, .dir = dir };
	char *findings = path_join(dir, "finding"), *checks = path_join(dir, "check");
	int ret = dir_make(findings, err);

	ret = ret ? ret : dir_make(checks, err);
	if (!ret) {
		sources_open(&h.sources, v->tree);
		name_pages(&h);
		ret = write_all(&h, err);
		sources_close(&h.sources);
	}
	for (u32 i = 0; i < h.name.nr; i++)
		free(h.name.at[i]);
	vec_free(&h.name);
	free(findings);
	free(checks);
	return ret;
}
