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

#include "fix/region.h"

bool region_is_word(const struct code *c, u32 tok)
{
	return c->tok.at[tok].kind == TOK_WORD && !isdigit((unsigned char)c->text[c->tok.at[tok].at]);
}

bool region_has_kind(const struct region *r, u32 tok, enum rule_kind a, enum rule_kind b)
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
bool region_is_call(const struct code *c, u32 first, u32 end)
{
	return region_is_word(c, first) && code_is(c, first + 1, "(") && c->tok.at[first + 1].match == end - 1;
}

/* Does the token give its word a new value, or let somebody else do so? */
bool region_is_written(const struct code *c, u32 tok)
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
bool region_is_local(const struct region *r, u32 tok)
{
	char *word = code_word(r->c, tok);
	bool local = false;

	for (u32 i = r->fn.open + 1; i < r->fn.close && !local; i++)
		local = code_is(r->c, i, word) && code_past_declarations(r->c, &r->fn, i) != CODE_NONE &&
			(code_is(r->c, i - 1, "*") || code_is(r->c, i - 1, ",") || region_is_word(r->c, i - 1));
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
	    !region_is_word(r->c, tok))
		return false;
	tok = code_at_line(r->c, &r->fn, r->f->at.line);
	return tok != CODE_NONE && code_statement(r->c, &r->fn, tok, &r->first, &r->end) && r->first > r->lock_end &&
		(code_is(r->c, r->first - 1, ";") || code_is(r->c, r->first - 1, "}"));
}

/* The failure of the statement that ends at `end`: what stands behind it. */
bool region_failure_behind(const struct region *r, u32 end, struct code_exit *out)
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

u32 region_line(const struct region *r, u32 tok)
{
	return r->c->tok.at[tok].line;
}

void choose_region(const struct fix_ctx *cx, const struct finding *f, attempts *out)
{
	struct region r = { .cx = cx, .f = f };

	if (!find_region(&r))
		return;
	region_hoist(&r, out);
	region_sooner(&r, out);
}
