// SPDX-License-Identifier: GPL-2.0-only
/*
 * Marks findings by the suppressions of a file, and says which of these are expired or fit nothing.  The first entry
 * that fits a finding gives the reason; all that fit count as used.  Cost: findings x entries.
 */
#include "report/suppress.h"

#include <fnmatch.h>
#include <string.h>

static bool fits(const struct report *r, const struct suppression *s, const struct finding *f)
{
	if (s->id && s->id != f->id)
		return false;
	if (fnmatch(s->check, f->check, 0) || fnmatch(s->file, report_str(r, f->at.file), 0))
		return false;
	if (fnmatch(s->function, report_str(r, f->at.func), 0))
		return false;
	return !s->message || !fnmatch(s->message, report_str(r, f->message), 0);
}

static bool is_expired(const struct suppressions *s, const struct suppression *e)
{
	return e->until && e->until < s->today;
}

static bool is_pattern(const char *s)
{
	return strpbrk(s, "*?[\\");
}

/* Did the run look where this entry would have had something to do? */
static bool is_judged(const struct suppress_scope *scope, const struct suppression *e)
{
	if (scope->everything)
		return true;
	if (is_pattern(e->file) || !scope->check_ran(scope->ctx, e->check))
		return false;
	for (u32 i = 0; i < scope->nr_files; i++)
		if (!strcmp(scope->file[i], e->file))
			return true;
	return false;
}

static void add_note(struct report *r, const struct suppressions *s, const struct suppression *e, const char *what)
{
	struct strbuf message = { 0 }, key = { 0 };
	struct place at = { .file = strtab_add(&r->str, s->path), .line = e->line, .col = e->col };

	strbuf_printf(&key, "%s %s %s", e->check, e->file, e->function);
	strbuf_printf(&message, "%s: %s (%s)", what, key.buf, e->reason);
	report_add(r, "suppression", SEV_NOTE, CONF_HIGH, at, message.buf, key.buf);
	strbuf_free(&message);
	strbuf_free(&key);
}

void suppress_by_file(struct report *r, struct suppressions *s, const struct suppress_scope *scope)
{
	u32 nr = r->finding.nr;

	for (u32 i = 0; i < nr; i++) {
		for (u32 k = 0; k < s->at.nr; k++) {
			struct suppression *e = &s->at.at[k];
			struct finding *f = &r->finding.at[i];

			if (is_expired(s, e) || !fits(r, e, f))
				continue;
			e->used = true;
			if (f->suppressed)
				continue;
			f->suppressed = SUPPRESSED_BY_FILE;
			f->reason = strtab_add(&r->str, e->reason);
		}
	}
	for (u32 k = 0; k < s->at.nr && !scope->only_mark; k++) {
		const struct suppression *e = &s->at.at[k];
		struct strbuf what = { 0 };

		if (is_expired(s, e)) {
			strbuf_printf(&what, "this suppression expired on %04u-%02u-%02u", e->until / 10000,
				      e->until / 100 % 100, e->until % 100);
			add_note(r, s, e, what.buf);
		} else if (!e->used && is_judged(scope, e)) {
			add_note(r, s, e, "this suppression fits no finding");
		}
		strbuf_free(&what);
	}
}
