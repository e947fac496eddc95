// SPDX-License-Identifier: GPL-2.0-only
/*
 * What sleeps under a lock that it does not need moves out of the locked section: an allocation in front of it, with
 * its failure path; what is the last thing in it behind it, by giving the lock back sooner.
 *
 * Input: a finding in the function that takes the lock.  An allocation may move up when nothing leaves the section
 * before it, its size is made of what the section does not change, and its result is a local variable that is tested
 * at once.  Calls may move out at the end when they are the kernel's own functions, which do not know this lock, when
 * their results go to local variables, and when no function of the file that takes a lock writes the members that they
 * read.  Everything else needs somebody who knows what the lock protects.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "fix/fix_int.h"

struct region {
	const struct fix_ctx *cx;
	const struct finding *f;
	struct fix_file *src;
	const struct code *c;
	struct code_fn fn;
	u32 lock, lock_end;	/* the statement that takes it */
	u32 first, end;		/* the statement of the finding */
};

static bool is_word(const struct code *c, u32 tok)
{
	return c->tok.at[tok].kind == TOK_WORD && !isdigit((unsigned char)c->text[c->tok.at[tok].at]);
}

static bool has_kind(const struct region *r, u32 tok, enum rule_kind a, enum rule_kind b)
{
	char *name = code_word(r->c, tok);
	const struct rule *rule = rules_find(r->cx->rules, name);
	bool has = false;

	for (; rule; rule = rules_next(r->cx->rules, rule))
		has |= rule->kind == a || rule->kind == b;
	free(name);
	return has;
}

/* "name(...);" at a statement's first token. */
static bool is_call(const struct code *c, u32 first, u32 end)
{
	return is_word(c, first) && code_is(c, first + 1, "(") && c->tok.at[first + 1].match == end - 1;
}

static bool is_drop(const struct region *r, u32 first, u32 end)
{
	return is_call(r->c, first, end) && has_kind(r, first, RULE_UNLOCK, RULE_LEAVE);
}

/* Does the token give its word a new value, or let somebody else do so? */
static bool is_written(const struct code *c, u32 tok)
{
	u32 next = tok + 1;

	while (code_is(c, next, "[") && c->tok.at[next].match != CODE_NONE)
		next = c->tok.at[next].match + 1;
	if (code_is(c, next, "=") && !code_is(c, next + 1, "="))
		return true;
	if (code_is(c, next + 1, "=") && strchr("+-*/|&^%", c->text[c->tok.at[next].at]))
		return true;
	return (code_is(c, next, "+") && code_is(c, next + 1, "+")) || (code_is(c, next, "-") && code_is(c, next + 1, "-")) ||
		(code_is(c, tok - 1, "+") && code_is(c, tok - 2, "+")) || (code_is(c, tok - 1, "-") && code_is(c, tok - 2, "-")) ||
		code_is(c, tok - 1, "&");
}

/* Is the word a variable that the function declares? */
static bool is_local(const struct region *r, u32 tok)
{
	char *word = code_word(r->c, tok);
	bool local = false;

	for (u32 i = r->fn.open + 1; i < r->fn.close && !local; i++)
		local = code_is(r->c, i, word) && code_past_declarations(r->c, &r->fn, i) != CODE_NONE &&
			(code_is(r->c, i - 1, "*") || code_is(r->c, i - 1, ",") || is_word(r->c, i - 1));
	free(word);
	return local;
}

static bool find_region(struct region *r)
{
	const struct step *lock = NULL;
	struct strbuf why = { 0 };
	u32 tok;

	r->src = place_in(r->cx, &r->f->at, &r->fn, &why);
	strbuf_free(&why);
	for (u32 i = 0; i < r->f->step_nr; i++) {
		const struct step *s = &r->cx->r->step.at[r->f->step_at + i];

		if ((s->kind == STEP_LOCK || s->kind == STEP_CONTEXT) && s->at.file == r->f->at.file && s->at.func == r->f->at.func)
			lock = s;
	}
	if (!r->src || !lock)
		return false;
	r->c = &r->src->code;
	tok = code_at_line(r->c, &r->fn, lock->at.line);
	if (tok == CODE_NONE || !code_statement(r->c, &r->fn, tok, &r->lock, &r->lock_end) || r->lock != tok ||
	    !is_word(r->c, tok))
		return false;
	tok = code_at_line(r->c, &r->fn, r->f->at.line);
	return tok != CODE_NONE && code_statement(r->c, &r->fn, tok, &r->first, &r->end) && r->first > r->lock_end &&
		(code_is(r->c, r->first - 1, ";") || code_is(r->c, r->first - 1, "}"));
}

