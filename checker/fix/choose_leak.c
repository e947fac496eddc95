// SPDX-License-Identifier: GPL-2.0-only
/*
 * leak: where does the path leave the function, and what would release the memory there?
 *
 * The finding's place is the return.  When the path gets there by a goto, what is lost is released before the goto, not
 * behind the label, where other paths come by: the last branch of the steps is the `if` that holds it.  What releases
 * it is copied from another path when the finding names one, else it is the function of the allocator's kind.
 *
 * A release that others pass by, too, may hit memory that somebody keeps on their paths, and no later analysis would
 * tell: who stores a pointer is allowed to release it.  So a way out counts only when it lies in the body of an `if`,
 * or when the function never lets the pointer out of its hands.  And where another path undoes more than this
 * memory behind a label, a bare release would leave the rest: then only a goto to that label will do.
 */
#include <stdlib.h>
#include <string.h>

#include "fix/leak.h"

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

/* Does the function also let the variable point to something else, which the release must not hit? */
static bool is_reassigned(const struct lost *l)
{
	for (u32 i = l->fn.open; l->x && i < l->fn.close; i++) {
		u32 line = l->c->tok.at[i].line, first, end;

		if (!code_is(l->c, i, l->x) || !code_is(l->c, i + 1, "=") || code_is(l->c, i + 2, "=") ||
		    code_is(l->c, i + 2, "NULL") || !code_statement(l->c, &l->fn, i, &first, &end))
			continue;
		if (line > l->alloc || l->c->tok.at[end].line < l->alloc)
			return true;
	}
	return false;
}

static void with_release(const struct lost *l, attempts *out, const u32 *lines, u32 nr)
{
	if (is_reassigned(l))
		return;
	if (l->like)
		attempt_def(add(l, out, lines, nr), "like=%u", l->like);
	if (l->release)
		attempt_def(add(l, out, lines, nr), "release=%s", l->release);
}

/* May something be added before the statement at the token? */
static bool is_own_way(const struct lost *l, u32 tok)
{
	return in_branch(l, tok) || leak_stays_local(l, l->c->tok.at[tok].line);
}

