// SPDX-License-Identifier: GPL-2.0-only
/* The page of a finding: what, how it comes about (chain, steps, source), the repair, other ways to it. */
#include <stdio.h>
#include <string.h>

#include "report/html.h"
#include "report/page.h"
#include "report/xml.h"

/* A proof has a dozen; a findings file from elsewhere may have any number, and the page's cost is quadratic. */
#define MAX_STEPS 500u

static void put_place(struct strbuf *out, const struct report *r, const struct place *at)
{
	strbuf_puts(out, "<span class=mono>");
	xml_puts(out, report_str(r, at->file));
	strbuf_printf(out, ":%u</span>", at->line);
	if (!at->func)
		return;
	strbuf_puts(out, " <span class=\"mono soft\">");
	xml_puts(out, report_str(r, at->func));
	strbuf_puts(out, "()</span>");
}

static void put_link(struct strbuf *out, const struct html *h, u32 nr, const char *text)
{
	if (nr < h->r->finding.nr)
		strbuf_printf(out, "<a href=\"%s.html\">%s</a>", h->name.at[nr], text);
	else
		strbuf_printf(out, "<span>%s</span>", text);
}

static void put_head(struct strbuf *out, const struct html *h, u32 nr)
{
	const struct finding *f = &h->r->finding.at[nr];
	const char *sure = confidence_word((enum confidence)f->confidence);

	strbuf_puts(out, "<nav><a href=\"../index.html\">\xe2\x86\x90 all findings</a><span class=right></span>");
	put_link(out, h, nr - 1, "previous");
	put_link(out, h, nr + 1, "next");
	strbuf_puts(out, "</nav>\n<h1>");
	xml_puts(out, report_str(h->r, f->message));
	strbuf_puts(out, "</h1>\n<p class=facts>");
	strbuf_puts(out, "<a class=badge href=\"../index.html#check=");
	report_uri_path(f->check, out);
	strbuf_puts(out, "\">");
	xml_puts(out, f->check);
	strbuf_printf(out, "</a> <span class=\"badge %s\">%s confidence</span>", sure, sure);
	if (f->severity != SEV_WARNING)
		strbuf_printf(out, " <span class=badge>%s</span>", severity_word((enum severity)f->severity));
	if (f->baseline)
		strbuf_printf(out, " <span class=badge>%s</span>", f->baseline == BASE_NEW ? "new" : "known");
	if (f->suppressed) {
		strbuf_puts(out, " <span class=badge>suppressed: ");
		xml_puts(out, report_str(h->r, f->reason));
		strbuf_puts(out, "</span>");
	}
	strbuf_puts(out, " <span>");
	put_place(out, h->r, &f->at);
	strbuf_printf(out, "</span> <span class=\"mono soft\" title=fingerprint>%016llx</span></p>\n",
		      (unsigned long long)f->id);
}

static void put_steps(struct strbuf *out, const struct report *r, const struct finding *f)
{
	strbuf_puts(out, "<ol class=steps>\n");
	for (u32 i = 0; i < f->step_nr; i++) {
		const struct step *s = &r->step.at[f->step_at + i];
		const char *kind = step_word((enum step_kind)s->kind);

		strbuf_printf(out, "<li><span class=\"kind k-%s\">%s</span> <a href=\"#s%u\">", kind, kind, i + 1);
		xml_puts(out, report_str(r, s->text));
		strbuf_puts(out, "</a> ");
		put_place(out, r, &s->at);
		strbuf_puts(out, "</li>\n");
	}
	strbuf_puts(out, "</ol>\n");
}

static void put_related(struct strbuf *out, const struct report *r, const struct finding *f)
{
	if (!f->related_nr)
		return;
	strbuf_puts(out, "<h2>Other ways to it</h2>\n<ul>\n");
	for (u32 i = 0; i < f->related_nr; i++) {
		const struct step *s = &r->step.at[f->related_at + i];

		strbuf_puts(out, "<li>");
		xml_puts(out, report_str(r, s->text));
		strbuf_putc(out, ' ');
		put_place(out, r, &s->at);
		strbuf_puts(out, "</li>\n");
	}
	strbuf_puts(out, "</ul>\n");
}

static const char *diff_class(const char *line)
{
	if (!strncmp(line, "+++", 3) || !strncmp(line, "---", 3) || !strncmp(line, "@@", 2) || !strncmp(line, "diff ", 5))
		return "d-hunk";
	return *line == '+' ? "d-add" : *line == '-' ? "d-del" : "d-same";
}

static void put_diff(struct strbuf *out, const char *by, const char *cocci, const char *diff)
{
	strbuf_printf(out, "<section class=box><header>%s", by);
	xml_puts(out, cocci);
	strbuf_puts(out, "</header><pre class=diff>");
	for (size_t n; *diff; diff += n + (diff[n] == '\n')) {
		n = strcspn(diff, "\n");
		strbuf_printf(out, "<span class=%s>", diff_class(diff));
		xml_add(out, diff, n);
		strbuf_puts(out, n ? "</span>" : " </span>");
	}
	strbuf_puts(out, "</pre></section>\n");
}

static void put_fix(struct strbuf *out, const struct report *r, const struct finding *f)
{
	if (!f->fix_diff)
		return;
	strbuf_puts(out, "<h2>Repair</h2>\n");
	put_diff(out, "verified; by ", report_str(r, f->fix_cocci), report_str(r, f->fix_diff));
	for (u32 i = 0; i < f->other_nr; i++) {
		const struct other_fix *o = &r->other.at[f->other_at + i];

		put_diff(out, "or, verified too; by ", report_str(r, o->cocci), report_str(r, o->diff));
	}
}

static void put_check(struct strbuf *out, const struct html *h, const char *check)
{
	struct page page;
	struct err err = { 0 };

	if (h->v->pages && !page_read(h->v->pages, check, &page, &err)) {
		strbuf_puts(out, "<h2>The check</h2>\n<p>");
		xml_puts(out, strbuf_str(&page.summary));
		strbuf_printf(out, " <a href=\"../check/%s.html\">What it means and how to fix it</a></p>\n", check);
		page_free(&page);
	}
}

void html_finding(struct html *h, u32 nr, struct strbuf *out)
{
	struct finding shown = h->r->finding.at[nr], *f = &shown;
	struct strbuf title = { 0 };
	u32 cut = f->step_nr > MAX_STEPS ? f->step_nr - MAX_STEPS : 0;

	f->step_nr -= cut;
	strbuf_printf(&title, "%s: %s:%u", f->check, report_str(h->r, f->at.file), f->at.line);
	html_begin(out, title.buf, false);
	put_head(out, h, nr);
	if (f->step_nr) {
		strbuf_puts(out, "<h2>How it comes about</h2>\n<div class=scroll>");
		html_chain(h, f, out);
		strbuf_puts(out, "</div>\n<details><summary>As a list</summary>\n");
		put_steps(out, h->r, f);
		strbuf_puts(out, "</details>\n");
		if (cut)
			strbuf_printf(out, "<p class=soft>%u more steps are in the JSON.</p>\n", cut);
		strbuf_puts(out, "<h2>Source</h2>\n");
		html_source(h, f, out);
	}
	put_fix(out, h->r, f);
	put_related(out, h->r, f);
	put_check(out, h, f->check);
	html_end(out, false);
	strbuf_free(&title);
}
