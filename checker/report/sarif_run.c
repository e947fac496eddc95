// SPDX-License-Identifier: GPL-2.0-only
/* SARIF: the run around the results: the tool and its rules, the tree, how the run went and what it lacks. */
#include <stdlib.h>
#include <string.h>

#include "report/page.h"
#include "report/sarif.h"

#define GITHUB_TAGS 10u

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void add_rule(struct sarif *s, const char *id)
{
	for (u32 i = 0; i < s->rule.nr; i++)
		if (!strcmp(s->rule.at[i], id))
			return;
	vec_push(&s->rule, xstrdup(id));
}

static void collect_rules(struct sarif *s)
{
	struct page_list pages = { 0 };
	struct err err = { 0 };

	/* without the pages there are still the findings' own */
	if (s->v->pages && !pages_list(s->v->pages, &pages, &err))
		for (u32 i = 0; i < pages.id.nr; i++)
			add_rule(s, pages.id.at[i]);
	for (u32 i = 0; i < s->v->r->finding.nr; i++)
		add_rule(s, s->v->r->finding.at[i].check);
	if (s->rule.nr)
		qsort(s->rule.at, s->rule.nr, sizeof(*s->rule.at), by_name);
	pages_free(&pages);
}

u32 sarif_rule_index(const struct sarif *s, const char *check)
{
	u32 i = 0;

	while (strcmp(s->rule.at[i], check))
		i++;
	return i;
}

static void put_message(struct sarif *s, const char *name, const char *text, const char *markdown)
{
	jsonw_object(&s->w, name, false);
	jsonw_str(&s->w, "text", text);
	if (markdown)
		jsonw_str(&s->w, "markdown", markdown);
	jsonw_close(&s->w);
}

/* "memory cwe-401" as GitHub knows them: external/cwe/cwe-401. */
static void put_tags(struct sarif *s, const char *words)
{
	u32 nr = 0;

	jsonw_array(&s->w, "tags", true);
	for (size_t n; *words && nr < GITHUB_TAGS; words += n + (words[n] == ' '), nr++) {
		struct strbuf tag = { 0 };

		n = strcspn(words, " ");
		if (!strncmp(words, "cwe-", 4))
			strbuf_puts(&tag, "external/cwe/");
		strbuf_add(&tag, words, n);
		jsonw_str(&s->w, NULL, strbuf_str(&tag));
		strbuf_free(&tag);
	}
	jsonw_close(&s->w);
}

static void put_rule(struct sarif *s, const char *id)
{
	struct page page = { 0 };
	struct err err = { 0 };

	jsonw_object(&s->w, NULL, false);
	jsonw_str(&s->w, "id", id);
	if (s->v->pages && !page_read(s->v->pages, id, &page, &err)) {
		put_message(s, "shortDescription", strbuf_str(&page.summary), NULL);
		put_message(s, "help", strbuf_str(&page.text), strbuf_str(&page.text));
	} else {
		put_message(s, "shortDescription", id, NULL);
	}
	jsonw_object(&s->w, "defaultConfiguration", true);
	jsonw_str(&s->w, "level", "warning");
	jsonw_close(&s->w);
	jsonw_object(&s->w, "properties", false);
	jsonw_str(&s->w, "precision", "high");
	jsonw_str(&s->w, "problem.severity", "warning");
	put_tags(s, strbuf_str(&page.tags));
	jsonw_close(&s->w);
	jsonw_close(&s->w);
	page_free(&page);
}

void sarif_tool(struct sarif *s)
{
	collect_rules(s);
	jsonw_object(&s->w, "tool", false);
	jsonw_object(&s->w, "driver", false);
	jsonw_str(&s->w, "name", "gfpcheck");
	jsonw_str(&s->w, "semanticVersion", GFPCHECK_VERSION);
	jsonw_array(&s->w, "rules", false);
	for (u32 i = 0; i < s->rule.nr; i++)
		put_rule(s, s->rule.at[i]);
	jsonw_close(&s->w);
	jsonw_object(&s->w, "properties", true);
	jsonw_str(&s->w, "libclang", s->v->r->libclang);
	jsonw_close(&s->w);
	jsonw_close(&s->w);
	jsonw_close(&s->w);
}

void sarif_run(struct sarif *s)
{
	struct strbuf uri = { 0 };

	jsonw_object(&s->w, "originalUriBaseIds", false);
	jsonw_object(&s->w, "SRCROOT", false);
	if (s->v->tree && *s->v->tree == '/') {
		strbuf_puts(&uri, "file://");
		report_uri_path(s->v->tree, &uri);
		if (uri.buf[uri.len - 1] != '/')
			strbuf_putc(&uri, '/');
		jsonw_str(&s->w, "uri", uri.buf);
	}
	put_message(s, "description", "the top of the source tree", NULL);
	jsonw_close(&s->w);
	jsonw_close(&s->w);
	jsonw_object(&s->w, "automationDetails", true);
	jsonw_str(&s->w, "id", "gfpcheck/");
	jsonw_close(&s->w);
	jsonw_str(&s->w, "columnKind", "utf16CodeUnits");
	strbuf_free(&uri);
}

/* file: string id of the file that it is about; 0: none. */
static void put_notification(struct sarif *s, const char *id, const char *level, u32 file, const char *text)
{
	jsonw_object(&s->w, NULL, false);
	jsonw_object(&s->w, "descriptor", true);
	jsonw_str(&s->w, "id", id);
	jsonw_close(&s->w);
	jsonw_str(&s->w, "level", level);
	put_message(s, "message", text, NULL);
	if (file) {
		struct place at = { .file = file };

		jsonw_array(&s->w, "locations", false);
		jsonw_object(&s->w, NULL, false);
		sarif_location(s, &at, NULL);
		jsonw_close(&s->w);
		jsonw_close(&s->w);
	}
	jsonw_close(&s->w);
}

static void put_truncation(struct sarif *s)
{
	struct strbuf text = { 0 };

	if (!s->nr_results_cut && !s->nr_steps_cut)
		return;
	strbuf_printf(&text, "left out to stay within GitHub's limits: %u results (those of the lowest severity and "
		      "confidence), %u places in proofs", s->nr_results_cut, s->nr_steps_cut);
	put_notification(s, "truncated", "warning", 0, text.buf);
	strbuf_free(&text);
}

void sarif_invocation(struct sarif *s)
{
	const struct report *r = s->v->r;

	jsonw_array(&s->w, "invocations", false);
	jsonw_object(&s->w, NULL, false);
	jsonw_bool(&s->w, "executionSuccessful", !report_incomplete(r));
	jsonw_u64(&s->w, "exitCode", (u64)s->v->exit_status);
	jsonw_array(&s->w, "toolExecutionNotifications", false);
	for (u32 i = 0; i < r->skipped.nr; i++)
		put_notification(s, "not-analysed", "error", r->skipped.at[i].file,
				 report_str(r, r->skipped.at[i].reason));
	for (u32 i = 0; i < r->partial.nr; i++)
		put_notification(s, "analysed-in-part", "warning", r->partial.at[i].file,
				 report_str(r, r->partial.at[i].reason));
	put_truncation(s);
	jsonw_close(&s->w);
	jsonw_close(&s->w);
	jsonw_close(&s->w);
}

void sarif_free(struct sarif *s)
{
	for (u32 i = 0; i < s->rule.nr; i++)
		free(s->rule.at[i]);
	vec_free(&s->rule);
	line_hashes_free(&s->hashes);
}
