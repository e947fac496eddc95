// SPDX-License-Identifier: GPL-2.0-only
/*
 * An attempt to edits: spatch on the text, and what it did looked at.
 *
 * Spatch changes what matches, and keeps silent about what does not.  So: every line that was asked for has a change at
 * it or beside it, and no change is anywhere else.  Its layout is put into the kernel's where it differs.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "fix/fix_int.h"

/* Parameters end up in scripts: nothing but names, numbers and paths. */
static bool is_safe(const char *def)
{
	for (; *def; def++)
		if (!isalnum((unsigned char)*def) && !strchr("_=.,/-+", *def))
			return false;
	return true;
}

static bool file_is_safe(const char *name)
{
	return *name && *name != '-' && *name != '.' && is_safe(name);
}

/* Does old have these two lines, from the beginning of the first to the end of the second? */
static bool has_lines(const char *old, const char *first, const char *second)
{
	size_t n = (size_t)(second - first) + strcspn(second, "\n");

	return memmem(old, strlen(old), first, n) != NULL;
}

/* "}\n\telse" is how spatch closes a branch that it gave braces; what was so before stays. */
static void join_else(struct strbuf *text, const char *old)
{
	struct strbuf out = { 0 };
	const char *s = strbuf_str(text), *line = s;

	for (; *s; s++) {
		const char *e = s + 1;

		strbuf_putc(&out, *s);
		if (*s == '\n')
			line = e;
		if (*s != '}' || *e != '\n')
			continue;
		e += 1 + strspn(e + 1, "\t ");
		if (strncmp(e, "else", 4) || isalnum((unsigned char)e[4]) || e[4] == '_' || has_lines(old, line, s + 2))
			continue;
		strbuf_putc(&out, ' ');
		s = e - 1;
	}
	strbuf_free(text);
	*text = out;
}

/* An empty line that spatch adds is indented; no line of the old text is changed. */
static void empty_lines(struct strbuf *text, const char *old)
{
	struct strbuf out = { 0 };

	if (strstr(old, "\n\t\n"))
		return;
	for (const char *s = strbuf_str(text); *s; s++)
		if (strncmp(s, "\t\n", 2) || s == text->buf || s[-1] != '\n')
			strbuf_putc(&out, *s);
	strbuf_free(text);
	*text = out;
}

/* First and last line (from 1) of the statement at a line. */
static void extent(const struct part *a, u32 line, u32 *from, u32 *to)
{
	const struct code *c = &a->src->code;
	struct code_fn fn;
	u32 tok, first, end;

	*from = *to = line;
	if (!code_function(c, line, &fn))
		return;
	tok = code_at_line(c, &fn, line);
	if (tok == CODE_NONE)
		return;
	if (code_statement(c, &fn, tok, &first, &end)) {
		*from = c->tok.at[first].line;
		*to = c->tok.at[end].line;
	} else {
		*to = line + 3;
	}
}

static bool beside(const struct edit *e, u32 from, u32 to)
{
	return e->at + 1 <= to + 2 && e->at + e->nr + 2 >= from;
}

/* Each line changed, and nothing but these. */
static bool changed_as_asked(const struct part *a, const struct edits *e, struct strbuf *why)
{
	for (u32 i = 0; i < a->line.nr; i++) {
		u32 from, to;
		bool hit = false;

		extent(a, a->line.at[i], &from, &to);
		for (u32 k = 0; k < e->at.nr; k++)
			hit |= beside(&e->at.at[k], from, to);
		if (!hit && strcmp(a->cocci, "unchecked_alloc.cocci")) {
			strbuf_printf(why, "the semantic patch does not match at line %u", a->line.at[i]);
			return false;
		}
	}
	for (u32 k = 0; k < e->at.nr; k++) {
		bool wanted = false;

		for (u32 i = 0; i < a->line.nr && !wanted; i++) {
			u32 from, to;

			extent(a, a->line.at[i], &from, &to);
			wanted = beside(&e->at.at[k], from, to);
		}
		if (!wanted) {
			strbuf_printf(why, "the semantic patch changed line %u, too", e->at.at[k].at + 1);
			return false;
		}
	}
	return e->at.nr;
}

