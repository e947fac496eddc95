// SPDX-License-Identifier: GPL-2.0-only
/*
 * The index: counts, what is missing, and the table of findings.  Without a script it is a complete list in the order
 * of files; the script sorts and filters by the data- attributes of the rows.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/html.h"
#include "report/xml.h"

struct word_count {
	const char *word;
	u32 nr;
};

struct index {
	const struct report *r;
	struct strtab sub;		/* subsystems */
	VEC(u32) sub_of;		/* of each finding: id in sub */
	VEC(struct word_count) checks, subs;
};

static int by_word(const void *a, const void *b)
{
	return strcmp(((const struct word_count *)a)->word, ((const struct word_count *)b)->word);
}

#define COUNT(list, name) do {								\
	u32 k_ = 0;									\
	while (k_ < (list)->nr && strcmp((list)->at[k_].word, name))			\
		k_++;									\
	if (k_ == (list)->nr)								\
		vec_push(list, (struct word_count){ name, 0 });				\
	(list)->at[k_].nr++;								\
} while (0)

static void collect(struct index *x)
{
	struct strbuf sub = { 0 };

	strtab_init(&x->sub);
	for (u32 i = 0; i < x->r->finding.nr; i++) {
		strbuf_reset(&sub);
		report_subsystem(report_str(x->r, x->r->finding.at[i].at.file), &sub);
		vec_push(&x->sub_of, strtab_add(&x->sub, strbuf_str(&sub)));
	}
	for (u32 i = 0; i < x->r->finding.nr; i++) {
		COUNT(&x->checks, x->r->finding.at[i].check);
		COUNT(&x->subs, strtab_str(&x->sub, x->sub_of.at[i]));
	}
	if (x->checks.nr)
		qsort(x->checks.at, x->checks.nr, sizeof(*x->checks.at), by_word);
	if (x->subs.nr)
		qsort(x->subs.at, x->subs.nr, sizeof(*x->subs.at), by_word);
	strbuf_free(&sub);
}

static const char *state_of(const struct finding *f)
{
	if (f->suppressed)
		return "suppressed";
	return f->baseline == BASE_KNOWN ? "known" : f->baseline == BASE_NEW ? "new" : "open";
}

static void put_summary(struct strbuf *out, const struct index *x)
{
	const struct report *r = x->r;

	strbuf_printf(out, "<h1>%u finding%s</h1>\n<p class=facts><span>gfpcheck %s</span>", r->finding.nr,
		      r->finding.nr == 1 ? "" : "s", GFPCHECK_VERSION);
	if (*r->kernel_version) {
		strbuf_puts(out, "<span>kernel ");
		xml_puts(out, r->kernel_version);
		strbuf_puts(out, "</span>");
	}
	strbuf_printf(out, "<span>%llu functions of %llu files</span></p>\n<div class=cards>\n",
		      (unsigned long long)r->nr_functions, (unsigned long long)r->nr_analysed);
	for (u32 i = 0; i < x->checks.nr; i++) {
		strbuf_puts(out, "<a href=\"#check=");
		report_uri_path(x->checks.at[i].word, out);
		strbuf_printf(out, "\"><b>%u</b>", x->checks.at[i].nr);
		xml_puts(out, x->checks.at[i].word);
		strbuf_puts(out, "</a>\n");
	}
	strbuf_puts(out, "</div>\n");
}

static void put_missing(struct strbuf *out, const struct report *r)
{
	u32 nr = r->skipped.nr + r->partial.nr;

	if (!nr)
		return;
	strbuf_printf(out, "<details><summary>%u file%s not analysed, or only in part</summary>\n<ul>\n", nr,
		      nr == 1 ? "" : "s");
	for (u32 i = 0; i < nr; i++) {
		bool skipped = i < r->skipped.nr;
		const struct skipped *s = skipped ? &r->skipped.at[i] : &r->partial.at[i - r->skipped.nr];

		strbuf_puts(out, "<li><span class=mono>");
		xml_puts(out, report_str(r, s->file));
		strbuf_printf(out, "</span>%s: ", skipped ? "" : " (in part)");
		xml_puts(out, report_str(r, s->reason));
		strbuf_puts(out, "</li>\n");
	}
	strbuf_puts(out, "</ul></details>\n");
}