/* Do both statements stand in one block, with nothing between that leaves it, comes into it or gives the lock back? */
static bool is_straight(const struct region *r)
{
	static const char *const leave[] = { "return", "goto", "break", "continue", "case", "default" };
	const struct code *c = r->c;
	s32 depth = 0;

	for (u32 i = r->lock_end + 1; i < r->first; i++) {
		depth += code_is(c, i, "{") - code_is(c, i, "}");
		if (depth < 0 || (code_is(c, i + 1, "(") && is_word(c, i) && has_kind(r, i, RULE_UNLOCK, RULE_LEAVE)))
			return false;
		for (u32 k = 0; k < ARRAY_SIZE(leave); k++)
			if (code_is(c, i, leave[k]))
				return false;
		if (code_is(c, i, ":") && (code_is(c, i - 2, ";") || code_is(c, i - 2, "}")))
			return false;
	}
	return depth == 0;
}

/* Does the section change the variable before the statement? */
static bool is_changed(const struct region *r, u32 tok)
{
	char *word = code_word(r->c, tok);
	bool written = false;

	for (u32 i = r->lock_end + 1; i < r->first && !written; i++)
		written = code_is(r->c, i, word) && is_written(r->c, i) && !code_is(r->c, i - 1, ">") && !code_is(r->c, i - 1, ".");
	free(word);
	return written;
}

/* Are the arguments made of constants, sizes and variables that the section leaves alone? */
static bool is_fixed(const struct region *r, u32 from, u32 to)
{
	const struct code *c = r->c;

	for (u32 i = from; i < to; i++) {
		if (code_is(c, i, "sizeof") && code_is(c, i + 1, "(") && c->tok.at[i + 1].match != CODE_NONE) {
			i = c->tok.at[i + 1].match;
			continue;
		}
		if (code_is(c, i, ".") || code_is(c, i, "[") || (code_is(c, i, "-") && code_is(c, i + 1, ">")))
			return false;
		if (is_word(c, i) && (code_is(c, i + 1, "(") || is_changed(r, i)))
			return false;
	}
	return true;
}

static bool mentions(const struct region *r, u32 from, u32 to, u32 tok)
{
	char *word = code_word(r->c, tok);
	bool found = false;

	for (u32 i = from; i < to && !found; i++)
		found = code_is(r->c, i, word);
	free(word);
	return found;
}

/* The error that the failure returns: the token of "ENOMEM" in "-ENOMEM", which var is set to in [from, to]. */
static u32 error_of(const struct code *c, u32 from, u32 to, u32 var)
{
	char *word = code_word(c, var);
	u32 found = CODE_NONE;

	for (u32 i = from; i + 3 <= to; i++)
		if (code_is(c, i, word) && code_is(c, i + 1, "=") && code_is(c, i + 2, "-") && is_word(c, i + 3))
			found = i + 3;
	free(word);
	return found;
}

/* All that the failure calls gives the lock back. */
static bool only_drops(const struct region *r, u32 from, u32 to)
{
	for (u32 i = from; (i = code_next_call(r->c, i, to)) != CODE_NONE; i++)
		if (!has_kind(r, i, RULE_UNLOCK, RULE_LEAVE))
			return false;
	return true;
}

/*
 * How the failure leaves once the lock is not held: *code is the token of an error, or CODE_NONE for the return as it
 * stands.  False: it does more than to give the lock back.
 */
static bool leaves(const struct region *r, const struct code_exit *e, u32 *code)
{
	const struct code *c = r->c;
	u32 v = e->first + 1, from, last, label;
	char *name;

	*code = CODE_NONE;
	if (!only_drops(r, e->body, e->body_end + 1) || code_is(c, e->body_end + 1, "else"))
		return false;
	if (code_is(c, e->first, "return")) {
		if (v + 1 != e->end || !is_word(c, v) || code_is(c, v, "NULL") || code_is(c, v, "false"))
			return true;
		*code = error_of(c, e->body, e->body_end, v);
		return *code != CODE_NONE;
	}
	name = code_word(c, v);
	label = code_label(c, &r->fn, name);
	free(name);
	if (label == CODE_NONE || label < e->end || !code_return(c, &r->fn, label, &from, &last) ||
	    !only_drops(r, label + 2, from) || from != last || !is_word(c, from))
		return false;
	for (u32 i = label + 2; i < from - 1; i++)
		if (code_is(c, i, "=") || code_is(c, i, ":") || code_is(c, i, "if"))
			return false;
	*code = error_of(c, e->body, e->body_end, from);
	return *code != CODE_NONE;
}

