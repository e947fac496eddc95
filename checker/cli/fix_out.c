// SPDX-License-Identifier: GPL-2.0-only
/*
 * What becomes of repairs.
 *
 * Default: the report of the findings that were looked at, each with its diff (git apply takes the text format as it
 * is); why a finding has none goes to stderr.  --format-patch: a mail for each, in series: every mail applies on what
 * the ones before it made.  --in-place: the files, after all repairs were proved together, each replaced whole, and
 * only if it still holds the text that was analysed.
 */
#include "cli/fix_out.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/text.h"
#include "cli/emit.h"
#include "cli/output.h"
#include "fix/mail.h"

static const struct attempt *chosen(const struct repair *r)
{
	return &r->list.at[r->next];
}

static void put_attempt(const struct attempt *a, struct strbuf *out)
{
	for (u32 i = 0; i < a->part.nr; i++) {
		const struct part *p = &a->part.at[i];

		strbuf_printf(out, "%s%s", i ? " and " : "", p->cocci);
		for (u32 d = 0; d < p->defs.nr; d++) {
			strbuf_puts(out, " -D ");
			text_escape(out, p->defs.at[d]);
		}
		if (a->part.nr > 1) {
			strbuf_putc(out, ' ');
			text_escape(out, p->src->path);
		}
	}
}

int fix_out_plan(const struct options *o, const struct report *before, const repairs *all, struct err *err)
{
	struct strbuf out = { 0 };
	int rc;

	for (u32 i = 0; i < all->nr; i++) {
		const struct repair *r = &all->at[i];
		const struct finding *f = &before->finding.at[r->finding];

		text_escape(&out, report_str(before, f->at.file));
		strbuf_printf(&out, ":%u:%u: ", f->at.line, f->at.col);
		for (u32 k = 0; k < r->list.nr; k++) {
			strbuf_puts(&out, k ? ", or " : "");
			put_attempt(&r->list.at[k], &out);
		}
		if (!r->list.nr)
			text_escape(&out, strbuf_str(&r->why));
		strbuf_printf(&out, " [%s]\n", f->check);
	}
	rc = output_write(o->output, &out, err);
	strbuf_free(&out);
	return rc;
}

/* Why not, for each that was not repaired. */
static void tell(const struct options *o, const struct report *before, const repairs *all)
{
	struct strbuf out = { 0 };
	u32 done = 0;

	for (u32 i = 0; i < all->nr; i++) {
		const struct repair *r = &all->at[i];
		const struct finding *f = &before->finding.at[r->finding];

		done += r->state == REPAIR_DONE;
		if (r->state == REPAIR_DONE)
			continue;
		text_escape(&out, report_str(before, f->at.file));
		strbuf_printf(&out, ":%u:%u: not repaired: ", f->at.line, f->at.col);
		text_escape(&out, strbuf_str(&r->why));
		strbuf_printf(&out, "; by hand: %s [%s]\n", fix_advice(f->check), f->check);
	}
	if (!o->quiet)
		strbuf_printf(&out, "%u of %u finding%s repaired\n", done, all->nr, all->nr == 1 ? "" : "s");
	report_text_skipped(before, &out);
	fputs(strbuf_str(&out), stderr);
	strbuf_free(&out);
}

static void set_fix(struct report *before, struct finding *f, const struct repair *r, const repairs *others)
{
	struct strbuf diff = { 0 };

	changes_unified(&r->edits, &diff);
	report_set_fix(before, f, chosen(r)->part.at[0].cocci, strbuf_str(&diff));
	for (u32 i = 0; i < others->nr; i++) {
		const struct repair *o = &others->at[i];

		if (o->finding != r->finding || o->state != REPAIR_DONE)
			continue;
		strbuf_reset(&diff);
		changes_unified(&o->edits, &diff);
		report_add_other_fix(before, f, chosen(o)->part.at[0].cocci, chosen(o)->what, strbuf_str(&diff));
	}
	strbuf_free(&diff);
}

/* Leaves in the report what was looked at, with the diffs. */
static int write_report(const struct options *o, struct report *before, const repairs *all, const repairs *others,
			struct err *err)
{
	VEC(struct finding) kept = { 0 };
	int rc;

