// SPDX-License-Identifier: GPL-2.0-only
/*
 * Every place of the tree that names one of the functions that get a parameter: a run of the semantic patch for each file.
 *
 * The whole tree is searched, also what was not analysed: an architecture's or a configuration's caller must go on to
 * compile.  A place that is no call, no prototype and no definition, or stands in a macro, ends it.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "fix/param.h"

#define MAX_FILES 12u
#define MAX_PLACES 48u		/* where a function is named: shared more widely, the change is its maintainer's to plan */

/* Is a macro made of the name? */
static bool in_directive(const char *text, const char *name)
{
	size_t n = strlen(name);
	bool directive = false, go_on = false;

	for (const char *s = text; *s; s++) {
		if (s == text || s[-1] == '\n') {
			directive = (directive && go_on) || s[strspn(s, " \t")] == '#';
			go_on = false;
		}
		if (*s == '\\' && s[1] == '\n')
			go_on = true;
		if (directive && !strncmp(s, name, n) && !isalnum((unsigned char)s[n]) && s[n] != '_' &&
		    (s == text || (!isalnum((unsigned char)s[-1]) && s[-1] != '_')))
			return true;
	}
	return false;
}

/* Does the token name a function that is defined there, though it is another file's?  A namesake. */
static bool is_namesake(const struct threading *t, const struct fix_file *src, u32 tok, u32 i)
{
	struct code_fn fn;

	return code_function(&src->code, src->code.tok.at[tok].line, &fn) && fn.name == tok &&
		strcmp(t->def.at[i].file, src->path);
}

static bool has_spot(const spots *s, const char *file, u32 line)
{
	for (u32 i = 0; i < s->nr; i++)
		if (s->at[i].line == line && !strcmp(s->at[i].file, file))
			return true;
	return false;
}

/* For the changelog: what the call at the token passes.  Prototypes and definitions are no calls. */
static void say_call(const struct threading *t, const struct fix_file *src, u32 tok, struct strbuf *calls)
{
	const struct code *c = &src->code;
	u32 line = c->tok.at[tok].line;
	struct code_fn fn;
	char *caller;

	if (!code_function(c, line, &fn) || tok <= fn.open)
		return;
	caller = code_word(c, fn.name);
	strbuf_printf(calls, "  %s:%u: %s() passes %s\n", src->path, line, caller,
		      has_spot(&t->start, src->path, line) ? "GFP_ATOMIC" :
		      threading_fn(t, caller) != UINT32_MAX ? "on what it gets" : "GFP_KERNEL, as before");
	free(caller);
}

/* Every time that a file names one of the functions; false: one of them is no call and no declaration. */
static bool places_in(const struct threading *t, const struct fix_file *src, struct part *p, struct strbuf *calls)
{
	const struct code *c = &src->code;

	for (u32 i = 0; i < t->fn.nr; i++)
		if (in_directive(strbuf_str(&src->text), t->fn.at[i]))
			return false;
	for (u32 i = 0; i < c->tok.nr; i++) {
		char *word = c->tok.at[i].kind == TOK_WORD ? code_word(c, i) : NULL;
		u32 at = word ? threading_fn(t, word) : UINT32_MAX;
		bool named = at != UINT32_MAX;
		bool exported = named && i > 1 && code_is(c, i - 1, "(") && code_is(c, i + 1, ")") &&
			!strncmp(c->text + c->tok.at[i - 2].at, "EXPORT_SYMBOL", 13);

		free(word);
		if (!named || exported)
			continue;
		if (!code_is(c, i + 1, "(") || c->tok.at[i + 1].match == CODE_NONE || p->line.nr >= MAX_PLACES ||
		    is_namesake(t, src, i, at))
			return false;
		vec_push(&p->line, c->tok.at[i].line);
		say_call(t, src, i, calls);
	}
	return true;
}

static void put_lines(struct attempt *a, const char *word, const spots *s, const char *path)
{
	struct strbuf sb = { 0 };

	for (u32 i = 0; i < s->nr; i++)
		if (!strcmp(s->at[i].file, path))
			strbuf_printf(&sb, "%s%u", sb.len ? "," : "", s->at[i].line);
	if (sb.len)
		attempt_def(a, "%s=%s", word, sb.buf);
	strbuf_free(&sb);
}

static void put_functions(const struct fix_ctx *cx, struct attempt *a, const struct threading *t)
{
	struct strbuf all = { 0 }, none = { 0 };

	for (u32 i = 0; i < t->fn.nr; i++) {
		struct fix_file *src = fix_files_get(cx->src, t->def.at[i].file);
		struct code_fn fn;

		strbuf_printf(&all, "%s%s", all.len ? "," : "", t->fn.at[i]);
		if (src && code_function(&src->code, t->def.at[i].line, &fn) && code_is(&src->code, fn.args + 1, "void") &&
		    code_is(&src->code, fn.args + 2, ")"))
			strbuf_printf(&none, "%s%s", none.len ? "," : "", t->fn.at[i]);
	}
	attempt_def(a, "fns=%s", all.buf);
	if (none.len)
		attempt_def(a, "no_args=%s", none.buf);
	strbuf_free(&all);
	strbuf_free(&none);
}

static bool add_file(const struct fix_ctx *cx, struct attempt *a, const struct threading *t, const char *path,
		     struct strbuf *calls)
{
	struct part *p;

	if (attempt_touches(a, path))
		return true;
	if (a->part.nr == MAX_FILES || !attempt_part(cx, a, "gfp_param.cocci", path, NULL))
		return false;
	p = &vec_last(&a->part);
	if (!places_in(t, p->src, p, calls))
		return false;
	put_functions(cx, a, t);
	put_lines(a, "line", &t->start, path);
	put_lines(a, "flag", &t->flag, path);
	for (u32 i = 0; i < t->flag.nr; i++)
		if (!strcmp(t->flag.at[i].file, path))
			attempt_line(a, t->flag.at[i].line);
	return true;
}

/* Every file that names the function. */
static bool add_files(const struct fix_ctx *cx, struct attempt *a, const struct threading *t, u32 i, struct strbuf *calls)
{
	struct fix_file *src = fix_files_get(cx->src, t->def.at[i].file);
	const str_vec *files;
	struct code_fn fn;

	if (!src || !code_function(&src->code, t->def.at[i].line, &fn))
		return false;
	if (code_has(&src->code, fn.head, fn.name, "static"))
		return add_file(cx, a, t, src->path, calls);
	files = fix_files_naming(cx->src, t->fn.at[i]);
	if (files->nr > MAX_FILES)
		return false;
	for (u32 k = 0; k < files->nr; k++)
		if (!add_file(cx, a, t, files->at[k], calls))
			return false;
	return true;
}

bool threading_make(const struct fix_ctx *cx, struct threading *t, struct attempt *out)
{
	struct strbuf calls = { 0 };
	bool fine;

	*out = (struct attempt){ .threading = t };
	/* the mail is named after the first file: the one that allocates */
	fine = add_file(cx, out, t, t->def.at[0].file, &calls);
	for (u32 i = 0; fine && i < t->fn.nr; i++)
		fine = add_files(cx, out, t, i, &calls);
	if (!fine) {
		attempt_free(out);
		strbuf_free(&calls);
		return false;
	}
	out->calls = calls.len ? strbuf_detach(&calls) : NULL;
	attempt_say(out, "Let the caller choose the flags", "Nothing may sleep there, and %s() allocates with GFP_KERNEL, "
		    "which is right for its other callers.  Pass the flags in.", t->fn.at[t->fn.nr - 1]);
	return true;
}