static bool tests(const struct region *r, const struct code_exit *e)
{
	char *cond = code_words(r->c, e->cond + 2, e->body - 2), *x = code_word(r->c, r->first);
	size_t n = strlen(x);
	bool does = (*cond == '!' && !strcmp(cond + 1, x)) || (!strncmp(cond, x, n) && !strcmp(cond + n, " == NULL"));

	free(cond);
	free(x);
	return does;
}

/* The failure of the statement that ends at `end`: what stands behind it. */
static bool failure_behind(const struct region *r, u32 end, struct code_exit *out)
{
	code_exits exits = { 0 };
	bool found = false;

	code_failures(r->c, &r->fn, &exits);
	for (u32 i = 0; i < exits.nr && !found; i++) {
		found = exits.at[i].cond == end + 1;
		*out = exits.at[i];
	}
	vec_free(&exits);
	return found;
}

static u32 line_of(const struct region *r, u32 tok)
{
	return r->c->tok.at[tok].line;
}

static void hoist(const struct region *r, attempts *out)
{
	const struct code *c = r->c;
	const char *func = report_str(r->cx->r, r->f->at.func);
	struct code_exit e;
	struct attempt *a;
	u32 code;

	if (!is_word(c, r->first) || !code_is(c, r->first + 1, "=") || !is_call(c, r->first + 2, r->end) || !is_straight(r) ||
	    !is_local(r, r->first) || mentions(r, r->lock_end, r->first, r->first) || !is_fixed(r, r->first + 4, r->end - 1) ||
	    !failure_behind(r, r->end, &e) || !tests(r, &e) || !leaves(r, &e, &code))
		return;
	a = attempt_new(r->cx, out, "lock_region.cocci", r->src->path, r->f->at.func);
	attempt_line(a, line_of(r, r->first));
	attempt_lines_done(a);
	attempt_line(a, line_of(r, r->lock));
	attempt_line(a, line_of(r, e.cond));
	attempt_def(a, "lock=%u", line_of(r, r->lock));
	attempt_def(a, "test=%u", line_of(r, e.cond));
	if (code != CODE_NONE) {
		char *word = code_word(c, code);

		attempt_def(a, "code=%s", word);
		free(word);
	}
	attempt_say(a, "Allocate before taking the lock", "%s() allocates memory with the lock held, and needs nothing for it "
		    "that the lock protects.  Allocate it first, where it may sleep.", func);
}

/* Does a function of the file that takes a lock write the member? */
static bool is_protected(const struct region *r, u32 member)
{
	const struct code *c = r->c;
	char *word = code_word(c, member);
	bool found = false;

	for (u32 i = 0; i < c->tok.nr && !found; i++) {
		struct code_fn fn;
		bool locks = false;

		if (!code_is(c, i, word) || i < 2 || !(code_is(c, i - 1, ">") || code_is(c, i - 1, ".")) || !is_written(c, i) ||
		    !code_function(c, c->tok.at[i].line, &fn))
			continue;
		for (u32 k = fn.open; (k = code_next_call(c, k, fn.close)) != CODE_NONE && !locks; k++)
			locks = has_kind(r, k, RULE_LOCK, RULE_ENTER);
		found = locks;
	}
	free(word);
	return found;
}

/* "f(...);" or "x = f(...);" of a function of the kernel that needs nothing of this lock. */
static bool may_go(const struct region *r, u32 first, u32 end)
{
	const struct code *c = r->c;
	bool assigns = is_word(c, first) && code_is(c, first + 1, "=");
	u32 call = assigns ? first + 2 : first;
	char *name;
	bool known;

	if (!is_call(c, call, end) || (assigns && !is_local(r, first)))
		return false;
	name = code_word(c, call);
	known = fix_files_declare(r->cx->src, name) && !has_kind(r, call, RULE_LOCK, RULE_UNLOCK);
	free(name);
	for (u32 i = call + 2; known && i < end - 1; i++) {
		bool member = is_word(c, i) && (code_is(c, i - 1, ">") || code_is(c, i - 1, "."));

		known = !(member && is_protected(r, i)) && !(is_word(c, i) && code_is(c, i + 1, "("));
	}
	return known;
}