	for (u32 i = 0; i < all->nr; i++) {
		const struct repair *r = &all->at[i];
		struct finding f = before->finding.at[r->finding];

		if (r->state == REPAIR_DONE)
			set_fix(before, &f, r, others);
		vec_push(&kept, f);
	}
	vec_free(&before->finding);
	before->finding.at = kept.at;
	before->finding.nr = kept.nr;
	before->finding.cap = kept.cap;
	rc = emit_report(o, before, EXIT_CLEAN, err);
	return rc;
}

/* A file on its way through a series. */
struct state {
	struct fix_file *src;
	struct edits all;
	struct strbuf text;	/* with all of them */
};

typedef VEC(struct state) states;

static struct state *state_of(states *s, struct fix_file *src)
{
	for (u32 i = 0; i < s->nr; i++)
		if (s->at[i].src == src)
			return &s->at[i];
	vec_push(s, (struct state){ .src = src });
	strbuf_puts(&vec_last(s).text, strbuf_str(&src->text));
	return &vec_last(s);
}

static void states_free(states *s)
{
	for (u32 i = 0; i < s->nr; i++) {
		edits_free(&s->at[i].all);
		strbuf_free(&s->at[i].text);
	}
	vec_free(s);
}

/* One file of a repair. */
static void advance_file(states *s, const struct change *c, struct strbuf *diff)
{
	struct state *st = state_of(s, c->src);
	struct strbuf next = { 0 };
	struct edits step;

	edits_merge(&st->all, &c->edits);
	edits_apply(&st->all, strbuf_str(&st->src->text), &next);
	edits_diff(strbuf_str(&st->text), strbuf_str(&next), &step);
	if (diff) {
		strbuf_printf(diff, "diff --git a/%s b/%s\n", st->src->path, st->src->path);
		edits_unified(&step, strbuf_str(&st->text), st->src->path, diff);
	}
	edits_free(&step);
	strbuf_free(&st->text);
	st->text = next;
}

static bool meets(states *s, const struct repair *r)
{
	for (u32 i = 0; i < r->edits.nr; i++)
		if (edits_meet(&state_of(s, r->edits.at[i].src)->all, &r->edits.at[i].edits))
			return true;
	return false;
}

/* Adds a repair to its files; *diff: against what the files were before.  False: it meets another one. */
static bool advance(states *s, const struct repair *r, struct strbuf *diff)
{
	if (meets(s, r))
		return false;
	for (u32 i = 0; i < r->edits.nr; i++)
		advance_file(s, &r->edits.at[i], diff);
	return true;
}

typedef VEC(const struct repair *) repair_list;

/*
 * Which repairs become mails.  What several findings share is one; of two that change the same lines the one that
 * changes more files goes first, and the other one waits for the next run.
 */
static void choose_mails(const repairs *all, repair_list *out)
{
	states s = { 0 };
	u32 most = 1;

	for (u32 i = 0; i < all->nr; i++)
		most = MAX(most, all->at[i].state == REPAIR_DONE ? all->at[i].edits.nr : 0);
	for (; most; most--)
		for (u32 i = 0; i < all->nr; i++)
			if (all->at[i].state == REPAIR_DONE && all->at[i].edits.nr == most && advance(&s, &all->at[i], NULL))
				vec_push(out, &all->at[i]);
	states_free(&s);
}

static s64 date_of_series(void)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");

	return epoch ? strtoll(epoch, NULL, 10) : 0;
}

static int write_mail(const char *dir, const struct mail *m, struct err *err)
{
	struct strbuf name = { 0 }, text = { 0 };
	char *path;
	int rc;

	mail_file_name(m, &name);
	mail_write(m, &text);
	path = path_join(dir, strbuf_str(&name));
	rc = file_write_atomic(path, strbuf_str(&text), text.len, err);
	if (!rc)
		printf("%s\n", path);
	free(path);
	strbuf_free(&name);
	strbuf_free(&text);
	return rc;
}

