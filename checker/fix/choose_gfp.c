// SPDX-License-Identifier: GPL-2.0-only
/*
 * Flags: gfp-in-atomic, needless-atomic, gfp-flags.
 *
 * The finding stands where the flags were chosen, or at the last call that the component makes itself.  When no flag
 * is written there, the places below it in the steps are tried, as long as they belong to the same part of the tree:
 * a core function is right for its other callers.
 */
#include <stdlib.h>
#include <string.h>

#include "fix/fix_int.h"

static const char *const sleeping[] = { "GFP_KERNEL", "GFP_KERNEL_ACCOUNT", "GFP_NOIO", "GFP_NOFS", "GFP_USER", "GFP_HIGHUSER" };
static const char *const atomic[] = { "GFP_ATOMIC", "GFP_NOWAIT" };

/* The token of one of the words in the statement at the line, CODE_NONE. */
static u32 word_at(const struct code *c, const struct code_fn *fn, u32 line, const char *const *words, u32 nr)
{
	u32 tok = code_at_line(c, fn, line), first, end;

	if (tok == CODE_NONE)
		return CODE_NONE;
	if (!code_statement(c, fn, tok, &first, &end))
		for (end = tok; end < fn->close && c->tok.at[end].line <= line + 3; end++)
			;
	for (u32 i = tok; i < end; i++)
		for (u32 k = 0; k < nr; k++)
			if (code_is(c, i, words[k]))
				return i;
	return CODE_NONE;
}

bool same_part(const char *a, const char *b)
{
	size_t i, depth = 0, last = 0;

	for (i = 0; a[i] && a[i] == b[i]; i++)
		if (a[i] == '/') {
			depth++;
			last = i;
		}
	return depth >= 4 || (!strchr(a + (last ? last + 1 : 0), '/') && !strchr(b + (last ? last + 1 : 0), '/'));
}

static void atomic_at(const struct fix_ctx *cx, const struct finding *f, const struct place *at, attempts *out)
{
	struct strbuf why = { 0 };
	struct code_fn fn;
	struct fix_file *src = place_in(cx, at, &fn, &why);
	struct attempt *a;
	char *func;
	u32 tok;

	strbuf_free(&why);
	tok = src ? word_at(&src->code, &fn, at->line, sleeping, ARRAY_SIZE(sleeping)) : CODE_NONE;
	if (tok == CODE_NONE)
		return;
	a = attempt_new(cx, out, "gfp_in_atomic.cocci", src->path, at->func);
	attempt_line(a, at->line);
	/* what is reached in the same region from the same function has the same cause */
	for (u32 i = 0; i < f->related_nr; i++) {
		const struct step *s = &cx->r->step.at[f->related_at + i];

		if (strstr(report_str(cx->r, s->text), " here, too") && s->at.file == at->file && s->at.func == at->func &&
		    word_at(&src->code, &fn, s->at.line, sleeping, ARRAY_SIZE(sleeping)) != CODE_NONE)
			attempt_line(a, s->at.line);
	}
	attempt_lines_done(a);
	func = code_word(&src->code, tok);
	attempt_say(a, "Use GFP_ATOMIC", "Nothing may sleep there, and %s() allocates with %s.  Use GFP_ATOMIC.",
		    report_str(cx->r, at->func), func);
	free(func);
}

static bool has_twin(const struct fix_ctx *cx, const char *callee)
{
	struct strbuf twin = { 0 };
	bool has;

	/* to wait busily where one could sleep is a decision about time */
	if (strstr(callee, "poll") || strstr(callee, "wait"))
		return false;
	strbuf_printf(&twin, "%s_atomic", callee);
	has = fix_files_declare(cx->src, twin.buf);
	strbuf_free(&twin);
	return has;
}

