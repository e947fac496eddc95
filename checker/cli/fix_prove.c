// SPDX-License-Identifier: GPL-2.0-only
/*
 * Rounds: each pending finding brings its next candidate; those that do not meet in a file are analysed together, as
 * texts in memory, and judged.  A file of the tree is never written here.
 *
 * Cost: a round is one parse of each changed file and one link and check of the program.  There are at most as many
 * rounds as a finding has candidates, plus one for each that has to be tried alone.
 */
#include "cli/fix_prove.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "front/front.h"

#define MAX_ROUNDS 64u
#define MAX_EXTENDED 12u	/* times that an attempt of a finding is made to go further */

struct round {
	changes all;
	VEC(struct trial) trial;
	VEC(u32) repair;	/* of each trial, in repairs */
};

static void give_up(struct repair *r, const char *why)
{
	if (r->have_edits)
		changes_free(&r->edits);
	r->have_edits = false;
	if (*why && !strstr(strbuf_str(&r->why), why))
		strbuf_printf(&r->why, "%s%s", r->why.len ? "; " : "", why);
	if (++r->next >= r->list.nr)
		r->state = REPAIR_NONE;
}

/* Edits of the next candidate that spatch makes something of. */
static int make_edits(struct prover *p, struct repair *r, struct err *err)
{
	while (r->state == REPAIR_PENDING && !r->have_edits) {
		struct strbuf why = { 0 };
		int rc = fix_apply(p->sp, &r->list.at[r->next], &r->edits, &why, err);

		if (rc < 0) {
			strbuf_free(&why);
			return -1;
		}
		if (rc)
			give_up(r, strbuf_str(&why));
		else
			r->have_edits = true;
		strbuf_free(&why);
	}
	return 0;
}

/* Adds the repair's edits, unless they meet others'. */
static bool join(struct round *rd, const struct repair *r)
{
	if (changes_meet(&rd->all, &r->edits))
		return false;
	changes_merge(&rd->all, &r->edits);
	return true;
}

/* Fills the round; an empty one: everything is settled. */
static int fill(struct prover *p, repairs *all, struct round *rd, struct err *err)
{
	for (u32 i = 0; i < all->nr; i++) {
		struct repair *r = &all->at[i];

		if (r->state != REPAIR_PENDING)
			continue;
		if (make_edits(p, r, err))
			return -1;
		if (r->state != REPAIR_PENDING || (r->alone && rd->repair.nr) || !join(rd, r))
			continue;
		vec_push(&rd->repair, i);
		if (r->alone)
			break;
	}
	return 0;
}

/* The program with the round's texts, into *after. */
static int analyse(struct prover *p, struct round *rd, struct report *after, struct err *err)
{
	struct strbuf *text = xcalloc(rd->all.nr + 1, sizeof(*text));
	VEC(struct front_overlay) overlay = { 0 };
	struct scan_request rq = p->rq;
	int rc;

	for (u32 i = 0; i < rd->all.nr; i++) {
		const struct change *c = &rd->all.at[i];

		edits_apply(&c->edits, strbuf_str(&c->src->text), &text[i]);
		vec_push(&overlay, (struct front_overlay){ path_join(p->src->tree, c->src->path), strbuf_str(&text[i]),
			 text[i].len });
	}
	rq.overlay = overlay.at;
	rq.nr_overlay = overlay.nr;
	rc = pipeline_scan(&rq, after, NULL, err);
	if (!rc)
		report_finish(after, rq.min_confidence);
	for (u32 i = 0; i < overlay.nr; i++) {
		free((char *)overlay.at[i].path);
		strbuf_free(&text[i]);
	}
	vec_free(&overlay);
	free(text);
	p->nr_runs++;
	return rc;
}

static void to_old_line(const struct report *after, struct place *at, const changes *all)
{
	const struct edits *e = changes_find(all, report_str(after, at->file));

	if (e)
		at->line = edits_old_line(e, at->line);
}

/* The finding's lines become those of the texts before. */
static void to_old_lines(struct report *after, struct finding *n, const changes *all)
{
	to_old_line(after, &n->at, all);
	for (u32 i = 0; i < n->step_nr; i++)
		to_old_line(after, &after->step.at[n->step_at + i].at, all);
	for (u32 i = 0; i < n->related_nr; i++)
		to_old_line(after, &after->step.at[n->related_at + i].at, all);
}

/* The next candidate is this one, and more. */
static void refine(const struct prover *p, struct repair *r, const struct trial *t, struct report *after)
{
	struct finding n;
	struct attempt more;

	if (t->brings >= after->finding.nr || r->nr_extended >= MAX_EXTENDED)
		return;
	n = after->finding.at[t->brings];
	to_old_lines(after, &n, t->all);
	if (t->verdict == VERDICT_STAYS ? !fix_extend(p->cx, t->a, after, &n, &more) :
	    !fix_refine(p->cx, t->a, after, &n, &more))
		return;
	r->nr_extended++;
	vec_push(&r->list, more);
	for (u32 i = r->list.nr - 1; i > r->next + 1; i--)
		r->list.at[i] = r->list.at[i - 1];
	r->list.at[r->next + 1] = more;
}

