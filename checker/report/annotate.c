// SPDX-License-Identifier: GPL-2.0-only
/*
 * Annotations in the source, for code that is not the kernel's own:
 *
 *	buf = kmalloc(n, GFP_KERNEL);	// gfpcheck: ignore[leak] the core frees it, see foo_core.c
 *
 * on the line of the finding, or in a comment of its own above that line; several such comments may stand above each
 * other.  The check has to be named and the reason given; what has neither, or fits no finding, is a note.
 * Input: the text of files below the tree.  Cost: a search of one word in each file of the scope, up to MAX_FILES; beyond,
 * in files with findings only.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "report/suppress.h"

#define WORD "gfpcheck:"
/* Why: beyond that it is a kernel, which has no such comments, and reading it all again takes a minute off a cold disk. */
#define MAX_FILES 1000u

struct annotation {
	u32 line, col;		/* of the word */
	u32 target;		/* the line that it is about */
	const char *checks;	/* "leak,double-free", checks_len bytes */
	u32 checks_len;
	const char *reason;
	u32 reason_len;
	const char *mistake;	/* NULL: none */
	bool used;
};

struct annotated {
	const struct source *src;
	VEC(struct annotation) at;
};

static bool only_blanks(const char *s, const char *end)
{
	while (s < end && isspace((unsigned char)*s))
		s++;
	return s == end;
}

/* On the line where the comment ends. */
static bool code_follows(const char *s, const char *end)
{
	while (s < end && (*s == ' ' || *s == '\t' || *s == '\r'))
		s++;
	return s < end && *s != '\n';
}

static u32 line_of(const struct source *src, u32 offset)
{
	u32 lo = 0, hi = src->line.nr;

	while (hi - lo > 1) {
		u32 mid = lo + (hi - lo) / 2;

		if (src->line.at[mid] <= offset)
			lo = mid;
		else
			hi = mid;
	}
	return lo + 1;
}

/* "ignore[checks] reason", from s to end of the comment. */
static void read_words(struct annotation *a, const char *s, const char *end)
{
	static const char word[] = "ignore[";
	const char *close;

	while (s < end && (*s == ' ' || *s == '\t'))
		s++;
	if ((size_t)(end - s) < sizeof(word) || strncmp(s, word, sizeof(word) - 1)) {
		a->mistake = "expected 'gfpcheck: ignore[check] reason'";
		return;
	}
	s += sizeof(word) - 1;
	close = memchr(s, ']', (size_t)(end - s));
	if (!close || close == s || only_blanks(s, close)) {
		a->mistake = "the check is missing: 'gfpcheck: ignore[check] reason'";
		return;
	}
	a->checks = s;
	a->checks_len = (u32)(close - s);
	for (s = close + 1; s < end && isspace((unsigned char)*s); s++)
		;
	while (end > s && (isspace((unsigned char)end[-1]) || end[-1] == '*'))
		end--;
	a->reason = s;
	a->reason_len = (u32)(end - s);
	if (!a->reason_len)
		a->mistake = "the reason is missing: 'gfpcheck: ignore[check] reason'";
}

/* The word at s is an annotation when a comment begins right before it. */
static void add_annotation(struct annotated *f, const char *s)
{
	const char *text = strbuf_str(&f->src->text), *end = text + f->src->text.len, *open = s, *close;
	struct annotation a = { 0 };
	u32 last;

	while (open > text && (open[-1] == ' ' || open[-1] == '\t'))
		open--;
	if (open < text + 2 || open[-2] != '/' || (open[-1] != '*' && open[-1] != '/'))
		return;
	open -= 2;
	close = open[1] == '*' ? memmem(s, (size_t)(end - s), "*/", 2) : memchr(s, '\n', (size_t)(end - s));
	close = close ? close : end;
	a.line = line_of(f->src, (u32)(s - text));
	a.col = (u32)(s - text) - f->src->line.at[a.line - 1] + 1;
	last = close < end ? line_of(f->src, (u32)(close - text)) : f->src->line.nr;
	a.target = last + 1;
	if (!only_blanks(text + f->src->line.at[a.line - 1], open))
		a.target = a.line;
	else if (open[1] == '*' && close < end && code_follows(close + 2, end))
		a.target = last;
	read_words(&a, s + sizeof(WORD) - 1, close);
	vec_push(&f->at, a);
}

static void find_annotations(struct annotated *f)
{
	const char *text = strbuf_str(&f->src->text), *end = text + f->src->text.len, *s = text;

	while ((s = memmem(s, (size_t)(end - s), WORD, sizeof(WORD) - 1))) {
		add_annotation(f, s);
		s += sizeof(WORD) - 1;
	}
	/* one above another one is about the same line */
	for (u32 i = f->at.nr; i-- > 1;)
		if (f->at.at[i - 1].target == f->at.at[i].line && f->at.at[i].target > f->at.at[i].line)
			f->at.at[i - 1].target = f->at.at[i].target;
}

