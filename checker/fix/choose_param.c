// SPDX-License-Identifier: GPL-2.0-only
/*
 * gfp-in-atomic in a function that sleeping callers share: it gets a gfp_t parameter.
 *
 * Input: a finding whose allocation stands below the place where the context is known.  The functions from there down
 * to it are threaded: each gets the parameter as its last one, the call where the context is known passes GFP_ATOMIC,
 * calls between them pass theirs on, and every other call in the tree passes GFP_KERNEL, as it was.
 * Invariant: every place of the tree that names one of the functions is a call, a prototype or the definition, in text
 * that is no macro; else there is no attempt.  The whole tree is searched, also what was not analysed: an
 * architecture's or a configuration's caller must go on to compile.
 * Cost: for a function that is not static, reading all sources of the tree once.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "fix/fix_int.h"

#define MAX_FUNCTIONS 8u
#define MAX_FILES 12u
#define MAX_PLACES 48u		/* where a function is named: shared more widely, the change is its maintainer's to plan */

struct spot {
	char *file;
	u32 line;
};

typedef VEC(struct spot) spots;

/* Which functions, which of their allocations, and the calls that pass GFP_ATOMIC. */
struct threading {
	str_vec fn;
	spots def;		/* of each function, its definition */
	spots flag, start;
};

static void spots_free(spots *s)
{
	for (u32 i = 0; i < s->nr; i++)
		free(s->at[i].file);
	vec_free(s);
}

void threading_free(struct threading *t)
{
	if (!t)
		return;
	for (u32 i = 0; i < t->fn.nr; i++)
		free(t->fn.at[i]);
	vec_free(&t->fn);
	spots_free(&t->def);
	spots_free(&t->flag);
	spots_free(&t->start);
	free(t);
}

/* False: it was there already. */
static bool add_spot(spots *s, const char *file, u32 line)
{
	for (u32 i = 0; i < s->nr; i++)
		if (s->at[i].line == line && !strcmp(s->at[i].file, file))
			return false;
	vec_push(s, (struct spot){ xstrdup(file), line });
	return true;
}

static void spots_copy(const spots *from, spots *to)
{
	for (u32 i = 0; i < from->nr; i++)
		vec_push(to, (struct spot){ xstrdup(from->at[i].file), from->at[i].line });
}

struct threading *threading_copy(const struct threading *t)
{
	struct threading *copy;

	if (!t)
		return NULL;
	copy = xcalloc(1, sizeof(*copy));
	for (u32 i = 0; i < t->fn.nr; i++)
		vec_push(&copy->fn, xstrdup(t->fn.at[i]));
	spots_copy(&t->def, &copy->def);
	spots_copy(&t->flag, &copy->flag);
	spots_copy(&t->start, &copy->start);
	return copy;
}

static u32 fn_at(const struct threading *t, const char *name)
{
	for (u32 i = 0; i < t->fn.nr; i++)
		if (!strcmp(t->fn.at[i], name))
			return i;
	return UINT32_MAX;
}

static bool has_word(const struct code *c, u32 from, u32 to, const char *word)
{
	for (u32 i = from; i < to; i++)
		if (code_is(c, i, word))
			return true;
	return false;
}

static const struct step *step_at(const struct fix_ctx *cx, const struct finding *f, u32 i)
{
	return &cx->r->step.at[f->step_at + i];
}

/* The function that the step is in gets the parameter; false: it cannot. */
static bool add_function(const struct fix_ctx *cx, struct threading *t, const struct step *s)
{
	const char *name = report_str(cx->r, s->at.func);
	struct strbuf why = { 0 };
	struct code_fn fn;
	struct fix_file *src = place_in(cx, &s->at, &fn, &why);
	u32 at;

	strbuf_free(&why);
	if (!src || !code_is(&src->code, fn.name, name) || has_word(&src->code, fn.args, fn.close, "gfp") ||
	    has_word(&src->code, fn.args, fn.open, "gfp_t") || has_word(&src->code, fn.args, fn.open, "."))
		return false;
	at = fn_at(t, name);
	if (at != UINT32_MAX)
		return !strcmp(t->def.at[at].file, src->path);
	vec_push(&t->fn, xstrdup(name));
	vec_push(&t->def, (struct spot){ xstrdup(src->path), s->at.line });
	return t->fn.nr <= MAX_FUNCTIONS;
}

