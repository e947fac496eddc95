// SPDX-License-Identifier: GPL-2.0-only
/*
 * leak: where does the path leave the function, and what would release the memory there?
 *
 * The finding's place is the return.  When the path gets there by a goto, what is lost is released before the goto, not
 * behind the label, where other paths come by: the last branch of the steps is the `if` that holds it.  What releases
 * it is copied from another path when the finding names one, else it is the function of the allocator's kind.
 */
#include <stdlib.h>
#include <string.h>

#include "fix/fix_int.h"

typedef VEC(u32) line_vec;

struct lost {
	const struct fix_ctx *cx;
	const struct finding *f;
	struct fix_file *src;
	const struct code *c;
	struct code_fn fn;
	u32 alloc;		/* line, 0 */
	u32 like;		/* line of a release on another path, 0 */
	const char *release;	/* function, NULL */
};

/* The innermost `if` that stands at or before the line, with its way out in the body; CODE_NONE. */
static u32 exit_of_branch(const struct lost *l, u32 line)
{
	code_exits exits = { 0 };
	u32 tok = CODE_NONE;

	code_failures(l->c, &l->fn, &exits);
	for (u32 i = 0; i < exits.nr; i++)
		if (l->c->tok.at[exits.at[i].cond].line <= line && line <= l->c->tok.at[exits.at[i].body].line)
			tok = exits.at[i].first;
	vec_free(&exits);
	return tok;
}

/* Is the statement at the token the whole body of a branch, or in a branch at all? */
static bool in_branch(const struct lost *l, u32 tok)
{
	code_exits exits = { 0 };
	bool found = false;

	code_failures(l->c, &l->fn, &exits);
	for (u32 i = 0; i < exits.nr; i++)
		found |= exits.at[i].body <= tok && tok <= exits.at[i].body_end;
	vec_free(&exits);
	return found;
}

/* The way out that leads to the return at the line: the return itself, or the goto before it. */
static u32 way_out(const struct lost *l, u32 line, u32 branch)
{
	u32 tok = code_at_line(l->c, &l->fn, line), by;

	if (tok != CODE_NONE && in_branch(l, tok))
		return tok;
	by = branch ? exit_of_branch(l, branch) : CODE_NONE;
	return by != CODE_NONE ? by : tok;
}

static struct attempt *add(const struct lost *l, attempts *out, const u32 *lines, u32 nr)
{
	struct attempt *a = attempt_new(l->cx, out, "leak.cocci", l->src->path, l->f->at.func);
	char *x = quoted(report_str(l->cx->r, l->f->message));

	for (u32 i = 0; i < nr; i++)
		attempt_line(a, lines[i]);
	attempt_lines_done(a);
	attempt_def(a, "alloc=%u", l->alloc);
	attempt_say(a, "Fix a memory leak", "%s() loses %s on %s.  Release it there.", report_str(l->cx->r, l->f->at.func),
		    x ? x : "memory", nr == 1 ? "one of its ways out" : "some of its ways out");
	free(x);
	return a;
}

static void with_release(const struct lost *l, attempts *out, const u32 *lines, u32 nr)
{
	if (l->like)
		attempt_def(add(l, out, lines, nr), "like=%u", l->like);
	if (l->release)
		attempt_def(add(l, out, lines, nr), "release=%s", l->release);
}

/* All places that go wrong for the same memory, as the ways out before them. */
static void collect(const struct lost *l, line_vec *lines)
{
	u32 branch = 0, tok;

	for (u32 i = 0; i < l->f->step_nr; i++) {
		const struct step *s = &l->cx->r->step.at[l->f->step_at + i];

		if (s->kind == STEP_BRANCH && s->at.file == l->f->at.file)
			branch = s->at.line;
	}
	tok = way_out(l, l->f->at.line, branch);
	if (tok != CODE_NONE)
		vec_push(lines, l->c->tok.at[tok].line);
	for (u32 i = 0; i < l->f->related_nr; i++) {
		const struct step *s = &l->cx->r->step.at[l->f->related_at + i];

		if (!strstr(report_str(l->cx->r, s->text), "also goes wrong") || s->at.file != l->f->at.file)
			continue;
		tok = way_out(l, s->at.line, 0);
		if (tok != CODE_NONE)
			vec_push(lines, l->c->tok.at[tok].line);
	}
}