/* Whether list, words by comma, has the check. */
static bool names_check(const struct annotation *a, const char *check)
{
	const char *s = a->checks, *end = s + a->checks_len;
	size_t n = strlen(check);

	while (s < end) {
		const char *comma = memchr(s, ',', (size_t)(end - s)), *stop = comma ? comma : end;
		size_t len;

		while (s < stop && *s == ' ')
			s++;
		len = (size_t)(stop - s);
		while (len && s[len - 1] == ' ')
			len--;
		if (len == n && !strncmp(s, check, n))
			return true;
		s = stop + 1;
	}
	return false;
}

static void mark(struct report *r, struct annotated *a, struct finding *f)
{
	for (u32 i = 0; i < a->at.nr; i++) {
		struct annotation *x = &a->at.at[i];

		if (x->mistake || x->target != f->at.line || !names_check(x, f->check))
			continue;
		x->used = true;
		if (f->suppressed)
			continue;
		f->suppressed = SUPPRESSED_IN_SOURCE;
		f->reason = strtab_addn(&r->str, x->reason, x->reason_len);
	}
}

/* All the checks it names ran and exist; *unknown: one that does not exist. */
static bool is_judged(const struct annotation *a, const struct suppress_scope *scope, bool *unknown)
{
	char *list = xmalloc(a->checks_len + 1u), *save = NULL;
	bool ran = true;

	memcpy(list, a->checks, a->checks_len);
	list[a->checks_len] = '\0';
	*unknown = false;
	for (char *w = strtok_r(list, ", ", &save); w; w = strtok_r(NULL, ", ", &save)) {
		*unknown |= !scope->is_check(w);
		ran = ran && (scope->everything || scope->check_ran(scope->ctx, w));
	}
	free(list);
	return ran;
}

static void add_note(struct report *r, const char *file, const struct annotation *a, const char *text)
{
	struct place at = { .file = strtab_add(&r->str, file), .line = a->line, .col = a->col };

	report_add(r, "suppression", SEV_NOTE, CONF_HIGH, at, text, text);
}

static void add_notes(struct report *r, const char *file, const struct annotated *f, const struct suppress_scope *scope)
{
	for (u32 i = 0; i < f->at.nr; i++) {
		const struct annotation *a = &f->at.at[i];
		bool unknown;

		if (a->mistake) {
			add_note(r, file, a, a->mistake);
			continue;
		}
		if (is_judged(a, scope, &unknown) && !a->used && !unknown)
			add_note(r, file, a, "this annotation fits no finding");
		if (unknown)
			add_note(r, file, a, "this annotation names a check that does not exist");
	}
}

/* in_scope: a file of the scope, whose unused annotations are told. */
static void one_file(struct report *r, struct sources *sources, const char *file, u32 first, u32 nr, bool in_scope,
		     const struct suppress_scope *scope)
{
	struct annotated f = { 0 };

	if (!sources_contain(sources, file, WORD))
		return;
	f.src = sources_get(sources, file);
	if (!f.src)
		return;
	find_annotations(&f);
	for (u32 i = first; i < first + nr; i++)
		mark(r, &f, &r->finding.at[i]);
	if (in_scope && !scope->only_mark)
		add_notes(r, file, &f, scope);
	vec_free(&f.at);
}

static bool has_file(const struct suppress_scope *scope, const char *file)
{
	u32 lo = 0, hi = scope->nr_files;

	while (lo < hi) {
		u32 mid = lo + (hi - lo) / 2;
		int d = strcmp(file, scope->file[mid]);

		if (!d)
			return true;
		if (d < 0)
			hi = mid;
		else
			lo = mid + 1;
	}
	return false;
}

void suppress_by_source(struct report *r, struct sources *src, const struct suppress_scope *scope)
{
	u32 nr = r->finding.nr, nr_files = 0;
	struct map done = { 0 };
	char **file = xcalloc(nr, sizeof(*file));

	for (u32 i = 0, end; i < nr; i = end) {
		for (end = i; end < nr && r->finding.at[end].at.file == r->finding.at[i].at.file; end++)
			;
		file[nr_files] = xstrdup(report_str(r, r->finding.at[i].at.file));
		map_put(&done, hash_str(file[nr_files]), 1);
		one_file(r, src, file[nr_files], i, end - i, has_file(scope, file[nr_files]), scope);
		nr_files++;
	}
	for (u32 i = 0; scope->nr_files <= MAX_FILES && i < scope->nr_files; i++)
		if (map_get(&done, hash_str(scope->file[i])) == MAP_NONE)
			one_file(r, src, scope->file[i], 0, 0, true, scope);
	for (u32 i = 0; i < nr_files; i++)
		free(file[i]);
	free(file);
	map_free(&done);
}
