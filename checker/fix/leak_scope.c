// SPDX-License-Identifier: GPL-2.0-only
/*
 * __free(): the memory is released where the scope of its variable ends, on every path, in kernels that define such a
 * destructor for the function that releases it.
 *
 * As <linux/cleanup.h> asks: the variable is defined and set in one statement, and nothing of it in a function with a
 * goto.  The function must keep the memory to itself or return it, let the variable point to nothing else, and release it
 * on each way out that is not the finding's, by statements of that function: these go, the end of the scope does it.
 */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "fix/leak.h"

/* Where the variable is set, and where it is declared when that is another statement. */
struct scope {
	u32 first, end;		/* the statement that allocates */
	u32 decl;		/* CODE_NONE */
};

static bool has_destructor(const struct lost *l)
{
	struct strbuf text = { 0 };
	bool has;

	/* at the beginning of a line: comments have examples */
	strbuf_printf(&text, "\nDEFINE_FREE(%s,", l->release);
	has = fix_files_headers_have(l->cx->src, text.buf);
	strbuf_free(&text);
	return has;
}

/* Does this kernel's compiler warn of a declaration behind statements? */
static bool declares_first(const struct lost *l)
{
	char *path = path_join(l->cx->src->tree, "Makefile");
	struct strbuf text = { 0 };
	bool first = !file_read(path, &text, NULL) && strstr(strbuf_str(&text), "-Wdeclaration-after-statement");

	strbuf_free(&text);
	free(path);
	return first;
}

static bool is_declared_at(const struct lost *l, u32 tok)
{
	return code_past_declarations(l->c, &l->fn, tok) != CODE_NONE;
}

/* The declaration "T *x;" or "T *x = NULL;", alone or among others, in the block of the statement. */
static bool find_declaration(const struct lost *l, struct scope *s)
{
	const struct code *c = l->c;
	s32 depth = 0;

	for (u32 i = s->first - 1; i > l->fn.open; i--) {
		depth += code_is(c, i, "}") - code_is(c, i, "{");
		if (depth < 0)
			return false;
		if (!code_is(c, i, l->x) || code_is(c, i - 1, ".") || code_is(c, i - 1, ">"))
			continue;
		s->decl = i;
		return depth == 0 && code_is(c, i - 1, "*") && is_declared_at(l, i) && (code_is(c, i + 1, ";") || code_is(c, i + 1, ",") ||
			(code_is(c, i + 1, "=") && code_is(c, i + 2, "NULL")));
	}
	return false;
}

/* Does the statement stand in the function's own block, and not in one inside of it? */
static bool is_outermost(const struct lost *l, u32 first)
{
	s32 depth = 0;

	for (u32 i = l->fn.open + 1; i < first; i++)
		depth += code_is(l->c, i, "{") - code_is(l->c, i, "}");
	return !depth;
}

/* "x = alloc(...);" or "T *x = alloc(...);" */
static bool find_scope(const struct lost *l, struct scope *s)
{
	const struct code *c = l->c;
	u32 tok = code_at_line(c, &l->fn, l->alloc), x;

	*s = (struct scope){ .decl = CODE_NONE };
	if (tok == CODE_NONE || !code_statement(c, &l->fn, tok, &s->first, &s->end) || !is_outermost(l, s->first))
		return false;
	for (x = s->first; x < s->end && !code_is(c, x, l->x); x++)
		;
	if (!code_is(c, x + 1, "=") || c->tok.at[x + 2].kind != TOK_WORD || c->tok.at[x + 3].match != s->end - 1)
		return false;
	if (x > s->first)
		return code_is(c, x - 1, "*") && is_declared_at(l, s->first);
	return (code_is(c, s->first - 1, ";") || code_is(c, s->first - 1, "}")) && !declares_first(l) && find_declaration(l, s);
}

/* "release(x);" around the token of x, as a statement of its own or as "if (x) release(x);". */
static bool is_release(const struct lost *l, u32 tok)
{
	const struct code *c = l->c;
	u32 call = tok - 2, before = call - 1;

	if (!code_is(c, tok - 1, "(") || !code_is(c, call, l->release) || !code_is(c, tok + 1, ")") || !code_is(c, tok + 2, ";"))
		return false;
	if (code_is(c, before, ")"))
		return c->tok.at[before].match == before - 2 && code_is(c, before - 1, l->x) && code_is(c, before - 3, "if") &&
			!code_is(c, tok + 3, "else");
	return code_is(c, before, ";") || code_is(c, before, "{") || code_is(c, before, "}");
}

/* Does a release of it stand before the token, in its block or in one around that? */
static bool is_released_before(const struct lost *l, u32 tok, u32 from)
{
	const struct code *c = l->c;

	for (u32 i = tok - 1; i > from; i--) {
		if (code_is(c, i, "}") && c->tok.at[i].match != CODE_NONE)
			i = c->tok.at[i].match;
		else if (code_is(c, i, l->x) && is_release(l, i))
			return true;
	}
	return false;
}

