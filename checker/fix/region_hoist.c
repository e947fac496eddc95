// SPDX-License-Identifier: GPL-2.0-only
/*
 * An allocation under a lock moves in front of it, with its failure path: when nothing leaves the section before it, its
 * size is made of what the section does not change, and its result is a local variable that is tested at once.
 */
#include <stdlib.h>
#include <string.h>

#include "fix/region.h"

/* Do both statements stand in one block, with nothing between that leaves it, comes into it or gives the lock back? */
static bool is_straight(const struct region *r)
{
	static const char *const leave[] = { "return", "goto", "break", "continue", "case", "default" };
	const struct code *c = r->c;
	s32 depth = 0;

	for (u32 i = r->lock_end + 1; i < r->first; i++) {
		depth += code_is(c, i, "{") - code_is(c, i, "}");
		if (depth < 0 || (code_is(c, i + 1, "(") && region_is_word(c, i) && region_has_kind(r, i, RULE_UNLOCK, RULE_LEAVE)))
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
		written = code_is(r->c, i, word) && region_is_written(r->c, i) && !code_is(r->c, i - 1, ">") && !code_is(r->c, i - 1, ".");
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
		if (region_is_word(c, i) && (code_is(c, i + 1, "(") || is_changed(r, i)))
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
		if (code_is(c, i, word) && code_is(c, i + 1, "=") && code_is(c, i + 2, "-") && region_is_word(c, i + 3))
			found = i + 3;
	free(word);
	return found;
}

/* All that the failure calls gives the lock back. */
static bool only_drops(const struct region *r, u32 from, u32 to)
{
	for (u32 i = from; (i = code_next_call(r->c, i, to)) != CODE_NONE; i++)
		if (!region_has_kind(r, i, RULE_UNLOCK, RULE_LEAVE))
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
		if (v + 1 != e->end || !region_is_word(c, v) || code_is(c, v, "NULL") || code_is(c, v, "false"))
			return true;
		*code = error_of(c, e->body, e->body_end, v);
		return *code != CODE_NONE;
	}
	name = code_word(c, v);
	label = code_label(c, &r->fn, name);
	free(name);
	if (label == CODE_NONE || label < e->end || !code_return(c, &r->fn, label, &from, &last) ||
	    !only_drops(r, label + 2, from) || from != last || !region_is_word(c, from))
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

void region_hoist(const struct region *r, attempts *out)
{
	const struct code *c = r->c;
	const char *func = report_str(r->cx->r, r->f->at.func);
	struct code_exit e;
	struct attempt *a;
	u32 code;

	if (!region_is_word(c, r->first) || !code_is(c, r->first + 1, "=") || !region_is_call(c, r->first + 2, r->end) || !is_straight(r) ||
	    !region_is_local(r, r->first) || mentions(r, r->lock_end, r->first, r->first) || !is_fixed(r, r->first + 4, r->end - 1) ||
	    !region_failure_behind(r, r->end, &e) || !tests(r, &e) || !leaves(r, &e, &code))
		return;
	a = attempt_new(r->cx, out, "lock_region.cocci", r->src->path, r->f->at.func);
	attempt_line(a, region_line(r, r->first));
	attempt_lines_done(a);
	attempt_line(a, region_line(r, r->lock));
	attempt_line(a, region_line(r, e.cond));
	attempt_def(a, "lock=%u", region_line(r, r->lock));
	attempt_def(a, "test=%u", region_line(r, e.cond));
	if (code != CODE_NONE) {
		char *word = code_word(c, code);

		attempt_def(a, "code=%s", word);
		free(word);
	}
	attempt_say(a, "Allocate before taking the lock", "%s() allocates memory with the lock held, and needs nothing for it "
		    "that the lock protects.  Allocate it first, where it may sleep.", func);
}