static int write_mails(const struct options *o, const struct report *before, const repairs *all, struct err *err)
{
	const char *name = getenv("GIT_AUTHOR_NAME"), *email = getenv("GIT_AUTHOR_EMAIL");
	struct mail m = { .r = before, .date = date_of_series() };
	repair_list list = { 0 };
	states s = { 0 };
	int rc = dir_make(o->format_patch, err);

	if (name && email) {
		m.name = name;
		m.email = email;
	}
	choose_mails(all, &list);
	m.of = list.nr;
	for (u32 i = 0; !rc && i < list.nr; i++) {
		struct strbuf diff = { 0 };

		advance(&s, list.at[i], &diff);
		m.number++;
		m.f = &before->finding.at[list.at[i]->finding];
		m.a = chosen(list.at[i]);
		m.diff = strbuf_str(&diff);
		rc = write_mail(o->format_patch, &m, err);
		strbuf_free(&diff);
	}
	vec_free(&list);
	states_free(&s);
	return rc;
}

/* y: take it, n: not, q: nor any that follows. */
static bool ask(const struct repair *r, bool *quit)
{
	struct strbuf diff = { 0 };
	char answer[16];

	changes_unified(&r->edits, &diff);
	printf("%s\n%sApply this change? [y/n/q] ", chosen(r)->why, strbuf_str(&diff));
	fflush(stdout);
	strbuf_free(&diff);
	if (!fgets(answer, sizeof(answer), stdin) || *answer == 'q')
		*quit = true;
	return !*quit && (*answer == 'y' || *answer == 'Y');
}

static int write_file(const char *tree, const struct state *s, struct err *err)
{
	char *path = path_join(tree, s->src->path);
	struct strbuf now = { 0 };
	struct stat st;
	int rc = file_read(path, &now, err);

	if (!rc && strcmp(strbuf_str(&now), strbuf_str(&s->src->text)))
		rc = err_set(err, "%s was changed meanwhile: left as it is", path);
	if (!rc && stat(path, &st))
		rc = err_errno(err, "cannot read %s", path);
	if (!rc)
		rc = file_write_atomic(path, strbuf_str(&s->text), s->text.len, err);
	if (!rc && chmod(path, st.st_mode & 07777))
		rc = err_errno(err, "cannot set the mode of %s", path);
	strbuf_free(&now);
	free(path);
	return rc;
}

static int write_files(const struct options *o, struct prover *p, repairs *all, struct err *err)
{
	struct strbuf why = { 0 };
	bool quit = false;
	states s = { 0 };
	int rc;

	for (u32 i = 0; o->interactive && i < all->nr; i++)
		if (all->at[i].state == REPAIR_DONE && (quit || !ask(&all->at[i], &quit))) {
			all->at[i].state = REPAIR_NONE;
			strbuf_puts(&all->at[i].why, "not wanted");
		}
	for (u32 i = 0; i < all->nr; i++)
		if (all->at[i].state == REPAIR_DONE && !advance(&s, &all->at[i], NULL)) {
			all->at[i].state = REPAIR_NONE;
			strbuf_puts(&all->at[i].why, "it meets another change: run again");
		}
	rc = fix_prove_together(p, all, &why, err);
	if (rc > 0)
		err_set(err, "the changes do not go together, nothing was written: %s", strbuf_str(&why));
	for (u32 i = 0; !rc && i < s.nr; i++)
		if (s.at[i].all.at.nr)
			rc = write_file(p->src->tree, &s.at[i], err);
	states_free(&s);
	strbuf_free(&why);
	return rc ? -1 : 0;
}

bool fix_out_shows(const struct options *o)
{
	return !o->in_place && !o->interactive && !o->format_patch && !o->no_others;
}

int fix_out(const struct options *o, struct prover *p, struct report *before, repairs *all, const repairs *others,
	    struct err *err)
{
	int rc;

	if (o->in_place || o->interactive)
		rc = write_files(o, p, all, err);
	else if (o->format_patch)
		rc = write_mails(o, before, all, err);
	else
		rc = 0;
	tell(o, before, all);
	if (!rc && !o->in_place && !o->interactive && !o->format_patch)
		rc = write_report(o, before, all, others, err);
	return rc;
}
