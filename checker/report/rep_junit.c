// SPDX-License-Identifier: GPL-2.0-only
/*
 * --format=junit: XML for the test pages of Jenkins and GitLab.  A suite a subsystem, a case a file and check that
 * failed, its text the findings as the text format has them; a skipped case a TU that is missing.  A clean run is one
 * case that passed: an empty report counts as a mistake there.  What the baseline knows is left out.
 * Requires: report_finish().
 */
#include <stdlib.h>
#include <string.h>

#include "report/reporter.h"
#include "report/xml.h"

/* Findings of one file and check, or one TU that is missing. */
struct junit_case {
	char *suite;
	const char *file, *name;
	const char *skipped;		/* NULL: these findings */
	VEC(u32) finding;
};

struct junit {
	const struct report *r;
	VEC(struct junit_case) at;
};

static struct junit_case *add_case(struct junit *j, const char *file, const char *name, const char *skipped)
{
	struct strbuf suite = { 0 };

	report_subsystem(file, &suite);
	vec_push(&j->at, (struct junit_case){ strbuf_detach(&suite), file, name, skipped, { 0 } });
	return &vec_last(&j->at);
}

static int by_suite(const void *pa, const void *pb)
{
	const struct junit_case *a = pa, *b = pb;
	int d = strcmp(a->suite, b->suite);

	d = d ? d : strcmp(a->file, b->file);
	d = d ? d : !!a->skipped - !!b->skipped;
	return d ? d : strcmp(a->name, b->name);
}

/* Findings come sorted by file; the checks of a file are few. */
static void collect_findings(struct junit *j)
{
	const struct report *r = j->r;
	u32 first = 0;

	for (u32 i = 0; i < r->finding.nr; i++) {
		const struct finding *f = &r->finding.at[i];
		const char *file = report_str(r, f->at.file);
		u32 k;

		if (!finding_is_shown(f))
			continue;
		if (first < j->at.nr && strcmp(j->at.at[first].file, file))
			first = j->at.nr;
		for (k = first; k < j->at.nr && strcmp(j->at.at[k].name, f->check); k++)
			;
		if (k == j->at.nr)
			add_case(j, file, f->check, NULL);
		vec_push(&j->at.at[k].finding, i);
	}
}

static void collect(struct junit *j)
{
	const struct report *r = j->r;

	collect_findings(j);
	for (u32 i = 0; i < r->skipped.nr; i++)
		add_case(j, report_str(r, r->skipped.at[i].file), "not analysed", report_str(r, r->skipped.at[i].reason));
	for (u32 i = 0; i < r->partial.nr; i++)
		add_case(j, report_str(r, r->partial.at[i].file), "analysed in part",
			 report_str(r, r->partial.at[i].reason));
	if (j->at.nr)
		qsort(j->at.at, j->at.nr, sizeof(*j->at.at), by_suite);
}

static void put_attribute(struct strbuf *out, const char *name, const char *value)
{
	strbuf_printf(out, " %s=\"", name);
	xml_puts(out, value);
	strbuf_putc(out, '"');
}

static void put_failure(struct strbuf *out, const struct report *r, const struct junit_case *c)
{
	const struct finding *first = &r->finding.at[c->finding.at[0]];
	struct strbuf text = { 0 };

	for (u32 i = 0; i < c->finding.nr; i++)
		report_text_finding(r, &r->finding.at[c->finding.at[i]], false, &text);
	strbuf_puts(out, "   <failure");
	put_attribute(out, "type", c->name);
	put_attribute(out, "message", report_str(r, first->message));
	strbuf_putc(out, '>');
	xml_puts(out, strbuf_str(&text));
	strbuf_puts(out, "</failure>\n");
	strbuf_free(&text);
}

static void put_case(struct strbuf *out, const struct report *r, const struct junit_case *c)
{
	strbuf_puts(out, "  <testcase");
	put_attribute(out, "classname", c->file);
	put_attribute(out, "name", c->name);
	put_attribute(out, "file", c->file);
	strbuf_puts(out, ">\n");
	if (c->skipped) {
		strbuf_puts(out, "   <skipped");
		put_attribute(out, "message", c->skipped);
		strbuf_puts(out, "/>\n");
	} else {
		put_failure(out, r, c);
	}
	strbuf_puts(out, "  </testcase>\n");
}

static void put_numbers(struct strbuf *out, const struct junit *j, u32 from, u32 to, u32 passed)
{
	u32 skipped = 0;

	for (u32 i = from; i < to; i++)
		skipped += !!j->at.at[i].skipped;
	strbuf_printf(out, " tests=\"%u\" failures=\"%u\" errors=\"0\" skipped=\"%u\">\n", to - from + passed,
		      to - from - skipped, skipped);
}

static void put_suites(struct strbuf *out, const struct junit *j)
{
	for (u32 i = 0, end; i < j->at.nr; i = end) {
		for (end = i + 1; end < j->at.nr && !strcmp(j->at.at[i].suite, j->at.at[end].suite); end++)
			;
		strbuf_puts(out, " <testsuite");
		put_attribute(out, "name", j->at.at[i].suite);
		put_numbers(out, j, i, end, 0);
		for (u32 k = i; k < end; k++)
			put_case(out, j->r, &j->at.at[k]);
		strbuf_puts(out, " </testsuite>\n");
	}
}

void rep_junit(const struct report_view *v, struct strbuf *out)
{
	struct junit j = { .r = v->r };

	collect(&j);
	strbuf_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"gfpcheck\"");
	put_numbers(out, &j, 0, j.at.nr, !j.at.nr);
	if (!j.at.nr)
		strbuf_puts(out, " <testsuite name=\"gfpcheck\" tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"0\">\n"
			    "  <testcase classname=\"gfpcheck\" name=\"no findings\"/>\n </testsuite>\n");
	put_suites(out, &j);
	strbuf_puts(out, "</testsuites>\n");
	for (u32 i = 0; i < j.at.nr; i++) {
		free(j.at.at[i].suite);
		vec_free(&j.at.at[i].finding);
	}
	vec_free(&j.at);
}
