// SPDX-License-Identifier: GPL-2.0-only
/*
 * Building a report: what checks and the pipeline call.  Input: findings in any order; output: the arrays of
 * struct report, still unsorted (finish.c ends them).  Invariant: a finding's steps lie together, its related
 * places behind them, and both were added right after it.  Cost: amortised O(1) a call.
 */
#include "report/finding.h"

#include <stdlib.h>
#include <string.h>

static const char *const step_words[STEP_NR_KINDS] = {
#define X(e, word) [e] = word,
	STEP_KINDS(X)
#undef X
};

const char *severity_word(enum severity s)
{
	return s == SEV_ERROR ? "error" : s == SEV_WARNING ? "warning" : "note";
}

const char *confidence_word(enum confidence c)
{
	return c == CONF_HIGH ? "high" : c == CONF_MEDIUM ? "medium" : "low";
}

const char *step_word(enum step_kind k)
{
	BUG_ON(k >= STEP_NR_KINDS);
	return step_words[k];
}

void report_init(struct report *r)
{
	*r = (struct report){ 0 };
	strtab_init(&r->str);
}

void report_free(struct report *r)
{
	strtab_free(&r->str);
	vec_free(&r->finding);
	vec_free(&r->step);
	vec_free(&r->other);
	vec_free(&r->skipped);
	vec_free(&r->partial);
	vec_free(&r->counter);
	for (u32 i = 0; i < r->owned.nr; i++)
		free(r->owned.at[i]);
	vec_free(&r->owned);
	free(r->tree);
	for (u32 i = 0; i < r->analysed.nr; i++)
		free(r->analysed.at[i]);
	vec_free(&r->analysed);
}

u32 report_add(struct report *r, const char *check, enum severity sev, enum confidence conf,
	       struct place at, const char *message, const char *key)
{
	struct finding f = {
		.check = check,
		.severity = sev,
		.confidence = conf,
		.message = strtab_add(&r->str, message),
		.key = strtab_add(&r->str, key),
		.at = at,
		.step_at = r->step.nr,
		.related_at = r->step.nr,
	};

	BUG_ON(r->finished);
	vec_push(&r->finding, f);
	return r->finding.nr - 1;
}

void report_step(struct report *r, enum step_kind kind, struct place at, const char *text)
{
	struct finding *f;

	BUG_ON(!r->finding.nr || kind >= STEP_NR_KINDS);
	f = &vec_last(&r->finding);
	BUG_ON(f->related_nr || f->step_at + f->step_nr != r->step.nr);
	vec_push(&r->step, (struct step){ .kind = kind, .at = at, .text = strtab_add(&r->str, text) });
	f->related_at = r->step.nr;
	f->step_nr++;
}

void report_related(struct report *r, struct place at, const char *text)
{
	struct finding *f;

	BUG_ON(!r->finding.nr);
	f = &vec_last(&r->finding);
	BUG_ON(f->related_at + f->related_nr != r->step.nr);
	vec_push(&r->step, (struct step){ .kind = STEP_CONTEXT, .at = at, .text = strtab_add(&r->str, text) });
	f->related_nr++;
}

const char *report_own(struct report *r, const char *name)
{
	for (u32 i = 0; i < r->owned.nr; i++)
		if (!strcmp(r->owned.at[i], name))
			return r->owned.at[i];
	vec_push(&r->owned, xstrdup(name));
	return vec_last(&r->owned);
}

static struct place copy_place(struct report *r, const struct report *from, struct place at)
{
	at.file = strtab_add(&r->str, report_str(from, at.file));
	at.func = strtab_add(&r->str, report_str(from, at.func));
	return at;
}

void report_copy(struct report *r, const struct report *from, const struct finding *f)
{
	report_add(r, report_own(r, f->check), (enum severity)f->severity, (enum confidence)f->confidence,
		   copy_place(r, from, f->at), report_str(from, f->message), report_str(from, f->key));
	for (u32 i = 0; i < f->step_nr; i++) {
		const struct step *s = &from->step.at[f->step_at + i];

		report_step(r, (enum step_kind)s->kind, copy_place(r, from, s->at), report_str(from, s->text));
	}
	for (u32 i = 0; i < f->related_nr; i++) {
		const struct step *s = &from->step.at[f->related_at + i];

		report_related(r, copy_place(r, from, s->at), report_str(from, s->text));
	}
}

void report_set_fix(struct report *r, struct finding *f, const char *cocci, const char *diff)
{
	f->fix_cocci = strtab_add(&r->str, cocci);
	f->fix_diff = strtab_add(&r->str, diff);
	f->other_at = r->other.nr;
	f->other_nr = 0;
}

void report_add_other_fix(struct report *r, struct finding *f, const char *cocci, const char *what, const char *diff)
{
	BUG_ON(f->other_at + f->other_nr != r->other.nr);
	vec_push(&r->other, (struct other_fix){ strtab_add(&r->str, cocci), strtab_add(&r->str, what),
		 strtab_add(&r->str, diff) });
	f->other_nr++;
}

void report_skip(struct report *r, const char *file, const char *reason)
{
	struct skipped s = { strtab_add(&r->str, file), strtab_add(&r->str, reason) };

	vec_push(&r->skipped, s);
}

void report_partial(struct report *r, const char *file, const char *reason)
{
	struct skipped s = { strtab_add(&r->str, file), strtab_add(&r->str, reason) };

	vec_push(&r->partial, s);
}

void report_count(struct report *r, const char *name, u64 value)
{
	for (u32 i = 0; i < r->counter.nr; i++) {
		if (strcmp(r->counter.at[i].name, name))
			continue;
		r->counter.at[i].value += value;
		return;
	}
	vec_push(&r->counter, (struct counter){ name, value });
}
