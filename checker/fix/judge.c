// SPDX-License-Identifier: GPL-2.0-only
/*
 * The proof's second half: two reports of the whole linked program, without and with the edits.
 *
 * A fingerprint holds no line, but a number among equal ones of a function: when the first of two is repaired, the
 * second takes its number.  So a finding is gone when its fingerprint is, or when the one that has it now is another
 * one of before, by its place.  A fingerprint that was not there before is a new finding; it is blamed on the attempts
 * that changed a function of its proof, and with several of these (or none) nobody is sure: each is tried alone then.
 */
#include "fix/judge.h"

#include <string.h>

static const char *file_of(const struct report *r, const struct finding *f)
{
	return report_str(r, f->at.file);
}

static u32 by_id(const struct report *r, u64 id)
{
	for (u32 i = 0; i < r->finding.nr; i++)
		if (r->finding.at[i].id == id)
			return i;
	return UINT32_MAX;
}

/* Is the finding of after, which has f's fingerprint, another one of before? */
static bool took_number(const struct report *before, const struct finding *f, const struct report *after,
			const struct finding *now, const struct edits *e)
{
	if (edits_line(e, f->at.line) == now->at.line)
		return false;
	for (u32 i = 0; i < before->finding.nr; i++) {
		const struct finding *g = &before->finding.at[i];

		if (g != f && !strcmp(g->check, f->check) && g->at.file == f->at.file && g->at.func == f->at.func &&
		    edits_line(e, g->at.line) == now->at.line)
			return true;
	}
	return false;
}

static bool is_gone(const struct report *before, const struct report *after, struct trial *t)
{
	const struct finding *f = &before->finding.at[t->finding];
	const struct edits *e = changes_find(t->all, file_of(before, f));
	u32 now = by_id(after, f->id);

	t->brings = now;
	if (now == UINT32_MAX)
		return true;
	return e && took_number(before, f, after, &after->finding.at[now], e);
}

/* What the compiler says of a file, without the numbers of lines; "" when nothing. */
static void complaint(const struct report *r, const char *path, struct strbuf *out)
{
	const struct skipped *lists[] = { r->skipped.at, r->partial.at };
	u32 nr[] = { r->skipped.nr, r->partial.nr };

	for (u32 k = 0; k < 2; k++)
		for (u32 i = 0; i < nr[k]; i++) {
			const char *s = report_str(r, lists[k][i].reason);

			if (strcmp(report_str(r, lists[k][i].file), path))
				continue;
			for (; *s; s++)
				if (*s < '0' || *s > '9')
					strbuf_putc(out, *s);
		}
}

static bool file_breaks(const struct report *before, const struct report *after, const char *path, struct strbuf *why)
{
	struct strbuf old = { 0 }, new = { 0 };
	bool worse;

	complaint(before, path, &old);
	complaint(after, path, &new);
	worse = strcmp(strbuf_str(&old), strbuf_str(&new));
	if (worse)
		strbuf_printf(why, "the changed file has compiler errors: %s", strbuf_str(&new));
	strbuf_free(&old);
	strbuf_free(&new);
	return worse;
}

static bool breaks(const struct report *before, const struct report *after, struct trial *t)
{
	for (u32 i = 0; i < t->a->part.nr; i++)
		if (file_breaks(before, after, t->a->part.at[i].src->path, &t->why))
			return true;
	return false;
}

static bool is_in(const struct report *r, const struct place *at, const struct report *before, const struct trial *t)
{
	const struct finding *f = &before->finding.at[t->finding];

	if (!attempt_touches(t->a, report_str(r, at->file)))
		return false;
	/* in a file of the attempt: of the same function, or of one that is not named */
	return !at->func || strcmp(report_str(r, at->file), file_of(before, f)) || t->a->part.nr > 1 ||
		!strcmp(report_str(r, at->func), report_str(before, f->at.func));
}

static bool concerns(const struct report *r, const struct finding *n, const struct report *before, const struct trial *t)
{
	if (is_in(r, &n->at, before, t))
		return true;
	for (u32 i = 0; i < n->step_nr; i++)
		if (is_in(r, &r->step.at[n->step_at + i].at, before, t))
			return true;
	return false;
}

static void blame(struct trial *t, enum verdict v, const struct report *after, const struct finding *n)
{
	if (t->verdict != VERDICT_FIXED && (t->verdict != VERDICT_UNSURE || v != VERDICT_NEW))
		return;
	t->verdict = v;
	t->brings = (u32)(n - after->finding.at);
	strbuf_reset(&t->why);
	strbuf_printf(&t->why, "it would bring: %s:%u: %s [%s]", file_of(after, n), n->at.line, report_str(after, n->message),
		      n->check);
}

static void judge_new(const struct report *before, const struct report *after, const struct finding *n, struct trial *t,
		      u32 nr)
{
	u32 at = UINT32_MAX, hits = 0;

	for (u32 i = 0; i < nr; i++) {
		if (!concerns(after, n, before, &t[i]))
			continue;
		hits++;
		at = i;
	}
	if (hits == 1) {
		blame(&t[at], VERDICT_NEW, after, n);
		return;
	}
	for (u32 i = 0; i < nr; i++)
		if (!hits || concerns(after, n, before, &t[i]))
			blame(&t[i], nr == 1 ? VERDICT_NEW : VERDICT_UNSURE, after, n);
}

/* Is it the only one in its files? */
static bool is_alone(const struct trial *t, u32 nr, u32 at)
{
	for (u32 i = 0; i < nr; i++)
		for (u32 k = 0; i != at && k < t[i].a->part.nr; k++)
			if (attempt_touches(t[at].a, t[i].a->part.at[k].src->path))
				return false;
	return true;
}

void judge(const struct report *before, const struct report *after, struct trial *t, u32 nr)
{
	struct map known = { 0 };

	for (u32 i = 0; i < before->finding.nr; i++)
		map_put(&known, before->finding.at[i].id, i);
	for (u32 i = 0; i < nr; i++) {
		t[i].verdict = VERDICT_FIXED;
		if (breaks(before, after, &t[i])) {
			t[i].verdict = is_alone(t, nr, i) ? VERDICT_BREAKS : VERDICT_UNSURE;
		} else if (!is_gone(before, after, &t[i])) {
			t[i].verdict = VERDICT_STAYS;
			strbuf_puts(&t[i].why, "the finding is still there with it");
		}
	}
	for (u32 i = 0; i < after->finding.nr; i++)
		if (map_get(&known, after->finding.at[i].id) == MAP_NONE)
			judge_new(before, after, &after->finding.at[i], t, nr);
	map_free(&known);
}
