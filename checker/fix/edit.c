// SPDX-License-Identifier: GPL-2.0-only
/*
 * Line edits: the differences of two texts, merged, applied and printed.
 *
 * The longest common subsequence of the lines between the first and the last difference, by a table; beyond
 * MAX_CELLS all of them are one edit, which is right too, only longer.  A last line without a newline stays so.
 */
#include "fix/edit.h"

#include <stdlib.h>
#include <string.h>

#define MAX_CELLS (16u << 20)
#define AROUND 3u

struct lines {
	VEC(const char *) at;	/* the beginning of each, and the end of the text behind them */
};

static void lines_of(const char *s, struct lines *out)
{
	vec_push(&out->at, s);
	while (*s) {
		const char *nl = strchr(s, '\n');

		s = nl ? nl + 1 : s + strlen(s);
		vec_push(&out->at, s);
	}
}

static u32 nr_lines(const struct lines *l)
{
	return l->at.nr - 1;
}

static size_t line_len(const struct lines *l, u32 i)
{
	return (size_t)(l->at.at[i + 1] - l->at.at[i]);
}

static bool same_line(const struct lines *a, u32 i, const struct lines *b, u32 j)
{
	return line_len(a, i) == line_len(b, j) && !memcmp(a->at.at[i], b->at.at[j], line_len(a, i));
}

void edits_free(struct edits *e)
{
	vec_free(&e->at);
	strbuf_free(&e->text);
}

static void add_edit(struct edits *out, u32 at, u32 nr, const char *text, size_t len, u32 nr_new)
{
	vec_push(&out->at, (struct edit){ at, nr, (u32)out->text.len, (u32)len, nr_new });
	strbuf_add(&out->text, text, len);
}

/* Lines [i, i + n) of a against [j, j + m) of b. */
static void diff_middle(const struct lines *a, u32 i, u32 n, const struct lines *b, u32 j, u32 m, struct edits *out)
{
	u32 *best, x = 0, y = 0, w = m + 1;	/* best[x * w + y]: common lines of the rests */

	if ((u64)(n + 1) * (m + 1) > MAX_CELLS) {
		add_edit(out, i, n, b->at.at[j], (size_t)(b->at.at[j + m] - b->at.at[j]), m);
		return;
	}
	best = xcalloc((size_t)(n + 1) * w, sizeof(*best));
	for (u32 p = n; p--;)
		for (u32 q = m; q--;)
			best[p * w + q] = same_line(a, i + p, b, j + q) ? best[(p + 1) * w + q + 1] + 1 :
				MAX(best[(p + 1) * w + q], best[p * w + q + 1]);
	while (x < n || y < m) {
		u32 x0 = x, y0 = y;

		while ((x < n || y < m) && !(x < n && y < m && same_line(a, i + x, b, j + y))) {
			if (x < n && (y == m || best[(x + 1) * w + y] >= best[x * w + y + 1]))
				x++;
			else
				y++;
		}
		if (x > x0 || y > y0)
			add_edit(out, i + x0, x - x0, b->at.at[j + y0], (size_t)(b->at.at[j + y] - b->at.at[j + y0]),
				 y - y0);
		for (; x < n && y < m && same_line(a, i + x, b, j + y); x++)
			y++;
	}
	free(best);
}

void edits_diff(const char *old, const char *new, struct edits *out)
{
	struct lines a = { 0 }, b = { 0 };
	u32 head = 0, tail = 0, n, m;

	*out = (struct edits){ 0 };
	lines_of(old, &a);
	lines_of(new, &b);
	n = nr_lines(&a);
	m = nr_lines(&b);
	while (head < n && head < m && same_line(&a, head, &b, head))
		head++;
	while (tail < n - head && tail < m - head && same_line(&a, n - 1 - tail, &b, m - 1 - tail))
		tail++;
	if (head + tail < n || head + tail < m)
		diff_middle(&a, head, n - head - tail, &b, head, m - head - tail, out);
	vec_free(&a.at);
	vec_free(&b.at);
}

bool edits_meet(const struct edits *a, const struct edits *b)
{
	for (u32 i = 0; i < a->at.nr; i++)
		for (u32 k = 0; k < b->at.nr; k++) {
			const struct edit *x = &a->at.at[i], *y = &b->at.at[k];

			if (x->at <= y->at + y->nr && y->at <= x->at + x->nr)
				return true;
		}
	return false;
}

static int edit_order(const void *pa, const void *pb)
{
	const struct edit *a = pa, *b = pb;

	return a->at < b->at ? -1 : a->at > b->at;
}