static void put_select(struct strbuf *out, const char *name, const char *label, const struct word_count *at, u32 nr)
{
	strbuf_printf(out, "<label>%s <select name=%s><option value=\"\">all</option>", label, name);
	for (u32 i = 0; i < nr; i++) {
		strbuf_puts(out, "<option value=\"");
		xml_puts(out, at[i].word);
		strbuf_puts(out, "\">");
		xml_puts(out, at[i].word);
		strbuf_printf(out, at[i].nr ? " (%u)</option>" : "</option>", at[i].nr);
	}
	strbuf_puts(out, "</select></label>\n");
}

static void put_filters(struct strbuf *out, const struct index *x)
{
	static const struct word_count sure[] = { { "high", 0 }, { "medium", 0 }, { "low", 0 } };
	static const struct word_count state[] = { { "open", 0 }, { "new", 0 }, { "known", 0 },
		{ "suppressed", 0 } };

	/* hidden: without the script it could do nothing */
	strbuf_puts(out, "<form class=filters id=filters hidden>\n");
	put_select(out, "check", "check", x->checks.at, x->checks.nr);
	put_select(out, "sub", "subsystem", x->subs.at, x->subs.nr);
	put_select(out, "conf", "confidence", sure, ARRAY_SIZE(sure));
	put_select(out, "state", "state", state, ARRAY_SIZE(state));
	strbuf_puts(out, "<label>text <input name=text type=search size=18></label>\n"
		    "<button type=button id=reset>reset</button> <output id=shown></output>\n</form>\n");
}

static void put_row(struct strbuf *out, const struct html *h, const struct index *x, u32 i)
{
	const struct report *r = h->r;
	const struct finding *f = &r->finding.at[i];
	const char *sure = confidence_word((enum confidence)f->confidence), *file = report_str(r, f->at.file);

	strbuf_printf(out, "<tr class=%s data-nr=%u data-state=%s data-conf=%s data-check=\"", state_of(f), i, state_of(f),
		      sure);
	xml_puts(out, f->check);
	strbuf_puts(out, "\" data-sub=\"");
	xml_puts(out, strtab_str(&x->sub, x->sub_of.at[i]));
	strbuf_puts(out, "\" data-place=\"");
	xml_puts(out, file);
	strbuf_printf(out, ":%08u\"><td class=check>", f->at.line);
	xml_puts(out, f->check);
	strbuf_printf(out, "<td><a href=\"finding/%s.html\">", h->name.at[i]);
	xml_puts(out, report_str(r, f->message));
	strbuf_printf(out, "</a>%s<td><span class=%s>%s</span><td class=\"mono place\">",
		      f->fix_diff ? " <span class=badge>repair</span>" : "", sure, sure);
	xml_puts(out, file);
	strbuf_printf(out, ":%u <span class=soft>", f->at.line);
	xml_puts(out, report_str(r, f->at.func));
	strbuf_puts(out, "</span>\n");
}

void html_index(struct html *h, struct strbuf *out)
{
	struct index x = { .r = h->r };

	collect(&x);
	html_begin(out, "gfpcheck", true);
	put_summary(out, &x);
	put_missing(out, h->r);
	put_filters(out, &x);
	strbuf_puts(out, "<table class=list><thead><tr>"
		    "<th data-key=check><button type=button>check</button>"
		    "<th>what"
		    "<th data-key=conf><button type=button>confidence</button>"
		    "<th data-key=place><button type=button>place</button></thead>\n<tbody>\n");
	for (u32 i = 0; i < h->r->finding.nr; i++)
		put_row(out, h, &x, i);
	strbuf_puts(out, "</tbody></table>\n");
	html_end(out, true);
	strtab_free(&x.sub);
	vec_free(&x.sub_of);
	vec_free(&x.checks);
	vec_free(&x.subs);
}
