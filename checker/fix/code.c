// SPDX-License-Identifier: GPL-2.0-only
/*
 * Text to tokens; functions, statements and ways out in them.
 *
 * Input: one source file, before preprocessing.  Comments and directives are no tokens, so code of both branches of an
 * #if is seen one behind the other: brackets that do not pair up there make the function unknown.
 * Cost: linear in the text; the queries are linear in a function.
 */
#include "fix/code.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

struct lexer {
	const char *s, *end;
	u32 line;
};

static bool skip_comment(struct lexer *l)
{
	if (l->s + 1 >= l->end || l->s[0] != '/' || (l->s[1] != '*' && l->s[1] != '/'))
		return false;
	if (l->s[1] == '/') {
		while (l->s < l->end && *l->s != '\n')
			l->s++;
		return true;
	}
	for (l->s += 2; l->s < l->end; l->s++) {
		l->line += *l->s == '\n';
		if (l->s[0] == '*' && l->s + 1 < l->end && l->s[1] == '/') {
			l->s += 2;
			return true;
		}
	}
	return true;
}

/* To the end of the line that no backslash continues. */
static void skip_directive(struct lexer *l)
{
	while (l->s < l->end && *l->s != '\n') {
		if (skip_comment(l))
			continue;
		if (*l->s == '\\' && l->s + 1 < l->end && l->s[1] == '\n') {
			l->line++;
			l->s++;
		}
		l->s++;
	}
}

static void skip_quoted(struct lexer *l)
{
	char quote = *l->s++;

	while (l->s < l->end && *l->s != quote && *l->s != '\n') {
		if (*l->s == '\\' && l->s + 1 < l->end) {
			l->s++;
			l->line += *l->s == '\n';
		}
		l->s++;
	}
	if (l->s < l->end && *l->s == quote)
		l->s++;
}

static bool is_word(char ch)
{
	return isalnum((unsigned char)ch) || ch == '_';
}

static void lex_one(struct code *c, struct lexer *l)
{
	struct tok t = { .at = (u32)(l->s - c->text), .line = l->line, .kind = TOK_PUNCT, .match = CODE_NONE };

	if (is_word(*l->s)) {
		t.kind = TOK_WORD;
		while (l->s < l->end && is_word(*l->s))
			l->s++;
	} else if (*l->s == '"' || *l->s == '\'') {
		t.kind = TOK_TEXT;
		skip_quoted(l);
	} else {
		l->s++;
	}
	t.len = (u32)(l->s - c->text) - t.at;
	vec_push(&c->tok, t);
}

static char punct(const struct code *c, u32 tok)
{
	return tok < c->tok.nr && c->tok.at[tok].kind == TOK_PUNCT ? c->text[c->tok.at[tok].at] : '\0';
}

static void match_brackets(struct code *c)
{
	VEC(u32) open = { 0 };

	for (u32 i = 0; i < c->tok.nr; i++) {
		char ch = punct(c, i);
		const char *at = ch ? strchr("([{)]}", ch) : NULL;

		if (!at)
			continue;
		if (at - "([{)]}" < 3) {
			vec_push(&open, i);
			continue;
		}
		if (!open.nr)
			continue;
		if (punct(c, vec_last(&open)) == (ch == ')' ? '(' : ch == ']' ? '[' : '{')) {
			c->tok.at[i].match = vec_last(&open);
			c->tok.at[vec_last(&open)].match = i;
		}
		open.nr--;
	}
	vec_free(&open);
}

void code_init(struct code *c, const char *text, size_t len)
{
	struct lexer l = { text, text + MIN(len, (size_t)INT32_MAX), 1 };
	bool fresh = true;	/* nothing on this line yet */

	*c = (struct code){ .text = text };
	while (l.s < l.end) {
		if (*l.s == '\n') {
			l.line++;
			l.s++;
			fresh = true;
		} else if (isspace((unsigned char)*l.s) || *l.s == '\\') {
			l.s++;
		} else if (*l.s == '#' && fresh) {
			skip_directive(&l);
		} else if (!skip_comment(&l)) {
			lex_one(c, &l);
			fresh = false;
		}
	}
	match_brackets(c);
}

void code_free(struct code *c)
{
	vec_free(&c->tok);
}