/* Does the step's line have GFP_KERNEL? */
static bool has_flag(const struct fix_ctx *cx, const struct step *s)
{
	struct strbuf why = { 0 };
	struct code_fn fn;
	struct fix_file *src = place_in(cx, &s->at, &fn, &why);
	u32 tok = src ? code_at_line(&src->code, &fn, s->at.line) : CODE_NONE, first, end;

	strbuf_free(&why);
	return tok != CODE_NONE && code_statement(&src->code, &fn, tok, &first, &end) &&
		has_word(&src->code, tok, end, "GFP_KERNEL");
}

/*
 * The chain below the call of step i, down to the first line that has a flag.  False: there is none, or it goes through
 * a pointer, which would need another type, or out of this part of the tree.
 */
static bool add_chain_at(const struct fix_ctx *cx, struct threading *t, const struct finding *f, u32 i)
{
	const struct step *start = step_at(cx, f, i);
	const char *file = report_str(cx->r, start->at.file);

	if (!start->at.func || strstr(report_str(cx->r, start->text), "through a pointer"))
		return false;
	add_spot(&t->start, file, start->at.line);
	for (i++; i < f->step_nr; i++) {
		const struct step *s = step_at(cx, f, i);

		if (s->at.file == start->at.file && s->at.line == start->at.line)
			continue;
		if (!s->at.func || s->at.func == start->at.func || !same_part(file, report_str(cx->r, s->at.file)) ||
		    !add_function(cx, t, s))
			return false;
		if (has_flag(cx, s))
			return add_spot(&t->flag, report_str(cx->r, s->at.file), s->at.line);
		if (strstr(report_str(cx->r, s->text), "through a pointer"))
			return false;
	}
	return false;
}

/* The call at the place of the finding. */
static u32 own_call(const struct fix_ctx *cx, const struct finding *f)
{
	for (u32 i = 0; i < f->step_nr; i++)
		if (step_at(cx, f, i)->at.file == f->at.file && step_at(cx, f, i)->at.line == f->at.line)
			return i;
	return f->step_nr;
}

/* The call that is made in the function that the atomic section begins in. */
static u32 first_call(const struct fix_ctx *cx, const struct finding *f)
{
	u32 found = f->step_nr;

	for (u32 i = 0; i + 1 < f->step_nr; i++) {
		u32 kind = step_at(cx, f, i)->kind;

		if ((kind == STEP_LOCK || kind == STEP_CONTEXT) && step_at(cx, f, i + 1)->kind == STEP_CALL &&
		    step_at(cx, f, i)->at.func == step_at(cx, f, i + 1)->at.func)
			found = i + 1;
	}
	return found;
}

/* The shorter chain where it will do. */
static bool add_chain(const struct fix_ctx *cx, struct threading **t, const struct finding *f)
{
	u32 from[] = { own_call(cx, f), first_call(cx, f) };

	for (u32 i = 0; i < ARRAY_SIZE(from); i++) {
		struct threading *more;

		if (from[i] >= f->step_nr)
			continue;
		more = *t ? threading_copy(*t) : xcalloc(1, sizeof(*more));
		if (add_chain_at(cx, more, f, from[i])) {
			threading_free(*t);
			*t = more;
			return true;
		}
		threading_free(more);
	}
	return false;
}

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

