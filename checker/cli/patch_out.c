// SPDX-License-Identifier: GPL-2.0-only
/*
 * What `gfpcheck patch` says.  Findings that the change introduces, in any format; what it fixes, in a line each; the
 * summary, on stderr.
 *
 * --mailback is checkpatch's and b4's: a line a finding, "FILE:LINE: WARNING:CHECK: text", nothing when there is nothing,
 * and nothing on stderr, as b4 takes each line there for a failure.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "cli/emit.h"
#include "cli/output.h"
#include "cli/patch_run.h"

bool patch_is_for_b4(const struct options *o)
{
	return o->mailback || o->format == FORMAT_B4;
}

static void put_mailback(const struct report *r, struct strbuf *out)
{
	for (u32 i = 0; i < r->finding.nr; i++) {
		const struct finding *f = &r->finding.at[i];

		if (!finding_is_shown(f))
			continue;
		text_escape(out, report_str(r, f->at.file));
		strbuf_printf(out, ":%u: %s:%s: ", f->at.line, f->severity == SEV_ERROR ? "ERROR" : "WARNING", f->check);
		text_escape(out, report_str(r, f->message));
		strbuf_putc(out, '\n');
	}
	report_text_skipped(r, out);
}

/* The first line of each finding. */
static void put_terse(const struct report *r, bool color, struct strbuf *out)
{
	for (u32 i = 0; i < r->finding.nr; i++) {
		struct strbuf one = { 0 };

		if (!finding_is_shown(&r->finding.at[i]))
			continue;
		report_text_finding(r, &r->finding.at[i], color, &one);
		strbuf_add(out, one.buf, strcspn(one.buf, "\n") + 1);
		strbuf_free(&one);
	}
}

static void put_fixed(const struct report *r, struct strbuf *out)
{
	for (u32 i = 0; i < r->finding.nr; i++) {
		const struct finding *f = &r->finding.at[i];

		text_escape(out, report_str(r, f->at.file));
		strbuf_printf(out, ":%u:%u: fixed: ", f->at.line, f->at.col);
		text_escape(out, report_str(r, f->message));
		strbuf_printf(out, " [%s]\n", f->check);
	}
}

static int put_text(const struct patch_run *p, struct err *err)
{
	const struct options *o = p->o;
	struct strbuf text = { 0 };
	int ret;

	if (o->mailback)
		put_mailback(&p->after, &text);
	else if (o->terse)
		put_terse(&p->after, output_color(o), &text);
	else
		report_text(&p->after, output_color(o), &text);
	if (!o->mailback && !o->terse && !o->quiet)
		put_fixed(&p->before, &text);
	ret = output_write(o->output, &text, err);
	strbuf_free(&text);
	return ret;
}

static const char *plural(u32 nr)
{
	return nr == 1 ? "" : "s";
}

static void summary(const struct patch_run *p, struct strbuf *out)
{
	text_escape(out, p->change.what);
	if (patch_is_empty(p)) {
		strbuf_puts(out, ": no C code of this configuration in it\n");
		return;
	}
	strbuf_printf(out, ": %u finding%s", p->nr_introduced, plural(p->nr_introduced));
	if (!p->o->file)
		strbuf_printf(out, " introduced, %u fixed", p->nr_fixed);
	if (p->nr_suppressed)
		strbuf_printf(out, ", %u suppressed", p->nr_suppressed);
	if (p->nr_known)
		strbuf_printf(out, ", %u around it that %s there before", p->nr_known, p->nr_known == 1 ? "was" : "were");
	if (!p->near.found && !p->rq.context_all)
		strbuf_puts(out, "; context: the folder of the change (after a gfpcheck scan: callers elsewhere, too)");
	if (p->near.cone.nr_left)
		strbuf_printf(out, "; context: the nearest %u files of %u in reach (--context=all: all)", p->near.cone.path.nr,
			      p->near.cone.nr_left + p->near.cone.path.nr);
	if (p->after.skipped.nr + p->after.partial.nr)
		strbuf_printf(out, "; %u not analysed, or in part", p->after.skipped.nr + p->after.partial.nr);
	strbuf_putc(out, '\n');
}

static int write_fd(u32 fd, const struct strbuf *text, struct err *err)
{
	for (size_t at = 0; at < text->len;) {
		ssize_t n = write((int)fd, text->buf + at, text->len - at);

		if (n < 0 && errno != EINTR)
			return err_errno(err, "--summary-fd=%u", fd);
		at += n > 0 ? (size_t)n : 0;
	}
	return 0;
}

int patch_tell(struct patch_run *p, int status, struct err *err)
{
	const struct options *o = p->o;
	struct strbuf text = { 0 };
	int ret;

	ret = o->format == FORMAT_TEXT ? put_text(p, err) : emit_report(o, &p->after, status, err);
	summary(p, &text);
	if (!ret && o->summary_fd)
		ret = write_fd(o->summary_fd, &text, err);
	if (!patch_is_for_b4(o)) {
		struct strbuf run = { 0 };

		for (u32 i = 0; i < p->change.skipped.nr && !o->quiet; i++) {
			text_escape(&run, p->change.skipped.at[i]);
			strbuf_puts(&run, ", not looked at\n");
		}
		report_text_skipped(&p->after, &run);
		if (!o->quiet && !o->no_summary)
			strbuf_puts(&run, strbuf_str(&text));
		fputs(strbuf_str(&run), stderr);
		strbuf_free(&run);
	}
	strbuf_free(&text);
	return ret;
}