/* Some functions that sleep have a twin that does not: f() and f_atomic(). */
static void variant_at(const struct fix_ctx *cx, const struct finding *f, attempts *out)
{
	char *callee = called(report_str(cx->r, f->message));
	struct strbuf why = { 0 };
	struct code_fn fn;
	struct fix_file *src = place_in(cx, &f->at, &fn, &why);
	u32 tok = src ? code_at_line(&src->code, &fn, f->at.line) : CODE_NONE;
	struct attempt *a;

	strbuf_free(&why);
	while (callee && tok != CODE_NONE && tok < fn.close && src->code.tok.at[tok].line == f->at.line &&
	       !code_is(&src->code, tok, callee))
		tok++;
	if (callee && tok != CODE_NONE && code_is(&src->code, tok, callee) && has_twin(cx, callee)) {
		a = attempt_new(cx, out, "gfp_in_atomic.cocci", src->path, f->at.func);
		attempt_line(a, f->at.line);
		for (u32 i = 0; i < f->related_nr; i++) {
			const struct step *s = &cx->r->step.at[f->related_at + i];
			char *too = called(report_str(cx->r, s->text));

			if (too && !strcmp(too, callee) && strstr(report_str(cx->r, s->text), " here, too") &&
			    s->at.file == f->at.file && s->at.func == f->at.func)
				attempt_line(a, s->at.line);
			free(too);
		}
		attempt_lines_done(a);
		attempt_def(a, "callee=%s", callee);
		attempt_def(a, "variant=%s_atomic", callee);
		attempt_say(a, "Do not sleep in atomic context", "Nothing may sleep there, and %s() does.  Use %s_atomic().", callee,
			    callee);
	}
	free(callee);
}

/* Is a function on the way one that never fails as long as it may sleep (a mempool)?  Its users rely on that. */
static bool never_fails(const struct fix_ctx *cx, const struct finding *f)
{
	bool never = false;

	for (u32 i = 0; i < f->step_nr && !never; i++) {
		char *name = called(report_str(cx->r, cx->r->step.at[f->step_at + i].text));
		const struct rule *r = name ? rules_find(cx->rules, name) : NULL;

		for (; r; r = rules_next(cx->rules, r))
			never |= r->waits;
		free(name);
	}
	return never;
}

/* The allocation itself is the place, and names no flags: the semantic patch knows which ones may leave them out. */
static void unsaid_at(const struct fix_ctx *cx, const struct finding *f, attempts *out)
{
	const struct step *last = f->step_nr ? &cx->r->step.at[f->step_at + f->step_nr - 1] : NULL;
	struct strbuf why = { 0 };
	struct code_fn fn;
	struct fix_file *src = place_in(cx, &f->at, &fn, &why);
	struct attempt *a;

	strbuf_free(&why);
	if (!src || !last || last->kind != STEP_ALLOC || last->at.file != f->at.file || last->at.line != f->at.line)
		return;
	a = attempt_new(cx, out, "gfp_in_atomic.cocci", src->path, f->at.func);
	attempt_line(a, f->at.line);
	attempt_lines_done(a);
	attempt_def(a, "unsaid");
	attempt_say(a, "Use GFP_ATOMIC", "Nothing may sleep there, and %s() allocates with GFP_KERNEL, which is what it gets as "
		    "it names no flags.  Use GFP_ATOMIC.", report_str(cx->r, f->at.func));
}

/*
 * Whoever can do without the memory need not take it from the reserves.  Nobody else can tell, so it comes last: what is
 * proved without it is the repair, and this stands beside it.
 */
static void also_nowait(attempts *out, u32 from)
{
	for (u32 i = from, nr = out->nr; i < nr; i++) {
		struct attempt a;

		if (strcmp(out->at[i].part.at[0].cocci, "gfp_in_atomic.cocci"))
			continue;
		attempt_copy(&out->at[i], &a);
		attempt_def(&a, "nowait");
		free(a.what);
		free(a.why);
		attempt_say(&a, "Use GFP_NOWAIT", "Nothing may sleep there.  Use GFP_NOWAIT: failing is cheap, and the reserves are "
			    "for others.");
		vec_push(out, a);
	}
}