/* Every time that a file names one of the functions; false: one of them is no call and no declaration. */
static bool places_in(const struct threading *t, const struct fix_file *src, struct part *p)
{
	const struct code *c = &src->code;

	for (u32 i = 0; i < t->fn.nr; i++)
		if (in_directive(strbuf_str(&src->text), t->fn.at[i]))
			return false;
	for (u32 i = 0; i < c->tok.nr; i++) {
		char *word = c->tok.at[i].kind == TOK_WORD ? code_word(c, i) : NULL;
		u32 at = word ? fn_at(t, word) : UINT32_MAX;
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

static bool add_file(const struct fix_ctx *cx, struct attempt *a, const struct threading *t, const char *path)
{
	struct part *p;

	if (attempt_touches(a, path))
		return true;
	if (a->part.nr == MAX_FILES || !attempt_part(cx, a, "gfp_param.cocci", path, NULL))
		return false;
	p = &vec_last(&a->part);
	if (!places_in(t, p->src, p))
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
static bool add_files(const struct fix_ctx *cx, struct attempt *a, const struct threading *t, u32 i)
{
	struct fix_file *src = fix_files_get(cx->src, t->def.at[i].file);
	const str_vec *files;
	struct code_fn fn;

	if (!src || !code_function(&src->code, t->def.at[i].line, &fn))
		return false;
	if (has_word(&src->code, fn.head, fn.name, "static"))
		return add_file(cx, a, t, src->path);
	files = fix_files_naming(cx->src, t->fn.at[i]);
	if (files->nr > MAX_FILES)
		return false;
	for (u32 k = 0; k < files->nr; k++)
		if (!add_file(cx, a, t, files->at[k]))
			return false;
	return true;
}

/* Takes t. */
static bool make(const struct fix_ctx *cx, struct threading *t, struct attempt *out)
{
	bool fine;

	*out = (struct attempt){ .threading = t };
	/* the mail is named after the first file: the one that allocates */
	fine = add_file(cx, out, t, t->def.at[0].file);
	for (u32 i = 0; fine && i < t->fn.nr; i++)
		fine = add_files(cx, out, t, i);
	if (!fine) {
		attempt_free(out);
		return false;
	}
	attempt_say(out, "Let the caller choose the flags", "Nothing may sleep there, and %s() allocates with GFP_KERNEL, "
		    "which is right for its other callers.  Pass the flags in.", t->fn.at[t->fn.nr - 1]);
	return true;
}

void choose_param(const struct fix_ctx *cx, const struct finding *f, attempts *out)
{
	struct threading *t = NULL;
	struct attempt a;

	if (add_chain(cx, &t, f) && make(cx, t, &a))
		vec_push(out, a);
}

bool extend_param(const struct fix_ctx *cx, const struct attempt *a, const struct finding *n, struct attempt *out)
{
	struct threading *t = threading_copy(a->threading);

	if (!add_chain(cx, &t, n)) {
		threading_free(t);
		return false;
	}
	return make(cx, t, out);
}

static bool has_def(const struct part *p, const char *def)
{
	for (u32 i = 0; i < p->defs.nr; i++)
		if (!strcmp(p->defs.at[i], def))
			return true;
	return false;
}

/*
 * A function that has the parameter now reaches another allocation that does not obey it: so must that one, and all
 * functions in between.
 */
static bool obey(const struct fix_ctx *cx, const struct attempt *a, const struct finding *n, struct attempt *out)
{
	struct threading *t = threading_copy(a->threading);
	struct step at = { .at = n->at };
	bool fine = has_flag(cx, &at) && add_function(cx, t, &at);

	for (u32 i = 0; fine && i < n->step_nr; i++)
		if (step_at(cx, n, i)->kind == STEP_CALL && step_at(cx, n, i)->at.func)
			fine = add_function(cx, t, step_at(cx, n, i));
	if (fine && add_spot(&t->flag, report_str(cx->r, n->at.file), n->at.line))
		return make(cx, t, out);
	threading_free(t);
	return false;
}

/*
 * Passed on to an allocator that falls back to vmalloc() only where it may sleep: it fails sooner now, and the flag
 * that says so is what the finding asks for.
 */
static bool may_fail(const struct attempt *a, struct attempt *out)
{
	struct strbuf why = { 0 };

	if (has_def(&a->part.at[0], "more=__GFP_NOWARN"))
		return false;
	attempt_copy(a, out);
	for (u32 i = 0; i < out->part.nr; i++)
		vec_push(&out->part.at[i].defs, xstrdup("more=__GFP_NOWARN"));
	free(out->why);
	strbuf_printf(&why, "%s  Where nothing may sleep it cannot fall back to vmalloc() and may fail, which is no reason "
		      "for a warning.", a->why);
	out->why = strbuf_detach(&why);
	return true;
}

bool refine_param(const struct fix_ctx *cx, const struct attempt *a, const struct report *after,
		  const struct finding *n, struct attempt *out)
{
	struct fix_ctx now = *cx;

	now.r = after;
	if (!strcmp(n->check, "reclaim-recursion"))
		return obey(&now, a, n, out);
	return !strcmp(n->check, "gfp-flags") && strstr(report_str(after, n->message), " or __GFP_NOWARN") && may_fail(a, out);
}
