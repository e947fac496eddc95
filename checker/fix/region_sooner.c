// SPDX-License-Identifier: GPL-2.0-only
/*
 * What sleeps as the last thing under a lock moves behind it: the lock is given back sooner.  Calls may move when they
 * are the kernel's own functions, which do not know this lock, when their results go to local variables, and when no
 * function of the file that takes a lock writes the members that they read.
 */
#include <stdlib.h>
#include <string.h>

#include "fix/region.h"

static bool is_drop(const struct region *r, u32 first, u32 end)
{
	return region_is_call(r->c, first, end) && region_has_kind(r, first, RULE_UNLOCK, RULE_LEAVE);
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

		if (!code_is(c, i, word) || i < 2 || !(code_is(c, i - 1, ">") || code_is(c, i - 1, ".")) || !region_is_written(c, i) ||
		    !code_function(c, c->tok.at[i].line, &fn))
			continue;
		for (u32 k = fn.open; (k = code_next_call(c, k, fn.close)) != CODE_NONE && !locks; k++)
			locks = region_has_kind(r, k, RULE_LOCK, RULE_ENTER);
		found = locks;
	}
	free(word);
	return found;
}

/* "f(...);" or "x = f(...);" of a function of the kernel that needs nothing of this lock. */
static bool may_go(const struct region *r, u32 first, u32 end)
{
	const struct code *c = r->c;
	bool assigns = region_is_word(c, first) && code_is(c, first + 1, "=");
	u32 call = assigns ? first + 2 : first;
	char *name;
	bool known;

	if (!region_is_call(c, call, end) || (assigns && !region_is_local(r, first)))
		return false;
	name = code_word(c, call);
	known = fix_files_declare(r->cx->src, name) && !region_has_kind(r, call, RULE_LOCK, RULE_UNLOCK);
	free(name);
	for (u32 i = call + 2; known && i < end - 1; i++) {
		bool member = region_is_word(c, i) && (code_is(c, i - 1, ">") || code_is(c, i - 1, "."));

		known = !(member && is_protected(r, i)) && !(region_is_word(c, i) && code_is(c, i + 1, "("));
	}
	return known;
}

typedef VEC(u32) tokens;

/* A failure that says something, gives the lock back and returns; where it does goes to drops. */
static bool failure_may_go(const struct region *r, const struct code_exit *e, tokens *drops)
{
	u32 nr = drops->nr;

	for (u32 i = e->cond + 2; i + 1 < e->body; i++)
		if (code_is(r->c, i, "(") || (region_is_word(r->c, i) && !region_is_local(r, i) && !code_is(r->c, i, "NULL")))
			return false;
	if (!code_is(r->c, e->first, "return") || code_is(r->c, e->body_end + 1, "else"))
		return false;
	for (u32 i = e->body; (i = code_next_call(r->c, i, e->body_end + 1)) != CODE_NONE; i++) {
		char *name = code_word(r->c, i);
		bool fine = rules_guess(r->cx->rules, name, NAME_SAYS);

		free(name);
		if (region_has_kind(r, i, RULE_UNLOCK, RULE_LEAVE))
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
			if (!region_failure_behind(r, at - 1, &e) || !failure_may_go(r, &e, drops))
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

		if (strstr(g->check, "-in-atomic") && g->at.file == r->f->at.file && g->at.line >= region_line(r, first) &&
		    g->at.line <= region_line(r, end))
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

void region_sooner(struct region *r, attempts *out)
{
	struct strbuf lines = { 0 };
	tokens drops = { 0 };
	struct attempt *a;

	back_up(r);
	if (rest_may_go(r, &drops) && !code_is(r->c, r->lock, "guard")) {
		a = attempt_new(r->cx, out, "lock_region.cocci", r->src->path, r->f->at.func);
		attempt_line(a, region_line(r, r->first));
		attempt_lines_done(a);
		attempt_def(a, "sooner");
		for (u32 i = 0; i < drops.nr; i++) {
			attempt_line(a, region_line(r, drops.at[i]));
			strbuf_printf(&lines, "%s%u", i ? "," : "drop=", region_line(r, drops.at[i]));
		}
		attempt_def(a, "%s", strbuf_str(&lines));
		attempt_say(a, "Give the lock back sooner", "%s() calls what may sleep as the last thing with the lock held, and "
			    "needs nothing for it that the lock protects.  Give the lock back before that.",
			    report_str(r->cx->r, r->f->at.func));
	}
	strbuf_free(&lines);
	vec_free(&drops);
}
