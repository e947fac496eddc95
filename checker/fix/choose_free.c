// SPDX-License-Identifier: GPL-2.0-only
/*
 * Releases: mismatched-free, double-free, use-after-free.
 *
 * Only what a template can say: the function that belongs to the allocator; the pointer cleared behind a first release
 * in the same function; the release behind a use that follows at once.  Who owns the memory is for the maintainer to
 * decide where a callee released it.
 */
#include <stdlib.h>
#include <string.h>

#include "fix/fix_int.h"

/* The last step of a kind before the finding's own place that lies in its function. */
static const struct step *last_step(const struct fix_ctx *cx, const struct finding *f, enum step_kind kind)
{
	const struct step *found = NULL;

	for (u32 i = 0; i < f->step_nr; i++) {
		const struct step *s = &cx->r->step.at[f->step_at + i];

		if (s->kind == kind && s->at.file == f->at.file && s->at.func == f->at.func &&
		    (s->at.line != f->at.line || s->at.col != f->at.col))
			found = s;
	}
	return found;
}

void choose_mismatched(const struct fix_ctx *cx, const struct finding *f, attempts *out, struct strbuf *why)
{
	const char *message = report_str(cx->r, f->message), *release = NULL;
	struct code_fn fn;
	struct fix_file *src = place_in(cx, &f->at, &fn, why);
	struct attempt *a;

	if (!src)
		return;
	for (u32 i = 0; i < f->step_nr; i++) {
		const struct step *s = &cx->r->step.at[f->step_at + i];
		char *alloc = s->kind == STEP_ALLOC ? called(report_str(cx->r, s->text)) : NULL;

		if (alloc && release_of(cx->releases, cx->rules, alloc))
			release = release_of(cx->releases, cx->rules, alloc);
		free(alloc);
	}
	if (!release || !strstr(message, " is released by ")) {
		strbuf_puts(why, "what releases the memory is not known");
		return;
	}
	a = attempt_new(cx, out, "mismatched_free.cocci", src->path, f->at.func);
	attempt_line(a, f->at.line);
	attempt_lines_done(a);
	attempt_def(a, "release=%s", release);
	attempt_say(a, "Use the right release", "%s.  Use %s().", message, release);
}

/* The statement "free(x);" of the step, where x is what the message names; its last token, CODE_NONE. */
static u32 release_statement(const struct fix_ctx *cx, const struct finding *f, const struct fix_file *src,
			     const struct code_fn *fn, const struct step *s)
{
	char *x = quoted(report_str(cx->r, f->message)), *arg;
	u32 tok = code_at(&src->code, fn, s->at.line, s->at.col), first, end = CODE_NONE;

	if (x && tok != CODE_NONE && code_statement(&src->code, fn, tok, &first, &end) && first == tok && end > tok + 3) {
		arg = code_words(&src->code, tok + 2, end - 2);
		if (strcmp(arg, x))
			end = CODE_NONE;
		free(arg);
	} else {
		end = CODE_NONE;
	}
	free(x);
	return end;
}

void choose_double_free(const struct fix_ctx *cx, const struct finding *f, attempts *out, struct strbuf *why)
{
	const struct step *s = last_step(cx, f, STEP_FREE);
	struct code_fn fn;
	struct fix_file *src = place_in(cx, &f->at, &fn, why);
	struct attempt *a;

	if (!src)
		return;
	if (!s || release_statement(cx, f, src, &fn, s) == CODE_NONE) {
		strbuf_puts(why, "the first release is not a plain call in the same function");
		return;
	}
	a = attempt_new(cx, out, "double_free.cocci", src->path, f->at.func);
	attempt_line(a, s->at.line);
	attempt_lines_done(a);
	attempt_say(a, "Fix a double free", "%s.  Clear the pointer behind the first release: then the second one does "
		    "nothing.", report_str(cx->r, f->message));
}

void choose_use_after_free(const struct fix_ctx *cx, const struct finding *f, attempts *out, struct strbuf *why)
{
	const struct step *s = last_step(cx, f, STEP_FREE);
	struct code_fn fn;
	struct fix_file *src = place_in(cx, &f->at, &fn, why);
	u32 end, first, last;
	struct attempt *a;

	if (!src)
		return;
	end = s ? release_statement(cx, f, src, &fn, s) : CODE_NONE;
	if (end == CODE_NONE || !code_statement(&src->code, &fn, end + 1, &first, &last) ||
	    src->code.tok.at[first].line > f->at.line || src->code.tok.at[last].line < f->at.line ||
	    code_is(&src->code, first, "return") || code_is(&src->code, first, "goto")) {
		strbuf_puts(why, "the use does not follow at once on a plain release");
		return;
	}
	a = attempt_new(cx, out, "use_after_free.cocci", src->path, f->at.func);
	attempt_line(a, s->at.line);
	attempt_lines_done(a);
	attempt_line(a, f->at.line);
	attempt_say(a, "Fix a use after free", "%s.  Release it behind that.", report_str(cx->r, f->message));
}
