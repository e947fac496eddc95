// SPDX-License-Identifier: GPL-2.0-only
/*
 * unchecked-alloc: how would this function fail here?
 *
 * The first failure behind the allocation undoes all that the function had done before, and a little more, which is
 * harmless where it is the allocation itself; so its way out is the best one: the same label, or a return where it
 * returns.  Without one behind, the last failure before will do if what it tested needs no undoing.  A function without
 * failures fails by its type, if nothing was taken yet.  What would have to be guessed is not tried.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "fix/fix_int.h"

/* The place, and what fails there. */
struct site {
	const struct fix_ctx *cx;
	const struct finding *f;
	struct fix_file *src;
	const struct code *c;
	struct code_fn fn;
	u32 call, first, end;	/* the allocation, and its statement */
	u32 eq;			/* the = in it */
	u32 next;		/* of a declaration: the first statement; CODE_NONE */
	bool pointer, is_void, is_bool, is_int, errptr;	/* what the function returns */
};

/* Does the body of the failure do more than say something, and undo the allocation itself? */
static bool only_speaks(const struct site *s, u32 from, u32 to)
{
	char *x = code_words(s->c, s->first, s->eq - 1), *var = strrchr(x, ' ');
	bool speaks = true;

	var = s->next != CODE_NONE && var ? var + 1 + strspn(var + 1, "*") : x;
	for (u32 i = from; speaks && (i = code_next_call(s->c, i, to + 1)) != CODE_NONE; i++) {
		char *name = code_word(s->c, i), *arg = code_words(s->c, i + 2, s->c->tok.at[i + 1].match - 1);

		speaks = rules_guess(s->cx->rules, name, NAME_SAYS) || !strcmp(name, "PTR_ERR") ||
			!strcmp(name, "ERR_PTR") || !strcmp(name, "ERR_CAST") || !strcmp(name, "dev_name") || !strcmp(arg, var);
		free(name);
		free(arg);
	}
	free(x);
	return speaks;
}

/* Is a lock, or anything like it, held at the token?  By names: what is taken and not given back in the text before. */
static bool holds_lock(const struct code *c, u32 from, u32 to)
{
	s32 depth = 0;

	for (u32 i = from; (i = code_next_call(c, i, to)) != CODE_NONE; i++) {
		char *name = code_word(c, i);
		bool lock = strstr(name, "lock") && !strstr(name, "lock_init") && !strstr(name, "clock") && !strstr(name, "block");

		if (strstr(name, "unlock") || strstr(name, "_enable") || strstr(name, "irq_restore"))
			depth -= depth > 0;
		else if (lock || !strcmp(name, "guard") || strstr(name, "irq_save") || strstr(name, "preempt_disable") ||
			 strstr(name, "bh_disable"))
			depth++;
		free(name);
	}
	return depth > 0;
}

static void return_type(struct site *s)
{
	char *type = code_words(s->c, s->fn.head, s->fn.name - 1);
	char *body = code_words(s->c, s->fn.open, s->fn.close);

	s->pointer = strchr(type, '*') != NULL;
	s->is_void = !s->pointer && strstr(type, "void");
	s->is_bool = !s->pointer && strstr(type, "bool");
	s->is_int = !s->pointer && !s->is_bool && (strstr(type, "int") || strstr(type, "long") || strstr(type, "ssize_t") || strstr(type, "s32")) &&
		!strstr(type, "unsigned") && !strstr(type, "irqreturn");
	s->errptr = s->pointer && (strstr(body, "ERR_PTR(") || strstr(body, "ERR_CAST("));
	free(type);
	free(body);
}

static bool find_site(struct site *s, struct strbuf *why)
{
	const struct place *at = &s->f->at;
	bool in_declaration;

	s->src = place_in(s->cx, at, &s->fn, why);
	if (!s->src)
		return false;
	s->c = &s->src->code;
	s->call = code_at(s->c, &s->fn, at->line, at->col);
	if (s->call == CODE_NONE || !code_statement(s->c, &s->fn, s->call, &s->first, &s->end)) {
		strbuf_puts(why, "the allocation is not a statement of its own");
		return false;
	}
	for (s->eq = s->first; s->eq < s->end && !code_is(s->c, s->eq, "="); s->eq++)
		;
	if (s->eq >= s->call || code_is(s->c, s->first, "return")) {
		strbuf_puts(why, "the result is not assigned to anything");
		return false;
	}
	s->next = code_past_declarations(s->c, &s->fn, s->first);
	in_declaration = s->next != CODE_NONE;
	if (in_declaration && code_is(s->c, s->next, "}"))
		return false;
	return_type(s);
	return true;
}

static struct attempt *add(struct site *s, attempts *out, const char *form)
{
	struct attempt *a = attempt_new(s->cx, out, "unchecked_alloc.cocci", s->src->path, s->f->at.func);
	char *x = code_words(s->c, s->first, s->eq - 1), *name = strrchr(x, ' '), *call = code_word(s->c, s->call);