typedef VEC(u32) tokens;

/* A failure that says something, gives the lock back and returns; where it does goes to drops. */
static bool failure_may_go(const struct region *r, const struct code_exit *e, tokens *drops)
{
	u32 nr = drops->nr;

	for (u32 i = e->cond + 2; i + 1 < e->body; i++)
		if (code_is(r->c, i, "(") || (is_word(r->c, i) && !is_local(r, i) && !code_is(r->c, i, "NULL")))
			return false;
	if (!code_is(r->c, e->first, "return") || code_is(r->c, e->body_end + 1, "else"))
		return false;
	for (u32 i = e->body; (i = code_next_call(r->c, i, e->body_end + 1)) != CODE_NONE; i++) {
		char *name = code_word(r->c, i);
		bool fine = rules_guess(r->cx->rules, name, NAME_SAYS);

		free(name);
		if (has_kind(r, i, RULE_UNLOCK, RULE_LEAVE))
			vec_push(drops, i);
		else if (!fine)
			return false;
	}
	return drops->nr == nr + 1;
}

/* Everything from the statement up to the one that gives the lock back may go; drops: each that does. */
static bool rest_may_go(const struct region *r, tokens *drops)
{
	u32 at = r->first, first, end;

	for (;;) {
		struct code_exit e;

		if (code_is(r->c, at, "if")) {
			if (!failure_behind(r, at - 1, &e) || !failure_may_go(r, &e, drops))
				return false;
			at = e.body_end + 1;
			continue;
		}
		if (!code_statement(r->c, &r->fn, at, &first, &end) || first != at)
			return false;
		if (is_drop(r, at, end)) {
			vec_push(drops, at);
			return true;
		}
		if (!may_go(r, at, end))
			return false;
		at = end + 1;
	}
}

/* Is there a finding of the same kind in the statement?  It moves, too. */
static bool is_found(const struct region *r, u32 first, u32 end)
{
	for (u32 i = 0; i < r->cx->r->finding.nr; i++) {
		const struct finding *g = &r->cx->r->finding.at[i];

		if (strstr(g->check, "-in-atomic") && g->at.file == r->f->at.file && g->at.line >= line_of(r, first) &&
		    g->at.line <= line_of(r, end))
			return true;
	}
	return false;
}

static void back_up(struct region *r)
{
	u32 first, end;

	while (code_statement(r->c, &r->fn, r->first - 1, &first, &end) && end == r->first - 1 && first > r->lock_end &&
	       is_found(r, first, end) && may_go(r, first, end)) {
		r->first = first;
		r->end = end;
	}
}

static void give_back_sooner(struct region *r, attempts *out)
{
	struct strbuf lines = { 0 };
	tokens drops = { 0 };
	struct attempt *a;

	back_up(r);
	if (rest_may_go(r, &drops) && !code_is(r->c, r->lock, "guard")) {
		a = attempt_new(r->cx, out, "lock_region.cocci", r->src->path, r->f->at.func);
		attempt_line(a, line_of(r, r->first));
		attempt_lines_done(a);
		attempt_def(a, "sooner");
		for (u32 i = 0; i < drops.nr; i++) {
			attempt_line(a, line_of(r, drops.at[i]));
			strbuf_printf(&lines, "%s%u", i ? "," : "drop=", line_of(r, drops.at[i]));
		}
		attempt_def(a, "%s", strbuf_str(&lines));
		attempt_say(a, "Give the lock back sooner", "%s() calls what may sleep as the last thing with the lock held, and "
			    "needs nothing for it that the lock protects.  Give the lock back before that.",
			    report_str(r->cx->r, r->f->at.func));
	}
	strbuf_free(&lines);
	vec_free(&drops);
}

void choose_region(const struct fix_ctx *cx, const struct finding *f, attempts *out)
{
	struct region r = { .cx = cx, .f = f };

	if (!find_region(&r))
		return;
	hoist(&r, out);
	give_back_sooner(&r, out);
}