static void settle(const struct prover *p, struct repair *r, const struct trial *t, struct report *after)
{
	switch (t->verdict) {
	case VERDICT_FIXED:
		r->state = REPAIR_DONE;
		break;
	case VERDICT_UNSURE:
		r->alone = true;
		break;
	case VERDICT_NEW:
	case VERDICT_STAYS:
		refine(p, r, t, after);
		give_up(r, strbuf_str(&t->why));
		break;
	default:
		give_up(r, strbuf_str(&t->why));
	}
}

static void round_free(struct round *rd)
{
	changes_free(&rd->all);
	for (u32 i = 0; i < rd->trial.nr; i++)
		strbuf_free(&rd->trial.at[i].why);
	vec_free(&rd->trial);
	vec_free(&rd->repair);
}

static int run_round(struct prover *p, repairs *all, struct round *rd, struct err *err)
{
	struct report after;
	int rc;

	report_init(&after);
	rc = analyse(p, rd, &after, err);
	for (u32 i = 0; !rc && i < rd->repair.nr; i++) {
		struct repair *r = &all->at[rd->repair.at[i]];
		const struct attempt *a = &r->list.at[r->next];

		vec_push(&rd->trial, (struct trial){ .finding = r->finding, .a = a, .all = &rd->all });
	}
	if (!rc)
		judge(p->before, &after, rd->trial.at, rd->trial.nr);
	for (u32 i = 0; !rc && i < rd->repair.nr; i++)
		settle(p, &all->at[rd->repair.at[i]], &rd->trial.at[i], &after);
	report_free(&after);
	return rc;
}

int fix_prove(struct prover *p, repairs *all, struct err *err)
{
	for (u32 n = 0; n < MAX_ROUNDS; n++) {
		struct round rd = { 0 };
		int rc = fill(p, all, &rd, err);
		bool empty = !rd.repair.nr;

		if (!rc && !empty)
			rc = run_round(p, all, &rd, err);
		round_free(&rd);
		if (rc)
			return -1;
		if (empty)
			return 0;
	}
	for (u32 i = 0; i < all->nr; i++)
		if (all->at[i].state == REPAIR_PENDING) {
			strbuf_puts(&all->at[i].why, "too many candidates");
			all->at[i].state = REPAIR_NONE;
		}
	return 0;
}

static bool is_listed(const repairs *others, u32 finding, const char *what)
{
	for (u32 i = 0; i < others->nr; i++)
		if (others->at[i].finding == finding && !strcmp(others->at[i].list.at[0].what, what))
			return true;
	return false;
}

/* All candidates that do the same. */
static void add_other(const struct repair *r, const char *what, repairs *others)
{
	struct repair other = { .finding = r->finding, .nr_extended = MAX_EXTENDED - 2 };

	for (u32 i = 0; i < r->list.nr; i++) {
		struct attempt copy;

		if (strcmp(r->list.at[i].what, what))
			continue;
		attempt_copy(&r->list.at[i], &copy);
		vec_push(&other.list, copy);
	}
	vec_push(others, other);
}

int fix_prove_others(struct prover *p, const repairs *all, repairs *others, struct err *err)
{
	for (u32 i = 0; i < all->nr; i++) {
		const struct repair *r = &all->at[i];

		for (u32 k = 0; r->state == REPAIR_DONE && k < r->list.nr; k++) {
			const char *what = r->list.at[k].what;

			if (strcmp(what, r->list.at[r->next].what) && !is_listed(others, r->finding, what))
				add_other(r, what, others);
		}
	}
	return fix_prove(p, others, err);
}

int fix_prove_together(struct prover *p, repairs *all, struct strbuf *why, struct err *err)
{
	struct round rd = { 0 };
	struct report after;
	int rc = 0;

	for (u32 i = 0; i < all->nr; i++)
		if (all->at[i].state == REPAIR_DONE && join(&rd, &all->at[i]))
			vec_push(&rd.repair, i);
	report_init(&after);
	if (rd.repair.nr > 1)
		rc = analyse(p, &rd, &after, err);
	for (u32 i = 0; !rc && rd.repair.nr > 1 && i < rd.repair.nr; i++) {
		struct repair *r = &all->at[rd.repair.at[i]];

		vec_push(&rd.trial, (struct trial){ .finding = r->finding, .a = &r->list.at[r->next], .all = &rd.all });
	}
	if (!rc && rd.trial.nr)
		judge(p->before, &after, rd.trial.at, rd.trial.nr);
	for (u32 i = 0; !rc && i < rd.trial.nr; i++) {
		if (rd.trial.at[i].verdict == VERDICT_FIXED)
			continue;
		strbuf_puts(why, strbuf_str(&rd.trial.at[i].why));
		rc = 1;
	}
	report_free(&after);
	round_free(&rd);
	return rc;
}

void repairs_free(repairs *all)
{
	for (u32 i = 0; i < all->nr; i++) {
		attempts_free(&all->at[i].list);
		if (all->at[i].have_edits)
			changes_free(&all->at[i].edits);
		strbuf_free(&all->at[i].why);
	}
	vec_free(all);
}
