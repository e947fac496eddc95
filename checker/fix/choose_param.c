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

#include "fix/param.h"

#define MAX_FUNCTIONS 8u
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

u32 threading_fn(const struct threading *t, const char *name)
{
	for (u32 i = 0; i < t->fn.nr; i++)
		if (!strcmp(t->fn.at[i], name))
			return i;
	return UINT32_MAX;
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
	if (!src || !code_is(&src->code, fn.name, name) || code_has(&src->code, fn.args, fn.close, "gfp") ||
	    code_has(&src->code, fn.args, fn.open, "gfp_t") || code_has(&src->code, fn.args, fn.open, "."))
		return false;
	at = threading_fn(t, name);
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
		code_has(&src->code, tok, end, "GFP_KERNEL");
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

void choose_param(const struct fix_ctx *cx, const struct finding *f, attempts *out)
{
	struct threading *t = NULL;
	struct attempt a;

	if (add_chain(cx, &t, f) && threading_make(cx, t, &a))
		vec_push(out, a);
}

bool extend_param(const struct fix_ctx *cx, const struct attempt *a, const struct finding *n, struct attempt *out)
{
	struct threading *t = threading_copy(a->threading);

	if (!add_chain(cx, &t, n)) {
		threading_free(t);
		return false;
	}
	return threading_make(cx, t, out);
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
		return threading_make(cx, t, out);
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