static void facts(struct lost *l)
{
	for (u32 i = 0; i < l->f->step_nr; i++) {
		const struct step *s = &l->cx->r->step.at[l->f->step_at + i];
		char *fn;

		if (s->kind != STEP_ALLOC)
			continue;
		if (!l->alloc && s->at.file == l->f->at.file)
			l->alloc = s->at.line;
		fn = called(report_str(l->cx->r, s->text));
		if (fn)
			l->release = release_of(l->cx->releases, l->cx->rules, fn);
		free(fn);
	}
	for (u32 i = 0; !l->like && i < l->f->related_nr; i++) {
		const struct step *s = &l->cx->r->step.at[l->f->related_at + i];

		if (strstr(report_str(l->cx->r, s->text), "also released") && s->at.file == l->f->at.file)
			l->like = s->at.line;
	}
}

/*
 * All failures around the place that leave by a goto leave by this label: then so should this one.  The releases behind
 * the label are the function's own.
 */
static char *common_label(const struct lost *l, u32 line)
{
	code_exits exits = { 0 };
	char *label = NULL;

	code_failures(l->c, &l->fn, &exits);
	for (u32 i = 0; i < exits.nr; i++) {
		const struct code_exit *e = &exits.at[i];

		if (l->c->tok.at[e->first].line <= line || !code_is(l->c, e->first, "goto"))
			continue;
		label = code_word(l->c, e->first + 1);
		break;
	}
	vec_free(&exits);
	return label;
}

static void by_label(const struct lost *l, attempts *out, u32 line)
{
	char *label = common_label(l, line), *ret = NULL;
	u32 at = label ? code_label(l->c, &l->fn, label) : CODE_NONE, tok = code_at_line(l->c, &l->fn, line), first, last;
	struct attempt *a;

	/* the copied release must stand behind that label */
	if (at == CODE_NONE || tok == CODE_NONE || !l->like || l->like < l->c->tok.at[at].line ||
	    l->c->tok.at[at].line < line) {
		free(label);
		return;
	}
	if (code_is(l->c, tok, "return") && code_return(l->c, &l->fn, at, &first, &last) && first == last &&
	    l->c->tok.at[first].kind == TOK_WORD)
		ret = code_word(l->c, first);
	if (code_is(l->c, tok, "goto") || (ret && !code_is(l->c, tok + 1, ret)) || (ret && code_is(l->c, tok + 1, ret))) {
		bool same = ret && code_is(l->c, tok + 1, ret) && code_is(l->c, tok + 2, ";");

		a = add(l, out, &line, 1);
		attempt_def(a, "%s", code_is(l->c, tok, "goto") || same ? "goto_label" : "set_goto");
		attempt_def(a, "label=%s", label);
		if (ret)
			attempt_def(a, "ret=%s", ret);
	}
	free(ret);
	free(label);
}

void choose_leak(const struct fix_ctx *cx, const struct finding *f, attempts *out, struct strbuf *why)
{
	struct lost l = { .cx = cx, .f = f };
	line_vec lines = { 0 };

	l.src = place_in(cx, &f->at, &l.fn, why);
	if (!l.src)
		return;
	l.c = &l.src->code;
	facts(&l);
	collect(&l, &lines);
	if (lines.nr == 1)
		by_label(&l, out, lines.at[0]);
	if (lines.nr)
		with_release(&l, out, lines.at, lines.nr);
	/* the return itself, where the branch was not the one that decides */
	if (lines.nr && lines.at[0] != f->at.line) {
		u32 at = f->at.line;

		with_release(&l, out, &at, 1);
	}
	if (!out->nr)
		strbuf_puts(why, lines.nr ? "what releases the memory is not known" : "the way out is not a statement");
	vec_free(&lines);
}
