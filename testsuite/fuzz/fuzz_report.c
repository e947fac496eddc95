// SPDX-License-Identifier: GPL-2.0-only
/*
 * Findings, suppressions, renames and repairs from an enemy: no crash, and every format can be written of whatever could
 * be read.
 */
#include <stdlib.h>
#include <string.h>

#include "report/fix_hunks.h"
#include "report/html.h"
#include "report/line_hash.h"
#include "report/match.h"
#include "report/reporter.h"
#include "report/suppress.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool any_check(const char *id)
{
	return *id != 'z';
}

static bool all_ran(const void *ctx, const char *check)
{
	return ctx || *check;
}

static void suppress(struct report *r, const char *text, size_t len)
{
	const struct suppress_scope scope = { .everything = true, .check_ran = all_ran, .is_check = any_check };
	struct suppressions s;
	struct err err = { 0 };

	report_reopen(r);
	if (!suppressions_parse(&s, "s", text, len, 20260101, any_check, &err))
		suppress_by_file(r, &s, &scope);
	else if (!err.msg[0])
		abort();
	suppressions_free(&s);
	report_finish(r, CONF_LOW);
}

static void write_all(const struct report *r)
{
	struct report_view v = { .r = r, .github_limits = true, .tree = NULL };

	for (u32 i = 0; i < FORMAT_NR; i++) {
		struct strbuf out = { 0 };

		if (!report_is_dir((enum report_format)i))
			report_write((enum report_format)i, &v, &out);
		strbuf_free(&out);
	}
}

static void html_pages(const struct report *r)
{
	struct report_view v = { .r = r };
	struct html h = { .v = &v, .r = r };
	struct strbuf out = { 0 };

	sources_open(&h.sources, NULL);
	for (u32 i = 0; i < r->finding.nr; i++)
		vec_push(&h.name, (char *)"x");
	for (u32 i = 0; i < r->finding.nr; i++)
		html_finding(&h, i, &out);
	html_index(&h, &out);
	if (out.len && strstr(out.buf, "<script>alert"))
		abort();
	strbuf_free(&out);
	vec_free(&h.name);
	sources_close(&h.sources);
}

/* The second part of the input, behind a NUL, is for the parsers of other texts. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data, *nul = memchr(text, '\0', size);
	size_t len = nul ? (size_t)(nul - text) : size;
	const char *rest = nul ? nul + 1 : text + size;
	struct strbuf copy = { 0 }, out = { 0 };
	struct line_hashes hashes;
	struct fix_hunks hunks;
	struct renames rn = { 0 };
	struct report r;
	struct err err = { 0 };

	strbuf_add(&copy, rest, size - (size_t)(rest - text));
	report_init(&r);
	if (!report_parse_json(&r, "f", text, len, &err)) {
		suppress(&r, strbuf_str(&copy), copy.len);
		write_all(&r);
		html_pages(&r);
	}
	if (fix_hunks_read(strbuf_str(&copy), &hunks))
		fix_hunks_free(&hunks);
	if (!renames_parse(&rn, "r", strbuf_str(&copy), copy.len, &err))
		report_set_baseline(&r, &r, &rn);
	renames_free(&rn);
	if (line_hashes_make(&hashes, strbuf_str(&copy), copy.len))
		line_hashes_free(&hashes);
	html_markdown(&out, strbuf_str(&copy));
	report_free(&r);
	strbuf_free(&out);
	strbuf_free(&copy);
	return 0;
}