void choose_gfp_atomic(const struct fix_ctx *cx, const struct finding *f, attempts *out, struct strbuf *why)
{
	bool below = false;
	u32 nr;

	if (never_fails(cx, f)) {
		strbuf_puts(why, "the allocation never fails while it may sleep, and whoever relies on that has to be changed, too");
		return;
	}

	choose_region(cx, f, out);
	nr = out->nr;
	atomic_at(cx, f, &f->at, out);
	for (u32 i = 0; out->nr == nr && i < f->step_nr; i++) {
		const struct step *s = &cx->r->step.at[f->step_at + i];

		if (s->at.file == f->at.file && s->at.line == f->at.line) {
			below = true;
			continue;
		}
		if (below && same_part(report_str(cx->r, f->at.file), report_str(cx->r, s->at.file)))
			atomic_at(cx, f, &s->at, out);
	}
	choose_param(cx, f, out);
	also_nowait(out, nr);
	if (out->nr == nr)
		unsaid_at(cx, f, out);
	if (!out->nr && !strcmp(f->check, "sleep-in-atomic"))
		variant_at(cx, f, out);
	if (!out->nr)
		strbuf_puts(why, "no flag is written where the context is known");
}

/* The part of an attempt that is about this function, NULL. */
static struct part *part_of(struct attempt *a, const struct part *like)
{
	for (u32 i = 0; i < a->part.nr; i++)
		if (a->part.at[i].src == like->src && !strcmp(a->part.at[i].cocci, like->cocci) &&
		    !strcmp(a->part.at[i].defs.at[1], like->defs.at[1]))
			return &a->part.at[i];
	return NULL;
}

static bool has_line(const struct part *p, u32 line)
{
	for (u32 i = 0; i < p->line.nr; i++)
		if (p->line.at[i] == line)
			return true;
	return false;
}

/* One more line for "-D line=" of a part that has nothing else: targeted, func=, line=. */
static bool add_line(struct part *p, u32 line)
{
	struct strbuf sb = { 0 };

	if (p->defs.nr != 3 || has_line(p, line))
		return false;
	strbuf_printf(&sb, "%s,%u", p->defs.at[2], line);
	free(p->defs.at[2]);
	p->defs.at[2] = strbuf_detach(&sb);
	vec_push(&p->line, line);
	return true;
}

/*
 * With the first allocation made atomic the chain goes on to the next one: what is reached from one atomic section is
 * one root cause, and all of it changes or nothing.
 */
bool fix_extend(const struct fix_ctx *cx, const struct attempt *a, const struct report *after, const struct finding *n,
		struct attempt *out)
{
	struct fix_ctx now = *cx;
	struct strbuf why = { 0 };
	attempts more = { 0 };
	const struct part *p;
	struct part *own;
	bool extends = false;

	now.r = after;
	if (a->threading)
		return extend_param(&now, a, n, out);
	if (strcmp(n->check, "gfp-in-atomic") || strcmp(a->part.at[0].cocci, "gfp_in_atomic.cocci"))
		return false;
	choose_gfp_atomic(&now, n, &more, &why);
	if (more.nr && more.at[0].part.nr == 1 && more.at[0].part.at[0].defs.nr == 3) {
		p = &more.at[0].part.at[0];
		attempt_copy(a, out);
		own = part_of(out, p);
		extends = own ? add_line(own, p->line.at[0]) : true;
		if (!own)
			part_copy(p, out);
		if (!extends)
			attempt_free(out);
	}
	if (extends) {
		strbuf_reset(&why);
		strbuf_printf(&why, "%s  So does %s(), further on.", out->why, p->defs.at[1] + strlen("func="));
		if (!own && !strstr(out->why, p->defs.at[1] + strlen("func="))) {
			free(out->why);
			out->why = strbuf_detach(&why);
		}
	}
	strbuf_free(&why);
	attempts_free(&more);
	return extends;
}

