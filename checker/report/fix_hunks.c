// SPDX-License-Identifier: GPL-2.0-only
/*
 * See fix_hunks.h.  A run of '-' and '+' lines is one replacement; context lines only count.  The diff may come from a
 * findings file that somebody else wrote: whatever does not add up makes it unreadable as a whole.
 */
#include "report/fix_hunks.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

struct reader {
	struct fix_hunks *out;
	char *file;		/* of "--- a/...", NULL before it */
	u32 line, left_old, left_new;	/* within a hunk */
	bool in_run;
};

static bool read_name(struct reader *rd, const char *line, size_t n)
{
	const char *tab = memchr(line, '\t', n);

	n = tab ? (size_t)(tab - line) : n;
	if (n < 7 || strncmp(line, "--- a/", 6))
		return false;
	free(rd->file);
	rd->file = xmalloc(n - 5);
	memcpy(rd->file, line + 6, n - 6);
	rd->file[n - 6] = '\0';
	rd->in_run = false;
	return true;
}

static u32 read_number(const char **s)
{
	unsigned long v;
	char *end;

	v = strtoul(*s, &end, 10);
	*s = end;
	return (u32)MIN(v, (unsigned long)INT32_MAX);
}

/* "-12,7 " or "-12 ", which is "-12,1 "; NULL when it is neither. */
static const char *read_pair(const char *s, char sign, u32 *first, u32 *nr)
{
	if (*s++ != sign || !isdigit((unsigned char)*s))
		return NULL;
	*first = read_number(&s);
	*nr = 1;
	if (*s == ',' && isdigit((unsigned char)s[1])) {
		s++;
		*nr = read_number(&s);
	}
	return *s == ' ' ? s + 1 : NULL;
}

/* "@@ -12,7 +12,8 @@ ..." */
static bool read_range(struct reader *rd, const char *line)
{
	u32 old, new;
	const char *s = read_pair(line + 3, '-', &old, &rd->left_old);

	if (!s || !read_pair(s, '+', &new, &rd->left_new))
		return false;
	/* why: an empty range names the line before it */
	rd->line = rd->left_old ? old : old + 1;
	rd->in_run = false;
	return rd->file && rd->line;
}

static struct fix_hunk *current(struct reader *rd)
{
	if (!rd->in_run)
		vec_push(&rd->out->at, (struct fix_hunk){ xstrdup(rd->file), rd->line, 0, { 0 } });
	rd->in_run = true;
	return &vec_last(&rd->out->at);
}

/* A line within a hunk. */
static bool read_change(struct reader *rd, const char *line, size_t n)
{
	bool old = *line != '+', new = *line != '-';

	if (*line == '\\')
		return true;
	if (n && !strchr(" +-", *line))
		return false;
	if ((old && !rd->left_old) || (new && !rd->left_new))
		return false;
	rd->left_old -= old;
	rd->left_new -= new;
	if (old && new) {
		rd->in_run = false;
	} else if (old) {
		current(rd)->nr++;
	} else {
		strbuf_add(&current(rd)->text, line + 1, n - 1);
		strbuf_putc(&vec_last(&rd->out->at).text, '\n');
	}
	rd->line += old;
	return true;
}

static bool read_line(struct reader *rd, const char *line, size_t n)
{
	if (rd->left_old || rd->left_new)
		return read_change(rd, line, n);
	if (!strncmp(line, "--- ", 4))
		return read_name(rd, line, n);
	if (!strncmp(line, "@@ ", 3))
		return read_range(rd, line);
	return true;		/* "diff --git", "index", "+++" */
}

bool fix_hunks_read(const char *diff, struct fix_hunks *out)
{
	struct reader rd = { .out = out };
	bool ok = true;

	*out = (struct fix_hunks){ 0 };
	for (size_t n; ok && *diff; diff += n + (diff[n] == '\n')) {
		n = strcspn(diff, "\n");
		ok = read_line(&rd, diff, n);
	}
	ok = ok && !rd.left_old && !rd.left_new && out->at.nr;
	free(rd.file);
	if (!ok)
		fix_hunks_free(out);
	return ok;
}

void fix_hunks_free(struct fix_hunks *h)
{
	for (u32 i = 0; i < h->at.nr; i++) {
		free(h->at.at[i].file);
		strbuf_free(&h->at.at[i].text);
	}
	vec_free(&h->at);
}