	attempt_def(a, "%s", form);
	attempt_line(a, s->f->at.line);
	attempt_lines_done(a);
	if (s->next != CODE_NONE)
		attempt_def(a, "next=%u", s->c->tok.at[s->next].line);
	if (s->next != CODE_NONE)
		attempt_line(a, s->c->tok.at[s->next].line);
	name = s->next != CODE_NONE && name ? name + 1 : x;
	attempt_say(a, "Check the result of an allocation", "%s() may fail, and %s() uses %s without a test.  Test it, and "
		    "fail as the function does elsewhere.", call, report_str(s->cx->r, s->f->at.func),
		    name + strspn(name, "*"));
	free(x);
	free(call);
	return a;
}

static bool is_name(const struct code *c, u32 tok)
{
	return c->tok.at[tok].kind == TOK_WORD && !isdigit((unsigned char)c->text[c->tok.at[tok].at]) && !code_is(c, tok, "NULL") &&
		!code_is(c, tok, "true") && !code_is(c, tok, "false");
}

/* The variable that "x = -ECODE;" in [from, to] sets, CODE_NONE. */
static u32 error_variable(const struct code *c, u32 from, u32 to)
{
	for (u32 i = from; i + 3 <= to; i++)
		if (is_name(c, i) && code_is(c, i + 1, "=") && code_is(c, i + 2, "-") && c->text[c->tok.at[i + 3].at] == 'E')
			return i;
	return CODE_NONE;
}

static bool by_goto(struct site *s, const struct code_exit *e, attempts *out)
{
	char *label = code_word(s->c, e->first + 1);
	u32 at = code_label(s->c, &s->fn, label), from, last, var = CODE_NONE;
	struct attempt *a;
	const char *form = "do_goto";

	if (at == CODE_NONE || at < s->end) {
		free(label);
		return false;
	}
	if (code_return(s->c, &s->fn, at, &from, &last) && from <= last) {
		if (from == last && is_name(s->c, from))
			var = from;
		else if (code_is(s->c, from, "ERR_PTR") && last == from + 3)
			var = from + 2;
		else if (last > from && !code_is(s->c, from, "-"))
			var = error_variable(s->c, e->body, e->body_end);
	}
	if (var != CODE_NONE && s->pointer && var == from)
		form = s->errptr ? "set_errptr_goto" : NULL;
	else if (var != CODE_NONE)
		form = s->is_int || s->pointer || error_variable(s->c, e->body, e->body_end) != CODE_NONE ? "set_goto" : NULL;
	if (form) {
		a = add(s, out, form);
		attempt_def(a, "label=%s", label);
		attempt_def(a, "code=ENOMEM");
		if (var != CODE_NONE) {
			char *ret = code_word(s->c, var);

			attempt_def(a, "ret=%s", ret);
			free(ret);
		}
	}
	free(label);
	return form != NULL;
}

/*
 * Memory that the function allocated just before, and that nobody else releases yet: what the last failure tested.
 * *release is its function.
 */
static char *own_memory(const struct site *s, u32 from, const char **release)
{
	for (u32 i = from; (i = code_next_call(s->c, i, s->first)) != CODE_NONE; i++) {
		char *name = code_word(s->c, i);
		bool managed = !strncmp(name, "devm_", 5) || !strncmp(name, "drmm_", 5) || !strncmp(name, "dmam_", 5);

		*release = managed ? NULL : release_of(s->cx->releases, s->cx->rules, name);
		free(name);
		if (*release && i > from + 1 && code_is(s->c, i - 1, "=") && is_name(s->c, i - 2) && !code_is(s->c, i - 3, ">") &&
		    !code_is(s->c, i - 3, "."))
			return code_word(s->c, i - 2);
	}
	return NULL;
}

/* A function that has no way to fail, and waits anyway: then the allocation may wait until it succeeds. */
static void by_waiting(struct site *s, attempts *out)
{
	struct attempt *a;

	for (u32 i = s->call; i < s->end; i++) {
		if (!code_is(s->c, i, "GFP_KERNEL") || !(code_is(s->c, i + 1, ")") || code_is(s->c, i + 1, ",")))
			continue;
		a = attempt_new(s->cx, out, "gfp_flags.cocci", s->src->path, s->f->at.func);
		attempt_line(a, s->f->at.line);
		attempt_lines_done(a);
		attempt_def(a, "append");
		attempt_def(a, "beside=GFP_KERNEL");
		attempt_def(a, "more=__GFP_NOFAIL");
		attempt_say(a, "Do not fail an allocation", "%s() cannot fail and cannot go on without the memory, so the "
			    "allocation has to wait for it.", report_str(s->cx->r, s->f->at.func));
		return;
	}
}

