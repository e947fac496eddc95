// SPDX-License-Identifier: GPL-2.0-only
/*
 * Applies hunks to a text, by the rules of `git apply`: all of a hunk's old lines must stand somewhere behind the hunk
 * before it, looked for at its line first and then alternately further away.  One that begins at line 1 is tried at the
 * beginning before that, one without lines of context behind its changes at the end.
 *
 * Cost: lines are compared by hash first, so that a text is passed once a hunk at worst.
 */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "patch/patch.h"

struct line {
	const char *s;
	size_t len;		/* with the newline that it has */
	u64 hash;
};

typedef VEC(struct line) lines;

struct sides {
	lines old, new;
	u32 leading, trailing;	/* lines of context */
};

static void push_line(lines *v, const char *s, size_t len)
{
	vec_push(v, (struct line){ s, len, hash_bytes(s, len) });
}

static void split(const char *s, size_t len, lines *out)
{
	while (len) {
		const char *nl = memchr(s, '\n', len);
		size_t n = nl ? (size_t)(nl - s) + 1 : len;

		push_line(out, s, n);
		s += n;
		len -= n;
	}
}

static void cut_newline(lines *v)
{
	struct line *last = v->nr ? &vec_last(v) : NULL;

	if (!last || !last->len)
		return;
	last->len--;
	last->hash = hash_bytes(last->s, last->len);
}

static void sides_of(const char *s, size_t len, struct sides *out)
{
	bool changed = false;
	char before = 0;

	*out = (struct sides){ 0 };
	while (len) {
		const char *nl = memchr(s, '\n', len);
		size_t n = nl ? (size_t)(nl - s) + 1 : len;

		if (*s == '\\') {		/* no newline at the end of what stood before */
			if (before != '+')
				cut_newline(&out->old);
			if (before != '-')
				cut_newline(&out->new);
		} else {
			if (*s != '+')
				push_line(&out->old, s + 1, n - 1);
			if (*s != '-')
				push_line(&out->new, s + 1, n - 1);
			changed |= *s != ' ';
			out->leading += *s == ' ' && !changed;
			out->trailing = *s == ' ' ? out->trailing + 1 : 0;
			before = *s;
		}
		s += n;
		len -= n;
	}
}

static bool fits(const lines *text, const lines *old, u32 at)
{
	if ((u64)at + old->nr > text->nr)
		return false;
	for (u32 i = 0; i < old->nr; i++) {
		const struct line *a = &text->at[at + i], *b = &old->at[i];

		if (a->hash != b->hash || a->len != b->len || memcmp(a->s, b->s, a->len))
			return false;
	}
	return true;
}

/* Where it fits, not before `least`; UINT32_MAX: nowhere. */
static u32 find(const lines *text, const struct sides *h, const struct patch_hunk *hunk, s64 offset, u32 least)
{
	bool bare = !h->leading && !h->trailing;	/* diff -U0 */
	s64 want = (s64)hunk->old_at + offset - (h->old.nr ? 1 : 0), last = (s64)text->nr - h->old.nr;

	if (last < (s64)least)
		return UINT32_MAX;
	want = MIN(MAX(want, (s64)least), last);
	if (!h->old.nr)
		return (u32)want;
	if (!least && hunk->old_at <= 1 && !bare && fits(text, &h->old, 0))
		return 0;
	if (!bare && !h->trailing && fits(text, &h->old, (u32)last))
		return (u32)last;
	for (s64 d = 0; want - d >= (s64)least || want + d <= last; d++) {
		if (want + d <= last && fits(text, &h->old, (u32)(want + d)))
			return (u32)(want + d);
		if (d && want - d >= (s64)least && fits(text, &h->old, (u32)(want - d)))
			return (u32)(want - d);
	}
	return UINT32_MAX;
}

static void put(struct strbuf *out, const lines *v, u32 from, u32 to)
{
	for (u32 i = from; i < to; i++)
		strbuf_add(out, v->at[i].s, v->at[i].len);
}

int patch_apply(const struct patch_series *s, const struct patch_file *f, const char *text, size_t len,
		struct strbuf *out, struct err *err)
{
	lines old = { 0 };
	s64 offset = 0;
	u32 done = 0;
	int ret = 0;

	split(text, len, &old);
	for (u32 i = 0; i < f->nr_hunk && !ret; i++) {
		const struct patch_hunk *hunk = &s->hunk.at[f->hunk + i];
		struct sides h;
		u32 at;

		sides_of(s->body.buf + hunk->text, hunk->len, &h);
		at = find(&old, &h, hunk, offset, done);
		if (at == UINT32_MAX) {
			ret = err_set(err, "%s: hunk %u (@@ -%u,%u, line %u of the patch) does not apply",
				      f->old_path ? f->old_path : f->new_path, i + 1, hunk->old_at, hunk->old_nr, hunk->line);
		} else {
			put(out, &old, done, at);
			put(out, &h.new, 0, h.new.nr);
			done = at + h.old.nr;
			offset = (s64)at - ((s64)hunk->old_at - (h.old.nr ? 1 : 0));
		}
		vec_free(&h.old);
		vec_free(&h.new);
	}
	if (!ret)
		put(out, &old, done, old.nr);
	vec_free(&old);
	return ret;
}