bool code_is(const struct code *c, u32 tok, const char *word)
{
	return tok < c->tok.nr && c->tok.at[tok].len == strlen(word) &&
		!memcmp(c->text + c->tok.at[tok].at, word, strlen(word));
}

bool code_has(const struct code *c, u32 from, u32 to, const char *word)
{
	for (u32 i = from; i < to; i++)
		if (code_is(c, i, word))
			return true;
	return false;
}

char *code_words(const struct code *c, u32 first, u32 last)
{
	struct strbuf sb = { 0 };

	for (u32 i = first; i <= last && i < c->tok.nr; i++) {
		const struct tok *t = &c->tok.at[i];

		if (i > first && t->at > c->tok.at[i - 1].at + c->tok.at[i - 1].len)
			strbuf_putc(&sb, ' ');
		strbuf_add(&sb, c->text + t->at, t->len);
	}
	strbuf_puts(&sb, "");
	return sb.buf ? strbuf_detach(&sb) : xstrdup("");
}

char *code_word(const struct code *c, u32 tok)
{
	return code_words(c, tok, tok);
}

/* Is the brace a function's body?  "name(...) {", or with words of attributes in between. */
static bool is_body(const struct code *c, u32 brace, struct code_fn *fn)
{
	u32 i = brace;

	while (i && c->tok.at[i - 1].kind == TOK_WORD)
		i--;
	if (!i || punct(c, i - 1) != ')' || c->tok.at[i - 1].match == CODE_NONE)
		return false;
	fn->args = c->tok.at[i - 1].match;
	if (!fn->args || c->tok.at[fn->args - 1].kind != TOK_WORD)
		return false;
	fn->name = fn->args - 1;
	fn->open = brace;
	fn->close = c->tok.at[brace].match;
	for (fn->head = fn->name; fn->head && !strchr(";}{", punct(c, fn->head - 1) ? punct(c, fn->head - 1) : ' ');)
		fn->head--;
	return fn->close != CODE_NONE;
}

bool code_function(const struct code *c, u32 line, struct code_fn *out)
{
	for (u32 i = 0; i < c->tok.nr; i++) {
		u32 match = c->tok.at[i].match;

		if (punct(c, i) != '{')
			continue;
		if (match == CODE_NONE)
			return false;
		if (is_body(c, i, out) && c->tok.at[out->head].line <= line && line <= c->tok.at[match].line)
			return true;
		i = match;
	}
	return false;
}

u32 code_at_line(const struct code *c, const struct code_fn *fn, u32 line)
{
	for (u32 i = fn->open + 1; i < fn->close; i++)
		if (c->tok.at[i].line == line)
			return i;
	return CODE_NONE;
}

u32 code_at(const struct code *c, const struct code_fn *fn, u32 line, u32 col)
{
	for (u32 i = fn->open + 1; i < fn->close; i++) {
		u32 start = c->tok.at[i].at;

		if (c->tok.at[i].line != line)
			continue;
		while (start && c->text[start - 1] != '\n')
			start--;
		if (c->tok.at[i].at - start == col - 1)
			return i;
	}
	return CODE_NONE;
}

static bool is_head(const struct code *c, u32 tok)
{
	static const char *const words[] = { "if", "for", "while", "switch" };

	for (u32 i = 0; i < ARRAY_SIZE(words); i++)
		if (code_is(c, tok, words[i]))
			return true;
	return false;
}

/* Does a statement begin behind this token? */
static bool ends_before(const struct code *c, u32 tok)
{
	char ch = punct(c, tok);

	if (ch == ';' || ch == '{' || ch == '}')
		return true;
	if (ch == ')' && c->tok.at[tok].match != CODE_NONE && c->tok.at[tok].match)
		return is_head(c, c->tok.at[tok].match - 1);
	if (ch == ':')		/* a label or a case, not a ?: */
		return tok && (punct(c, tok - 1) == '\0') && tok > 1 && (ends_before(c, tok - 2) || code_is(c, tok - 2, "case"));
	return code_is(c, tok, "else") || code_is(c, tok, "do");
}