/* A return by the function's type; sample: the first token of a value that is returned on failure, CODE_NONE. */
static bool by_return(struct site *s, u32 sample, attempts *out)
{
	struct attempt *a;

	if (holds_lock(s->c, s->fn.open, s->first))
		return false;
	if (s->is_void) {
		/* nobody is told: what is left undone may be needed */
		if (!strstr(report_str(s->cx->r, s->f->message), " is used "))
			return false;
		add(s, out, "return_void");
	} else if (s->pointer) {
		bool null = sample != CODE_NONE ? code_is(s->c, sample, "NULL") : !s->errptr;

		a = add(s, out, null ? "return_null" : "return_errptr");
		if (!null)
			attempt_def(a, "code=ENOMEM");
	} else if (s->is_bool) {
		a = add(s, out, "return_value");
		attempt_def(a, "value=false");
	} else if (s->is_int) {
		a = add(s, out, "return_code");
		attempt_def(a, "code=ENOMEM");
	} else {
		return false;
	}
	return true;
}

/* "return 0" of an int is success, "return 1" is something else; so is "return true". */
static bool returns_failure(const struct site *s, const struct code_exit *e)
{
	u32 v = e->first + 1;

	if (v == e->end)
		return s->is_void;
	if (s->pointer)
		return code_is(s->c, v, "NULL") || code_is(s->c, v, "ERR_PTR") || code_is(s->c, v, "ERR_CAST") || is_name(s->c, v);
	if (s->is_bool)
		return code_is(s->c, v, "false");
	if (code_is(s->c, v, "-"))
		return true;
	return s->is_int && is_name(s->c, v);
}

static bool is_failure(const struct site *s, const struct code_exit *e)
{
	return code_is(s->c, e->first, "goto") || returns_failure(s, e);
}

static bool as_exit(struct site *s, const struct code_exit *e, attempts *out)
{
	if (code_is(s->c, e->first, "goto"))
		return by_goto(s, e, out);
	return only_speaks(s, e->body, e->body_end) && by_return(s, e->first + 1, out);
}

/* May what lies between the two tokens have to be undone?  By the names of what is called there. */
static bool needs_undo(const struct site *s, u32 from, u32 to)
{
	for (u32 i = from; (i = code_next_call(s->c, i, to)) != CODE_NONE; i++) {
		char *name = code_word(s->c, i);
		bool managed = !strncmp(name, "devm_", 5) || !strncmp(name, "drmm_", 5) || !strncmp(name, "dmam_", 5);
		bool init = strstr(name, "_init") || strstr(name, "INIT_");
		bool takes = !managed && !init && rules_guess(s->cx->rules, name, NAME_UNDONE) &&
			!release_of(s->cx->releases, s->cx->rules, name);

		free(name);
		if (takes)
			return true;
	}
	return false;
}

void choose_unchecked(const struct fix_ctx *cx, const struct finding *f, attempts *out, struct strbuf *why)
{
	struct site s = { .cx = cx, .f = f };
	const struct code_exit *before = NULL, *after = NULL;
	code_exits exits = { 0 };
	u32 since;

	if (!find_site(&s, why))
		return;
	code_failures(s.c, &s.fn, &exits);
	for (u32 i = 0; i < exits.nr; i++) {
		const struct code_exit *e = &exits.at[i];

		if (!is_failure(&s, e))
			continue;
		if (e->end < s.first)
			before = e;
		else if (!after && e->cond > s.end)
			after = e;
	}
	if (after)
		as_exit(&s, after, out);
	since = before ? before->cond : s.fn.open;
	/* what the last failure before tested was called in the statement before its condition, or in it */
	while (before && since > s.fn.open + 1 && !code_is(s.c, since - 1, "{") && !code_is(s.c, since - 1, "}") &&
	       (since == before->cond || !code_is(s.c, since - 1, ";")))
		since--;
	if (before && !needs_undo(&s, since, s.first)) {
		const char *release = NULL;
		char *own = own_memory(&s, since, &release);
		u32 nr = out->nr;

		as_exit(&s, before, out);
		for (u32 i = nr; own && code_is(s.c, before->first, "return") && i < out->nr; i++) {
			attempt_def(&out->at[i], "undo");
			attempt_def(&out->at[i], "also=%s", own);
			attempt_def(&out->at[i], "release=%s", release);
		}
		free(own);
	}
	if (!before && !after && !needs_undo(&s, s.fn.open, s.first) && !s.is_void)
		by_return(&s, CODE_NONE, out);
	if (!out->nr && !before && !after && s.is_void && strstr(report_str(cx->r, f->message), " is used "))
		by_waiting(&s, out);
	if (!out->nr)
		strbuf_puts(why, !before && !after ? "the function has no way to fail" :
			    "how the function has to fail there cannot be told from its other failures");
	vec_free(&exits);
}
