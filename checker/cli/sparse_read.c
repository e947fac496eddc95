// SPDX-License-Identifier: GPL-2.0-only
/*
 * The text that sparse printed for one TU, to findings.
 *
 * A message is "file:line:col: warning: text"; lines that follow with the same place and more blanks belong to it
 * ("   expected restricted gfp_t", "   got int").  Anything else is counted and ignored.  The text is untrusted: a
 * file outside of the tree makes no finding, numbers are bounded, and reporters escape the rest.
 */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "cli/sparse.h"

#define MAX_LINE 1000000000ul
#define MAX_MESSAGE 400u

/* One check that sparse feeds. */
static const struct kind {
	const char *check;
	const char *word;	/* in the message or in what follows it */
	const char *own;	/* our check on the same subject: its finding in the same line is the better one */
	enum confidence confidence;
} kinds[] = {
	{ "sparse-context", "context imbalance in '", NULL, CONF_LOW },
	{ "sparse-gfp", "restricted gfp_t", "gfp-flags", CONF_MEDIUM },
};

/* One line, cut apart. */
struct line {
	const char *file;
	size_t file_len;
	u32 line, col;
	const char *text;	/* behind "file:line:col: " */
	size_t len;
};

bool sparse_is_check(const char *id)
{
	for (u32 i = 0; i < ARRAY_SIZE(kinds); i++)
		if (!strcmp(kinds[i].check, id))
			return true;
	return false;
}

/* ":123" at s, from 1 (a column may be 0); NULL when it is none. */
static const char *number(const char *s, const char *end, u32 *out)
{
	unsigned long v = 0;
	const char *at = s + 1;

	if (s >= end || *s != ':')
		return NULL;
	for (; at < end && *at >= '0' && *at <= '9'; at++) {
		v = v * 10 + (unsigned long)(*at - '0');
		if (v > MAX_LINE)
			return NULL;
	}
	*out = (u32)v;
	return at > s + 1 ? at : NULL;
}

static bool cut(const char *s, const char *end, struct line *l)
{
	/* the first ":" that numbers follow: a name may hold colons, too */
	for (const char *at = s + 1; at < end; at++) {
		const char *next = number(at, end, &l->line);

		next = next ? number(next, end, &l->col) : NULL;
		if (!next || end - next < 3 || next[0] != ':' || next[1] != ' ' || !l->line)
			continue;
		*l = (struct line){ s, (size_t)(at - s), l->line, MAX(l->col, 1u), next + 2, (size_t)(end - next - 2) };
		return true;
	}
	return false;
}

static bool starts(const struct line *l, const char *word)
{
	return l->len >= strlen(word) && !memcmp(l->text, word, strlen(word));
}

static bool same_place(const struct line *a, const struct line *b)
{
	return a->line == b->line && a->col == b->col && a->file_len == b->file_len &&
		!memcmp(a->file, b->file, a->file_len);
}

/* The file relative to the tree, or NULL when it stands elsewhere; *full is to be freed. */
static const char *name_in_tree(const struct sparse_reader *rd, const struct line *l, char **full)
{
	struct strbuf name = { 0 };
	const char *rel;

	strbuf_add(&name, l->file, l->file_len);
	*full = path_join(rd->dir, strbuf_str(&name));
	strbuf_free(&name);
	rel = path_below(rd->tree, *full);
	return rel && *rel ? rel : NULL;
}

static bool is_wanted(const struct sparse_reader *rd, const struct kind *k)
{
	for (u32 i = 0; i < rd->nr_checks; i++)
		if (!strcmp(rd->checks[i], k->check))
			return true;
	return !rd->nr_checks;
}

/* We say it ourselves, aloud. */
static bool have_own(const struct sparse_reader *rd, const struct kind *k, u32 file, u32 line)
{
	for (u32 i = 0; k->own && i < rd->nr_own; i++) {
		const struct finding *f = &rd->out->finding.at[i];

		if (f->at.file == file && f->at.line == line && f->confidence >= rd->min_confidence && !strcmp(f->check, k->own))
			return true;
	}
	return false;
}

/* The name in "context imbalance in 'f' - ..."; 0: none. */
static u32 function_of(struct report *out, const char *message)
{
	const char *name = strchr(message, '\''), *end = name ? strchr(name + 1, '\'') : NULL;

	return end && end > name + 1 ? strtab_addn(&out->str, name + 1, (u32)(end - name - 1)) : 0;
}

static void add(struct sparse_reader *rd, const struct line *at, const struct strbuf *message)
{
	const struct kind *k = kinds;
	char *full;
	const char *rel;
	struct place place = { .line = at->line, .col = at->col };

	while (k < kinds + ARRAY_SIZE(kinds) && !strstr(strbuf_str(message), k->word))
		k++;
	if (k == kinds + ARRAY_SIZE(kinds) || !is_wanted(rd, k))
		return;
	rel = name_in_tree(rd, at, &full);
	if (!rel)
		rd->nr_ignored++;
	if (rel) {
		place.file = strtab_add(&rd->out->str, rel);
		if (!strcmp(k->check, "sparse-context"))
			place.func = function_of(rd->out, message->buf);
		if (!have_own(rd, k, place.file, place.line))
			report_add(rd->out, k->check, SEV_WARNING, k->confidence, place, message->buf, message->buf);
	}
	free(full);
}

/* ": expected restricted gfp_t [usertype] flags", one blank between the words. */
static void put_more(struct strbuf *message, const struct line *l)
{
	size_t i = strspn(l->text, " ");

	strbuf_puts(message, message->len ? "; " : "");
	strbuf_add(message, l->text + i, MIN(l->len - MIN(i, l->len), (size_t)MAX_MESSAGE));
}

void sparse_read(struct sparse_reader *rd, const char *text)
{
	struct strbuf message = { 0 };
	struct line first = { 0 }, l;

	for (const char *s = text, *end; *s; s = *end ? end + 1 : end) {
		end = s + strcspn(s, "\n");
		if (!cut(s, end, &l)) {
			rd->nr_ignored += end > s;
			continue;
		}
		if (first.file && same_place(&first, &l) && starts(&l, "   ")) {
			if (message.len < 4 * MAX_MESSAGE)
				put_more(&message, &l);
			continue;
		}
		if (first.file)
			add(rd, &first, &message);
		first = (struct line){ 0 };
		strbuf_reset(&message);
		if (starts(&l, "warning: ")) {
			first = l;
			strbuf_puts(&message, "sparse: ");
			strbuf_add(&message, l.text + 9, MIN(l.len - 9, (size_t)MAX_MESSAGE));
		} else if (starts(&l, "error: ") && !rd->first_error) {
			struct strbuf e = { 0 };

			strbuf_add(&e, s, MIN((size_t)(end - s), (size_t)MAX_MESSAGE));
			rd->first_error = strbuf_detach(&e);
		}
	}
	if (first.file)
		add(rd, &first, &message);
	strbuf_free(&message);
}