/* Is it the way out of the allocation's own failure, "if (!x)"? */
static bool is_own_failure(const struct lost *l, u32 tok)
{
	const struct code *c = l->c;
	code_exits exits = { 0 };
	bool own = false;

	code_failures(c, &l->fn, &exits);
	for (u32 i = 0; i < exits.nr; i++) {
		u32 at = exits.at[i].cond + 2;

		if (exits.at[i].first == tok)
			own = (code_is(c, at, "!") && code_is(c, at + 1, l->x) && code_is(c, at + 2, ")")) ||
				(code_is(c, at, l->x) && code_is(c, at + 1, "=") && code_is(c, at + 3, "NULL") && code_is(c, at + 4, ")"));
	}
	vec_free(&exits);
	return own;
}

/* Is the line one at which the finding says that it is lost? */
static bool is_lost_at(const struct lost *l, u32 line)
{
	bool lost = l->f->at.line == line;

	for (u32 i = 0; i < l->f->related_nr; i++) {
		const struct step *s = &l->cx->r->step.at[l->f->related_at + i];

		lost |= s->at.line == line && strstr(report_str(l->cx->r, s->text), "also goes wrong");
	}
	return lost;
}

/*
 * Is it released, lost or returned on every way out?  On any other one somebody has taken it over, in a way that no
 * analysis of the changed text could tell from a pointer that is only left behind.
 */
static bool all_ways_release(const struct lost *l, const struct scope *s)
{
	const struct code *c = l->c;
	u32 first, end;

	for (u32 i = s->end; i < l->fn.close; i++) {
		if (!code_is(c, i, "return"))
			continue;
		if (!(code_is(c, i + 1, l->x) && code_is(c, i + 2, ";")) && !is_own_failure(l, i) &&
		    !is_lost_at(l, c->tok.at[i].line) && !is_released_before(l, i, s->end))
			return false;
	}
	if (code_statement(c, &l->fn, l->fn.close - 1, &first, &end) && code_is(c, first, "return") && !code_is(c, first - 1, ")") &&
	    !code_is(c, first - 1, "else"))
		return true;
	/* the end of a function that returns nothing */
	return is_lost_at(l, c->tok.at[l->fn.close].line) || is_released_before(l, l->fn.close, s->end);
}

/* All uses of the variable behind the allocation; the lines that change with it.  False: it may not. */
static bool uses(const struct lost *l, const struct scope *s, line_vec *lines)
{
	const struct code *c = l->c;

	for (u32 i = s->end; i < l->fn.close; i++) {
		u32 call;

		if (!code_is(c, i, l->x) || code_is(c, i - 1, ".") || (code_is(c, i - 1, ">") && code_is(c, i - 2, "-")))
			continue;
		if (is_release(l, i) || (code_is(c, i - 1, "return") && code_is(c, i + 1, ";"))) {
			vec_push(lines, c->tok.at[i].line);
			continue;
		}
		call = leak_call_around(l, i);
		if ((code_is(c, i + 1, "=") && !code_is(c, i + 2, "=")) || (call != CODE_NONE && leak_is_release(l, call)) ||
		    !leak_is_local_use(l, i, NULL))
			return false;
	}
	return all_ways_release(l, s);
}

void leak_by_scope(const struct lost *l, attempts *out)
{
	line_vec lines = { 0 };
	struct attempt *a;
	struct scope s;

	if (!l->release || !l->x || !l->alloc || strpbrk(l->x, "->.[]() *") || code_has(l->c, l->fn.open, l->fn.close, "goto") ||
	    !find_scope(l, &s) || !uses(l, &s, &lines) || !has_destructor(l)) {
		vec_free(&lines);
		return;
	}
	a = attempt_new(l->cx, out, "leak.cocci", l->src->path, l->f->at.func);
	attempt_line(a, l->c->tok.at[s.first].line);
	if (s.decl != CODE_NONE)
		attempt_line(a, l->c->tok.at[s.decl].line);
	for (u32 i = 0; i < lines.nr; i++)
		attempt_line(a, lines.at[i]);
	attempt_def(a, "cleanup");
	attempt_def(a, "alloc=%u", l->alloc);
	attempt_def(a, "var=%s", l->x);
	attempt_def(a, "release=%s", l->release);
	attempt_say(a, "Let the scope release memory", "%s() loses '%s' on one of its ways out.  With __free(%s) the end of "
		    "its scope releases it, on all of them.", report_str(l->cx->r, l->f->at.func), l->x, l->release);
	vec_free(&lines);
}

bool leak_scopes_are_used(const struct lost *l)
{
	static const char *const words[] = { "__free", "guard", "scoped_guard", "CLASS" };

	for (u32 k = 0; k < ARRAY_SIZE(words); k++)
		for (u32 i = l->fn.open; i < l->fn.close; i++)
			if (code_is(l->c, i, words[k]) && code_is(l->c, i + 1, "("))
				return true;
	return false;
}