/* All places that go wrong for the same memory, as the ways out before them; false when one is others', too. */
static bool collect(const struct lost *l, bool by_branch, line_vec *lines)
{
	u32 branch = 0, tok;
	bool own = true;

	for (u32 i = 0; i < l->f->step_nr; i++) {
		const struct step *s = &l->cx->r->step.at[l->f->step_at + i];

		if (by_branch && s->kind == STEP_BRANCH && s->at.file == l->f->at.file)
			branch = s->at.line;
	}
	tok = way_out(l, l->f->at.line, branch);
	if (tok != CODE_NONE) {
		vec_push(lines, l->c->tok.at[tok].line);
		own &= is_own_way(l, tok);
	}
	for (u32 i = 0; i < l->f->related_nr; i++) {
		const struct step *s = &l->cx->r->step.at[l->f->related_at + i];

		if (!strstr(report_str(l->cx->r, s->text), "also goes wrong") || s->at.file != l->f->at.file)
			continue;
		tok = way_out(l, s->at.line, 0);
		if (tok != CODE_NONE) {
			vec_push(lines, l->c->tok.at[tok].line);
			own &= is_own_way(l, tok);
		}
	}
	return own;
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

/* The last label before the release on another path, when that lies behind one. */
static u32 label_of(const struct lost *l)
{
	u32 at = CODE_NONE;

	for (u32 i = l->fn.open + 1; l->like && i + 1 < l->fn.close && l->c->tok.at[i].line <= l->like; i++) {
		char *word = l->c->tok.at[i].kind == TOK_WORD ? code_word(l->c, i) : NULL;

		if (word && strcmp(word, "default") && code_label(l->c, &l->fn, word) == i)
			at = i;
		free(word);
	}
	return at;
}

/* Somebody who comes by before the line goes there already: all that the label undoes has been done by then. */
static bool is_used_before(const struct lost *l, const char *label, u32 line)
{
	for (u32 i = l->fn.open; i < l->fn.close && l->c->tok.at[i].line < line; i++)
		if (code_is(l->c, i, "goto") && code_is(l->c, i + 1, label) && l->c->tok.at[i].line > l->alloc)
			return true;
	return false;
}

/* The statement at each line becomes a goto to the label of the other release; what it returned is kept. */
static void by_label(const struct lost *l, attempts *out, const line_vec *lines)
{
	char *label = code_word(l->c, l->label), *ret = NULL;
	u32 tok = code_at_line(l->c, &l->fn, lines->at[0]), first, last;
	struct attempt *a;
	bool same, jumps;

	if (tok == CODE_NONE || l->c->tok.at[l->label].line < lines->at[lines->nr - 1] ||
	    !is_used_before(l, label, lines->at[0])) {
		free(label);
		return;
	}
	jumps = code_is(l->c, tok, "goto");
	if (code_return(l->c, &l->fn, l->label, &first, &last) && first == last && l->c->tok.at[first].kind == TOK_WORD)
		ret = code_word(l->c, first);
	same = code_is(l->c, tok + 2, ";") && ret && code_is(l->c, tok + 1, ret);
	if (jumps || same || (ret && !code_is(l->c, first, "NULL"))) {
		a = add(l, out, lines->at, lines->nr);
		attempt_def(a, "%s", jumps || same ? "goto_label" : "set_goto");
		attempt_def(a, "label=%s", label);
		if (ret)
			attempt_def(a, "ret=%s", ret);
	}
	free(ret);
	free(label);
}

/* Does the condition of the `if` test the pointer itself? */
static bool tests_pointer(const struct lost *l, const struct code_exit *e)
{
	char *cond = code_words(l->c, e->cond, e->body - 1);
	bool tests = l->x && strstr(cond, l->x);

	free(cond);
	return tests;
}

/* Every goto behind the allocation that leads to the return of the finding, the allocation's own failure apart. */
static void gotos(const struct lost *l, line_vec *lines)
{
	code_exits exits = { 0 };

	code_failures(l->c, &l->fn, &exits);
	for (u32 i = 0; i < exits.nr; i++) {
		const struct code_exit *e = &exits.at[i];
		u32 at, line = l->c->tok.at[e->first].line;
		char *label;

		if (!code_is(l->c, e->first, "goto") || line <= l->alloc || line >= l->f->at.line || tests_pointer(l, e))
			continue;
		label = code_word(l->c, e->first + 1);
		at = code_label(l->c, &l->fn, label);
		if (at != CODE_NONE && l->c->tok.at[at].line <= l->f->at.line)
			vec_push(lines, line);
		free(label);
	}
	vec_free(&exits);
}

/* The first statement in the body of the `if` that the last branch names, when the body goes on from there. */
static u32 body_of_branch(const struct lost *l)
{
	u32 line = 0, tok, end;

	for (u32 i = 0; i < l->f->step_nr; i++) {
		const struct step *s = &l->cx->r->step.at[l->f->step_at + i];

		if (s->kind == STEP_BRANCH && s->at.file == l->f->at.file && strstr(report_str(l->cx->r, s->text), "fails"))
			line = s->at.line;
	}
	if (!line)
		return 0;
	for (tok = code_at_line(l->c, &l->fn, line); tok < l->fn.close && l->c->tok.at[tok].line <= line + 2; tok++) {
		if (!code_is(l->c, tok, "if") || l->c->tok.at[tok + 1].match == CODE_NONE)
			continue;
		end = l->c->tok.at[tok + 1].match + 1;
		end += code_is(l->c, end, "{");
		return l->c->tok.at[end].line;
	}
	return 0;
}

/* Where the path passes, when it is not the return itself. */
static void on_the_way(const struct lost *l, attempts *out)
{
	line_vec way = { 0 };
	u32 line = body_of_branch(l);

	gotos(l, &way);
	for (u32 i = 0; i < way.nr && way.nr > 1 && way.nr <= 3; i++)
		with_release(l, out, &way.at[i], 1);
	if (way.nr && way.nr <= 8)
		with_release(l, out, way.at, way.nr);
	if (line)
		with_release(l, out, &line, 1);
	vec_free(&way);
}

void choose_leak(const struct fix_ctx *cx, const struct finding *f, attempts *out, struct strbuf *why)
{
	struct lost l = { .cx = cx, .f = f };
	line_vec lines = { 0 };
	bool own, kept, scoped;

	l.src = place_in(cx, &f->at, &l.fn, why);
	if (!l.src)
		return;
	l.c = &l.src->code;
	l.x = quoted(report_str(cx->r, f->message));
	facts(&l);
	l.label = label_of(&l);
	leak_by_growing(&l, out);
	scoped = leak_scopes_are_used(&l);
	if (scoped)
		leak_by_scope(&l, out);
	/* somebody has the pointer by then, and other paths take it back from there */
	kept = strstr(report_str(cx->r, f->message), "as it is on others") != NULL;
	for (u32 by_branch = 2; by_branch--;) {
		vec_clear(&lines);
		own = collect(&l, by_branch, &lines);
		if (lines.nr && own && l.label != CODE_NONE)
			by_label(&l, out, &lines);
		if (lines.nr && own && !(kept && l.label != CODE_NONE))
			with_release(&l, out, lines.at, lines.nr);
	}
	if (!kept)
		on_the_way(&l, out);
	if (!scoped)
		leak_by_scope(&l, out);
	if (!out->nr)
		strbuf_puts(why, !lines.nr ? "the way out is not a statement" : !own ?
			    "other paths leave there, too, on which somebody may keep the memory" :
			    "what releases the memory is not known");
	vec_free(&lines);
	free(l.x);
}