static bool is_blank_to(const char *s, const char *end)
{
	while (s < end && (*s == ' ' || *s == '\t'))
		s++;
	return s == end;
}

/* The beginning of the comment that ends right before the line that begins at s, and has its lines for itself; s. */
static const char *comment_before(const char *text, const char *s)
{
	const char *end = s, *open, *line;

	while (end > text && isspace((unsigned char)end[-1]))
		end--;
	if (end - text < 4 || strncmp(end - 2, "*/", 2) || memchr(end, '\n', (size_t)(s - end)) != s - 1)
		return s;
	for (open = end - 4; open > text && strncmp(open, "/*", 2); open--)
		;
	for (line = open; line > text && line[-1] != '\n'; line--)
		;
	return is_blank_to(line, open) ? line : s;
}

/* A line that spatch put between a statement and the comment about it goes in front of the comment. */
static void lift_over_comments(struct edits *e, const char *old)
{
	for (u32 i = 0; i < e->at.nr; i++) {
		const char *s = old, *to;

		for (u32 n = e->at.at[i].at; n && s; n--)
			s = strchr(s, '\n') ? strchr(s, '\n') + 1 : NULL;
		if (!s || e->at.at[i].nr)
			continue;
		to = comment_before(old, s);
		if (i && to < s && e->at.at[i - 1].at + 8 > e->at.at[i].at)
			continue;
		for (; to < s; to++)
			e->at.at[i].at -= *to == '\n';
	}
}

/* Comments that have their lines for themselves. */
static u32 nr_comments(const char *text)
{
	u32 n = 0;

	for (const char *s = text; (s = strstr(s, "/*")); s += 2) {
		const char *line = s;

		while (line > text && line[-1] != '\n')
			line--;
		n += is_blank_to(line, s);
	}
	return n;
}

/* What stands between two statements that change goes with them in some cases. */
static bool keeps_comments(const char *old, const char *new, struct strbuf *why)
{
	if (nr_comments(new) >= nr_comments(old))
		return true;
	strbuf_puts(why, "a comment would be lost");
	return false;
}

static bool is_clean(const struct part *a, const char *name, struct strbuf *why)
{
	bool safe = file_is_safe(name);

	for (u32 i = 0; i < a->defs.nr; i++)
		safe &= is_safe(a->defs.at[i]);
	if (!safe)
		strbuf_puts(why, "a name is not one that a script may be given");
	return safe;
}

static int apply_part(struct spatch *sp, const struct part *a, struct edits *out, struct strbuf *why, struct err *err)
{
	const char *slash = strrchr(a->src->path, '/'), *name = slash ? slash + 1 : a->src->path;
	const char *old = strbuf_str(&a->src->text);
	struct strbuf text = { 0 };
	int ret;

	if (!is_clean(a, name, why))
		return 1;
	ret = spatch_apply(sp, a->cocci, &a->defs, name, old, &text, why, err);
	if (!ret) {
		join_else(&text, old);
		empty_lines(&text, old);
		edits_diff(old, strbuf_str(&text), out);
		if (!strcmp(a->cocci, "lock_region.cocci"))
			lift_over_comments(out, old);
		if (!changed_as_asked(a, out, why) || !keeps_comments(old, strbuf_str(&text), why)) {
			edits_free(out);
			ret = 1;
		}
	}
	strbuf_free(&text);
	return ret;
}

int fix_apply(struct spatch *sp, const struct attempt *a, changes *out, struct strbuf *why, struct err *err)
{
	int ret = 0;

	*out = (changes){ 0 };
	for (u32 i = 0; !ret && i < a->part.nr; i++) {
		changes one = { 0 };

		vec_push(&one, (struct change){ .src = a->part.at[i].src });
		ret = apply_part(sp, &a->part.at[i], &one.at[0].edits, why, err);
		if (!ret && changes_meet(out, &one)) {
			strbuf_puts(why, "its parts meet in a file");
			ret = 1;
		}
		if (!ret)
			changes_merge(out, &one);
		changes_free(&one);
	}
	if (ret)
		changes_free(out);
	return ret;
}