void choose_needless(const struct fix_ctx *cx, const struct finding *f, attempts *out, struct strbuf *why)
{
	struct code_fn fn;
	struct fix_file *src = place_in(cx, &f->at, &fn, why);
	struct attempt *a;
	char *word;
	u32 tok;

	if (!src)
		return;
	tok = word_at(&src->code, &fn, f->at.line, atomic, ARRAY_SIZE(atomic));
	if (tok == CODE_NONE) {
		strbuf_puts(why, "no GFP_ATOMIC or GFP_NOWAIT is written there");
		return;
	}
	a = attempt_new(cx, out, "needless_atomic.cocci", src->path, f->at.func);
	attempt_line(a, f->at.line);
	attempt_lines_done(a);
	word = code_word(&src->code, tok);
	attempt_say(a, "Use GFP_KERNEL", "Every caller of %s() may sleep, so nothing is gained by %s, which takes from the "
		    "reserves and fails sooner.", report_str(cx->r, f->at.func), word);
	free(word);
}

/* "__GFP_DMA" and "GFP_DMA" are one. */
static const char *bare(const char *flag)
{
	return strncmp(flag, "__", 2) ? flag : flag + 2;
}

/* Is the flag of the source one that the message is about (" with A and B")? */
static bool is_named(const char *message, const char *word)
{
	const char *s = message;
	size_t n = strlen(bare(word));

	while ((s = strstr(s, bare(word)))) {
		char after = s[n];

		if ((s == message || s[-1] == ' ' || s[-1] == '_') && (after == ' ' || after == ':' || after == ',' || !after))
			return true;
		s += n;
	}
	return false;
}

static void flag_edit(const struct fix_ctx *cx, const struct finding *f, struct fix_file *src, attempts *out,
		      const char *flag, const char *to, const char *word)
{
	struct attempt *a = attempt_new(cx, out, "gfp_flags.cocci", src->path, f->at.func);

	attempt_line(a, f->at.line);
	attempt_lines_done(a);
	if (!strcmp(to, "drop")) {
		attempt_def(a, "drop=%s", word);
		attempt_say(a, "Drop a flag", "Leave %s out: %s", word, report_str(cx->r, f->message));
	} else if (!strcmp(to, "add")) {
		attempt_def(a, "add=%s", flag);
		attempt_def(a, "beside=%s", word);
		attempt_say(a, "Say how to allocate", "Add %s: %s", flag, report_str(cx->r, f->message));
	} else {
		attempt_def(a, "from=%s", word);
		attempt_def(a, "to=%s", flag);
		attempt_say(a, "Use the right flags", "Use %s in place of %s: %s", flag, word,
			    report_str(cx->r, f->message));
	}
}

void choose_gfp_flags(const struct fix_ctx *cx, const struct finding *f, attempts *out, struct strbuf *why)
{
	const char *message = report_str(cx->r, f->message);
	struct code_fn fn;
	struct fix_file *src = place_in(cx, &f->at, &fn, why);
	u32 tok, first, end;

	if (!src)
		return;
	tok = code_at_line(&src->code, &fn, f->at.line);
	if (tok == CODE_NONE || !code_statement(&src->code, &fn, tok, &first, &end)) {
		/* in a condition: the words of the line and the next two */
		for (end = tok; tok != CODE_NONE && end < fn.close && src->code.tok.at[end].line <= f->at.line + 2; end++)
			;
	}
	for (u32 i = tok; i < end; i++) {
		char *word = code_word(&src->code, i);
		bool flag = !strncmp(bare(word), "GFP_", 4), joined;

		joined = code_is(&src->code, i - 1, "|") || code_is(&src->code, i + 1, "|");
		if (flag && is_named(message, word)) {
			if (joined)
				flag_edit(cx, f, src, out, NULL, "drop", word);
			else if (strstr(message, "write GFP_KERNEL |"))
				flag_edit(cx, f, src, out, "GFP_KERNEL", "add", word);
			else
				flag_edit(cx, f, src, out, "GFP_KERNEL", "replace", word);
		}
		free(word);
	}
	if (!out->nr)
		strbuf_puts(why, "the flag is not written at that call");
}