void edits_merge(struct edits *a, const struct edits *b)
{
	for (u32 i = 0; i < b->at.nr; i++) {
		const struct edit *e = &b->at.at[i];

		add_edit(a, e->at, e->nr, strbuf_str(&b->text) + e->text, e->len, e->nr_new);
	}
	if (a->at.nr)
		qsort(a->at.at, a->at.nr, sizeof(a->at.at[0]), edit_order);
}

void edits_apply(const struct edits *e, const char *old, struct strbuf *out)
{
	struct lines a = { 0 };
	u32 at = 0;

	lines_of(old, &a);
	for (u32 i = 0; i < e->at.nr; i++) {
		const struct edit *x = &e->at.at[i];

		strbuf_add(out, a.at.at[at], (size_t)(a.at.at[x->at] - a.at.at[at]));
		strbuf_add(out, strbuf_str(&e->text) + x->text, x->len);
		at = x->at + x->nr;
	}
	strbuf_puts(out, a.at.at[at]);
	vec_free(&a.at);
}

u32 edits_line(const struct edits *e, u32 line)
{
	u32 old = line - 1, to = line;

	for (u32 i = 0; i < e->at.nr && e->at.at[i].at <= old; i++) {
		const struct edit *x = &e->at.at[i];

		if (old < x->at + x->nr) {
			/* replaced one for one, it is still there */
			if (x->nr != x->nr_new)
				return 0;
			continue;
		}
		to = to + x->nr_new - x->nr;
	}
	return to;
}

u32 edits_old_line(const struct edits *e, u32 line)
{
	u32 now = line - 1;
	s64 shift = 0;		/* new lines less old ones, before this */

	for (u32 i = 0; i < e->at.nr; i++) {
		const struct edit *x = &e->at.at[i];
		u32 at = (u32)(x->at + shift);

		if (now < at)
			break;
		if (now < at + x->nr_new)
			return x->at + MIN(now - at, x->nr ? x->nr - 1 : 0) + 1;
		shift += (s64)x->nr_new - x->nr;
	}
	return (u32)(now - shift) + 1;
}

static void put_line(char mark, const char *s, const char *end, struct strbuf *out)
{
	strbuf_putc(out, mark);
	strbuf_add(out, s, (size_t)(end - s));
	if (end == s || end[-1] != '\n')
		strbuf_puts(out, "\n\\ No newline at end of file\n");
}

static void put_text(char mark, const char *s, size_t len, struct strbuf *out)
{
	const char *end = s + len;

	while (s < end) {
		const char *nl = memchr(s, '\n', (size_t)(end - s));

		put_line(mark, s, nl ? nl + 1 : end, out);
		s = nl ? nl + 1 : end;
	}
}

/* Edits [i, k) as one hunk. */
static void put_hunk(const struct edits *e, u32 i, u32 k, const struct lines *a, s64 shift, struct strbuf *out)
{
	u32 first = e->at.at[i].at > AROUND ? e->at.at[i].at - AROUND : 0, at;
	u32 last = MIN(e->at.at[k - 1].at + e->at.at[k - 1].nr + AROUND, nr_lines(a));
	s64 grown = 0;

	for (u32 x = i; x < k; x++)
		grown += (s64)e->at.at[x].nr_new - e->at.at[x].nr;
	strbuf_printf(out, "@@ -%u,%u +%lld,%lld @@\n", last > first ? first + 1 : first, last - first,
		      (long long)(first + 1 + shift), (long long)(last - first + grown));
	at = first;
	for (u32 x = i; x <= k; x++) {
		const struct edit *ed = x < k ? &e->at.at[x] : NULL;
		u32 until = ed ? ed->at : last;

		for (; at < until; at++)
			put_line(' ', a->at.at[at], a->at.at[at + 1], out);
		for (; ed && at < ed->at + ed->nr; at++)
			put_line('-', a->at.at[at], a->at.at[at + 1], out);
		if (ed)
			put_text('+', strbuf_str(&e->text) + ed->text, ed->len, out);
	}
}

void edits_unified(const struct edits *e, const char *old, const char *path, struct strbuf *out)
{
	struct lines a = { 0 };
	s64 shift = 0;
	u32 k;

	lines_of(old, &a);
	strbuf_printf(out, "--- a/%s\n+++ b/%s\n", path, path);
	for (u32 i = 0; i < e->at.nr; i = k) {
		for (k = i + 1; k < e->at.nr; k++)
			if (e->at.at[k].at > e->at.at[k - 1].at + e->at.at[k - 1].nr + 2 * AROUND)
				break;
		put_hunk(e, i, k, &a, shift, out);
		for (u32 x = i; x < k; x++)
			shift += (s64)e->at.at[x].nr_new - e->at.at[x].nr;
	}
	vec_free(&a.at);
}