bool code_statement(const struct code *c, const struct code_fn *fn, u32 tok, u32 *first, u32 *end)
{
	u32 i = tok;

	while (i > fn->open + 1 && !ends_before(c, i - 1)) {
		char ch = punct(c, i - 1);

		i = (ch == ')' || ch == ']') && c->tok.at[i - 1].match != CODE_NONE ? c->tok.at[i - 1].match : i - 1;
	}
	*first = i;
	if (is_head(c, i) || punct(c, i) == '{' || punct(c, i) == '}')
		return false;
	for (i = MAX(i, fn->open + 1); i < fn->close; i++) {
		if (punct(c, i) == ';') {
			*end = i;
			return i >= tok;
		}
		if (strchr("([{", punct(c, i) ? punct(c, i) : ' ') && c->tok.at[i].match != CODE_NONE)
			i = c->tok.at[i].match;
	}
	return false;
}

/* The body of an `if`, whose condition ends at `close`. */
static bool body_of(const struct code *c, const struct code_fn *fn, u32 close, u32 *first, u32 *last)
{
	*first = close + 1;
	if (*first >= fn->close)
		return false;
	if (punct(c, *first) == '{') {
		*last = c->tok.at[*first].match;
		return *last != CODE_NONE;
	}
	return !is_head(c, *first) && code_statement(c, fn, *first, first, last);
}

void code_failures(const struct code *c, const struct code_fn *fn, code_exits *out)
{
	for (u32 i = fn->open + 1; i < fn->close; i++) {
		struct code_exit e = { .cond = i };
		u32 stop;

		if (!code_is(c, i, "if") || punct(c, i + 1) != '(' || c->tok.at[i + 1].match == CODE_NONE ||
		    !body_of(c, fn, c->tok.at[i + 1].match, &e.body, &e.body_end))
			continue;
		/* the last statement of the body */
		stop = punct(c, e.body_end) == '}' ? e.body_end - 1 : e.body_end;
		if (punct(c, stop) != ';' || !code_statement(c, fn, stop, &e.first, &e.end))
			continue;
		if (code_is(c, e.first, "return") || code_is(c, e.first, "goto"))
			vec_push(out, e);
	}
}

u32 code_label(const struct code *c, const struct code_fn *fn, const char *name)
{
	for (u32 i = fn->open + 1; i + 1 < fn->close; i++)
		if (code_is(c, i, name) && punct(c, i + 1) == ':' && ends_before(c, i - 1))
			return i;
	return CODE_NONE;
}

bool code_return(const struct code *c, const struct code_fn *fn, u32 from, u32 *first, u32 *last)
{
	u32 at, end;

	for (u32 i = from; i < fn->close; i++) {
		if (!code_is(c, i, "return") || !code_statement(c, fn, i, &at, &end))
			continue;
		*first = i + 1;
		*last = end - 1;
		return true;
	}
	return false;
}

/* "type name", "type *name": two words at least, the second one not called or assigned through. */
static bool is_declaration(const struct code *c, u32 first, u32 end)
{
	u32 i = first, words = 0;

	if (code_is(c, first, "return") || code_is(c, first, "goto") || code_is(c, first, "else"))
		return false;
	for (; i < end; i++) {
		char ch = punct(c, i);

		if (ch == '*')
			continue;
		if (ch == '(' && words && c->tok.at[i].match != CODE_NONE && words == 1)
			break;
		if (ch)
			break;
		words++;
	}
	return words >= 2 || (words == 1 && code_is(c, first, "DECLARE_COMPLETION_ONSTACK"));
}

u32 code_past_declarations(const struct code *c, const struct code_fn *fn, u32 tok)
{
	u32 first, end;

	if (!code_statement(c, fn, tok, &first, &end) || !is_declaration(c, first, end))
		return CODE_NONE;
	while (end + 1 < fn->close) {
		u32 next = end + 1;

		if (!code_statement(c, fn, next, &first, &end) || !is_declaration(c, first, end))
			return next;
	}
	return CODE_NONE;
}

u32 code_next_call(const struct code *c, u32 from, u32 to)
{
	for (u32 i = from; i + 1 < to && i + 1 < c->tok.nr; i++)
		if (c->tok.at[i].kind == TOK_WORD && punct(c, i + 1) == '(' && !is_head(c, i) && !code_is(c, i, "sizeof"))
			return i;
	return CODE_NONE;
}
