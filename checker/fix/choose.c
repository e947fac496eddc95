// SPDX-License-Identifier: GPL-2.0-only
/*
 * From a finding to candidates for its repair: the table of checks, and what all rows share.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fix/fix_int.h"

static const struct {
	const char *check;
	void (*choose)(const struct fix_ctx *cx, const struct finding *f, attempts *out, struct strbuf *why);
	const char *proof;	/* before the steps of a mail */
	const char *advice;	/* when there is no candidate */
} rows[] = {
#define FIX(check, choose, proof, advice) { check, choose, proof, advice },
#include "fix/fixes.def"
#undef FIX
};

void fix_attempts(const struct fix_ctx *cx, const struct finding *f, attempts *out, struct strbuf *why)
{
	for (u32 i = 0; i < ARRAY_SIZE(rows); i++) {
		if (strcmp(rows[i].check, f->check))
			continue;
		if (rows[i].choose)
			rows[i].choose(cx, f, out, why);
		else
			strbuf_puts(why, "there is no semantic patch for it");
		return;
	}
	strbuf_puts(why, "no semantic patch is known for this check");
}

const char *fix_advice(const char *check)
{
	for (u32 i = 0; i < ARRAY_SIZE(rows); i++)
		if (!strcmp(rows[i].check, check))
			return rows[i].advice;
	return "";
}

const char *fix_proof(const char *check)
{
	for (u32 i = 0; i < ARRAY_SIZE(rows); i++)
		if (!strcmp(rows[i].check, check))
			return rows[i].proof;
	return "";
}

void attempt_free(struct attempt *a)
{
	for (u32 i = 0; i < a->part.nr; i++) {
		struct part *p = &a->part.at[i];

		for (u32 k = 0; k < p->defs.nr; k++)
			free(p->defs.at[k]);
		vec_free(&p->defs);
		vec_free(&p->line);
	}
	vec_free(&a->part);
	threading_free(a->threading);
	free(a->what);
	free(a->why);
	free(a->calls);
}

void attempts_free(attempts *a)
{
	for (u32 i = 0; i < a->nr; i++)
		attempt_free(&a->at[i]);
	vec_free(a);
}

bool attempt_touches(const struct attempt *a, const char *path)
{
	for (u32 i = 0; i < a->part.nr; i++)
		if (!strcmp(a->part.at[i].src->path, path))
			return true;
	return false;
}

