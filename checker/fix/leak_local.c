// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who else sees a pointer?  From the text of the function: what is not known to only look at it counts as keeping it.
 */
#include <stdlib.h>
#include <string.h>

#include "fix/leak.h"

/* The token before a cast that stands before tok, or before tok. */
static u32 before_cast(const struct code *c, u32 tok)
{
	while (tok > 1 && code_is(c, tok - 1, ")") && c->tok.at[tok - 1].match != CODE_NONE)
		tok = c->tok.at[tok - 1].match;
	return tok - 1;
}

/* The call that the token is an argument of, CODE_NONE. */
u32 leak_call_around(const struct lost *l, u32 tok)
{
	const struct code *c = l->c;

	for (u32 i = tok; i > l->fn.open && !code_is(c, i, ";") && !code_is(c, i, "{"); i--)
		if (code_is(c, i, "(") && c->tok.at[i].match != CODE_NONE && c->tok.at[i].match > tok &&
		    code_next_call(c, i - 1, i + 1) == i - 1)
			return i - 1;
	return CODE_NONE;
}

bool leak_is_release(const struct lost *l, u32 tok)
{
	char *name = code_word(l->c, tok);
	const struct rule *r = rules_find(l->cx->rules, name);
	bool frees = false;

	for (; r; r = rules_next(l->cx->rules, r))
		frees |= r->kind == RULE_FREE;
	free(name);
	return frees;
}

/*
 * Does it only look at what the pointer points to?  One of the uses between the allocation and the way out.  Another
 * variable that becomes the pointer goes to alias.
 */
bool leak_is_local_use(const struct lost *l, u32 tok, token_vec *alias)
{
	const struct code *c = l->c;
	u32 before = before_cast(c, tok), call = leak_call_around(l, tok);

	/* x->y, x[i], *x, !x, x == ..., x = ... */
	if (code_is(c, before, "&"))
		return false;
	if (code_is(c, tok + 1, "[") || (code_is(c, tok + 1, "-") && code_is(c, tok + 2, ">")) || code_is(c, tok + 1, "=") ||
	    code_is(c, before, "*") || code_is(c, before, "!"))
		return true;
	if (call != CODE_NONE) {
		char *name = code_word(c, call);
		const struct rule *r = rules_find(l->cx->rules, name);
		bool fine = !rules_guess(l->cx->rules, name, NAME_KEEPS);

		for (; r; r = rules_next(l->cx->rules, r))
			fine |= r->kind == RULE_BORROW || r->kind == RULE_FREE;
		free(name);
		return fine;
	}
	if (code_is(c, before, "=") && c->tok.at[before - 1].kind == TOK_WORD && !code_is(c, before - 2, ".") &&
	    !code_is(c, before - 2, ">") && !code_is(c, before - 2, "*") && alias) {
		vec_push(alias, before - 1);
		return true;
	}
	/* "char *p = x;" */
	if (code_is(c, before, "=") && code_is(c, before - 2, "*") && c->tok.at[before - 3].kind == TOK_WORD && alias) {
		vec_push(alias, before - 1);
		return true;
	}
	return code_is(c, tok + 1, "-") || code_is(c, tok + 1, "+") || code_is(c, before, "-") || code_is(c, before, "+");
}

static bool word_stays_local(const struct lost *l, const char *x, u32 line, token_vec *alias)
{
	for (u32 i = l->fn.open; i < l->fn.close && l->c->tok.at[i].line <= line; i++)
		if (l->c->tok.at[i].line > l->alloc && code_is(l->c, i, x) && !leak_is_local_use(l, i, alias))
			return false;
	return true;
}

bool leak_stays_local(const struct lost *l, u32 line)
{
	token_vec alias = { 0 };
	bool local = l->x && !strpbrk(l->x, "->.[]() ") && word_stays_local(l, l->x, line, &alias) && alias.nr <= 4;

	for (u32 i = 0; local && i < alias.nr; i++) {
		char *word = code_word(l->c, alias.at[i]);

		local = word_stays_local(l, word, line, NULL);
		free(word);
	}
	vec_free(&alias);
	return local;
}
