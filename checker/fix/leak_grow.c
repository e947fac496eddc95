// SPDX-License-Identifier: GPL-2.0-only
/*
 * "x = realloc(x, ...)" that fails loses the old memory: it is still there, and nothing points to it any more.  The result
 * goes to a variable of its own.  Whoever holds the old memory releases it as before; when that is a local
 * pointer, nobody does, so a failure that returns has to.
 */
#include <stdlib.h>
#include <string.h>

#include "fix/leak.h"

/* "x = realloc(x, ...)": its first token, CODE_NONE. */
static u32 reallocation(const struct lost *l, u32 *end)
{
	u32 tok = code_at(l->c, &l->fn, l->f->at.line, l->f->at.col), first, eq, call;
	const struct rule *r = NULL;
	char *x, *arg, *name;
	bool same;

	if (tok == CODE_NONE || !code_statement(l->c, &l->fn, tok, &first, end) || first != tok)
		return CODE_NONE;
	for (eq = first; eq < *end && !code_is(l->c, eq, "="); eq++)
		;
	call = eq + 1;
	if (call >= *end || l->c->tok.at[call].kind != TOK_WORD || l->c->tok.at[call + 1].match != *end - 1)
		return CODE_NONE;
	x = code_words(l->c, first, eq - 1);
	for (tok = call + 2; tok < *end && !code_is(l->c, tok, ","); tok++)
		;
	arg = code_words(l->c, call + 2, tok - 1);
	same = !strcmp(x, arg);
	name = code_word(l->c, call);
	for (r = same ? rules_find(l->cx->rules, name) : NULL; r && r->kind != RULE_REALLOC; r = rules_next(l->cx->rules, r))
		;
	free(x);
	free(arg);
	free(name);
	return r ? first : CODE_NONE;
}

/* A name that the function does not use yet. */
static const char *new_name(const struct lost *l)
{
	static const char *const names[] = { "new", "tmp", "grown" };

	for (u32 i = 0; i < ARRAY_SIZE(names); i++) {
		bool used = false;

		for (u32 k = l->fn.head; k < l->fn.close && !used; k++)
			used = code_is(l->c, k, names[i]);
		if (!used)
			return names[i];
	}
	return NULL;
}

void leak_by_growing(const struct lost *l, attempts *out)
{
	const char *name = new_name(l);
	code_exits exits = { 0 };
	struct attempt *a;
	u32 end, first = reallocation(l, &end);

	code_failures(l->c, &l->fn, &exits);
	for (u32 i = 0; first != CODE_NONE && name && i < exits.nr; i++) {
		const struct code_exit *e = &exits.at[i];
		bool own = end > first && code_is(l->c, first + 1, "=") && code_is(l->c, e->first, "return");

		if (e->cond != end + 1 || (own && (!l->release || !leak_stays_local(l, l->f->at.line))) || code_is(l->c, e->body_end + 1, "else"))
			continue;
		a = attempt_new(l->cx, out, "leak.cocci", l->src->path, l->f->at.func);
		attempt_line(a, l->c->tok.at[first].line);
		attempt_lines_done(a);
		attempt_line(a, l->c->tok.at[e->cond].line);
		attempt_line(a, l->c->tok.at[e->body_end].line);
		attempt_line(a, l->c->tok.at[l->fn.open + 1].line);
		attempt_def(a, "%s", own ? "grow_own" : "grow");
		attempt_def(a, "new=%s", name);
		if (own)
			attempt_def(a, "release=%s", l->release);
		if (code_past_declarations(l->c, &l->fn, l->fn.open + 1) == CODE_NONE)
			attempt_def(a, "bare");
		attempt_say(a, "Do not lose memory that cannot grow", "When %s() cannot make it larger, the old memory is still "
			    "there, and the only pointer to it is overwritten with NULL.  Take the result into a variable of "
			    "its own.", report_str(l->cx->r, l->f->at.func));
		break;
	}
	vec_free(&exits);
}