void attempt_def(struct attempt *a, const char *fmt, ...)
{
	struct strbuf sb = { 0 };
	char text[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	strbuf_puts(&sb, text);
	vec_push(&vec_last(&a->part).defs, strbuf_detach(&sb));
}

bool attempt_part(const struct fix_ctx *cx, struct attempt *a, const char *cocci, const char *path, const char *func)
{
	struct fix_file *src = fix_files_get(cx->src, path);

	if (!src)
		return false;
	vec_push(&a->part, (struct part){ .cocci = cocci, .src = src });
	attempt_def(a, "targeted");
	if (func)
		attempt_def(a, "func=%s", func);
	return true;
}

struct attempt *attempt_new(const struct fix_ctx *cx, attempts *out, const char *cocci, const char *path, u32 func)
{
	struct attempt a = { 0 };

	if (!attempt_part(cx, &a, cocci, path, func ? report_str(cx->r, func) : NULL))
		return NULL;
	vec_push(out, a);
	return &vec_last(out);
}

void attempt_line(struct attempt *a, u32 line)
{
	struct part *p = &vec_last(&a->part);

	for (u32 i = 0; i < p->line.nr; i++)
		if (p->line.at[i] == line)
			return;
	vec_push(&p->line, line);
}

void attempt_lines_done(struct attempt *a)
{
	struct part *p = &vec_last(&a->part);
	struct strbuf sb = { 0 };

	for (u32 i = 0; i < p->line.nr; i++)
		strbuf_printf(&sb, "%s%u", i ? "," : "line=", p->line.at[i]);
	vec_push(&p->defs, strbuf_detach(&sb));
}

void attempt_say(struct attempt *a, const char *what, const char *why_fmt, ...)
{
	char text[1024];
	va_list ap;

	va_start(ap, why_fmt);
	vsnprintf(text, sizeof(text), why_fmt, ap);
	va_end(ap);
	a->what = xstrdup(what);
	a->why = xstrdup(text);
}

struct fix_file *place_in(const struct fix_ctx *cx, const struct place *at, struct code_fn *fn, struct strbuf *why)
{
	const char *path = report_str(cx->r, at->file);
	struct fix_file *src = fix_files_get(cx->src, path);

	if (!src) {
		strbuf_puts(why, "the file cannot be read");
		return NULL;
	}
	if (!code_function(&src->code, at->line, fn)) {
		strbuf_puts(why, "the function is not understood: made by a macro, or brackets differ by #if");
		return NULL;
	}
	return src;
}

char *quoted(const char *text)
{
	const char *s = strchr(text, '\''), *e = s ? strchr(s + 1, '\'') : NULL;
	struct strbuf sb = { 0 };

	if (!e)
		return NULL;
	strbuf_add(&sb, s + 1, (size_t)(e - s - 1));
	return strbuf_detach(&sb);
}

char *called(const char *text)
{
	const char *e = strstr(text, "()"), *s = e;
	struct strbuf sb = { 0 };

	while (s && s > text && s[-1] != ' ' && s[-1] != '\'')
		s--;
	if (!e || s == e)
		return NULL;
	strbuf_add(&sb, s, (size_t)(e - s));
	return strbuf_detach(&sb);
}

/* Does it add a return of its own ("return_code" and its kin)? */
static bool returns(const struct attempt *a)
{
	const str_vec *defs = &a->part.at[0].defs;
	bool any = false;

	for (u32 i = 0; i < defs->nr; i++) {
		if (!strcmp(defs->at[i], "undo"))
			return false;
		any |= !strncmp(defs->at[i], "return_", 7);
	}
	return any && a->part.nr == 1;
}

void part_copy(const struct part *p, struct attempt *out)
{
	struct part copy = { .cocci = p->cocci, .src = p->src };

	for (u32 i = 0; i < p->defs.nr; i++)
		vec_push(&copy.defs, xstrdup(p->defs.at[i]));
	for (u32 i = 0; i < p->line.nr; i++)
		vec_push(&copy.line, p->line.at[i]);
	vec_push(&out->part, copy);
}

void attempt_copy(const struct attempt *a, struct attempt *out)
{
	*out = (struct attempt){ .what = xstrdup(a->what), .why = xstrdup(a->why),
		.calls = a->calls ? xstrdup(a->calls) : NULL, .threading = threading_copy(a->threading) };
	for (u32 i = 0; i < a->part.nr; i++)
		part_copy(&a->part.at[i], out);
}

/* By how it begins. */
static bool has_def(const struct attempt *a, const char *def)
{
	const str_vec *defs = &a->part.at[0].defs;

	for (u32 i = 0; i < defs->nr; i++)
		if (!strncmp(defs->at[i], def, strlen(def)))
			return true;
	return false;
}

static bool is_kind(const struct attempt *a, enum fix_kind kind)
{
	static const struct {
		const char *cocci, *def;
	} row[] = {
		[FIX_ANY] = { "", NULL }, [FIX_SCOPE] = { "leak.cocci", "cleanup" }, [FIX_ATOMIC] = { "gfp_in_atomic.cocci", NULL },
		[FIX_NOWAIT] = { "gfp_in_atomic.cocci", "nowait" },
		[FIX_PARAM] = { "gfp_param.cocci", NULL }, [FIX_REGION] = { "lock_region.cocci", NULL },
	};

	return !strcmp(a->part.at[0].cocci, row[kind].cocci) && (!row[kind].def || has_def(a, row[kind].def));
}

void attempts_prefer(attempts *a, enum fix_kind kind)
{
	u32 front = 0;

	for (u32 i = 0; i < a->nr; i++) {
		struct attempt one = a->at[i];

		if (!is_kind(&one, kind))
			continue;
		for (u32 k = i; k > front; k--)
			a->at[k] = a->at[k - 1];
		a->at[front++] = one;
	}
}

/* What the new return loses is released there. */
static bool refine_return(const struct fix_ctx *cx, const struct attempt *a, const struct report *after,
			  const struct finding *n, struct attempt *out)
{
	char *x = quoted(report_str(after, n->message)), *alloc = NULL;
	const char *release = NULL;
	bool refined;

	for (u32 i = 0; i < n->step_nr && !alloc; i++)
		if (after->step.at[n->step_at + i].kind == STEP_ALLOC)
			alloc = called(report_str(after, after->step.at[n->step_at + i].text));
	if (alloc)
		release = release_of(cx->releases, cx->rules, alloc);
	refined = !strcmp(n->check, "leak") && returns(a) && release && x && !strpbrk(x, "->.[]() *") &&
		!strcmp(report_str(after, n->at.file), a->part.at[0].src->path);
	if (refined) {
		attempt_copy(a, out);
		attempt_def(out, "undo");
		attempt_def(out, "also=%s", x);
		attempt_def(out, "release=%s", release);
	}
	free(x);
	free(alloc);
	return refined;
}

/* Somebody who has the object releases what is in it, too: after the new release there is nothing in it any more. */
static bool refine_release(const struct attempt *a, const struct finding *n, struct attempt *out)
{
	struct strbuf why = { 0 };

	if ((strcmp(n->check, "double-free") && strcmp(n->check, "use-after-free")) || strcmp(a->part.at[0].cocci, "leak.cocci") ||
	    !has_def(a, "release=") || has_def(a, "clear") || has_def(a, "grow") || has_def(a, "cleanup"))
		return false;
	attempt_copy(a, out);
	attempt_def(out, "clear");
	strbuf_printf(&why, "%s  Clear the pointer, as who has the object releases it, too.", a->why);
	free(out->why);
	out->why = strbuf_detach(&why);
	return true;
}

bool fix_refine(const struct fix_ctx *cx, const struct attempt *a, const struct report *after, const struct finding *n,
		struct attempt *out)
{
	if (a->threading)
		return refine_param(cx, a, after, n, out);
	return refine_release(a, n, out) || refine_return(cx, a, after, n, out);
}
