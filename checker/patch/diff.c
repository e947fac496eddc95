// SPDX-License-Identifier: GPL-2.0-only
/*
 * Diffs: unified hunks, git's extended headers, the plain "---" and "+++" of diff -u.
 *
 * A hunk is as long as its header says; what stands between files (a commit message, a diffstat, a signature) is
 * passed over.  So a "--- " in a message is no file unless "+++ " and "@@ -" follow.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "patch/patch.h"

#define MAX_LINE 1000000000u

struct diff {
	struct patch_series *s;
	const char *name, *at, *end;
	u32 line;		/* of `at` */
	u32 strip;
	struct err *err;
};

struct git_header {
	char *from, *to;	/* of rename or copy lines, unquoted */
	bool is_new, is_deleted, is_rename, is_copy, is_binary;
};

static int fail(struct diff *d, u32 line, const char *what)
{
	return err_set(d->err, "%s:%u: %s", d->name, line, what);
}

static size_t rest_of_line(const struct diff *d)
{
	const char *nl = d->at < d->end ? memchr(d->at, '\n', (size_t)(d->end - d->at)) : NULL;

	return nl ? (size_t)(nl - d->at) : (size_t)(d->end - d->at);
}

static void next_line(struct diff *d)
{
	size_t n = rest_of_line(d);

	d->at += n;
	d->at += d->at < d->end;
	d->line++;
}

static bool starts(const struct diff *d, const char *word)
{
	size_t n = strlen(word);

	return (size_t)(d->end - d->at) >= n && !memcmp(d->at, word, n);
}

/* ---- names ---- */

/* "a\tb\303\244" as git quotes it. */
static char *unquote(const char *s, size_t len, size_t *used)
{
	static const char from[] = "abtnvfr\"\\", to[] = "\a\b\t\n\v\f\r\"\\";
	struct strbuf out = { 0 };
	size_t i = 1;

	for (; i < len && s[i] != '"'; i++) {
		const char *e;

		if (s[i] != '\\' || i + 1 >= len) {
			strbuf_putc(&out, s[i]);
			continue;
		}
		i++;
		e = strchr(from, s[i]);
		if (e && *e) {
			strbuf_putc(&out, to[e - from]);
		} else if (i + 2 < len && s[i] >= '0' && s[i] <= '3' && s[i + 1] >= '0' && s[i + 1] <= '7' &&
			   s[i + 2] >= '0' && s[i + 2] <= '7') {
			strbuf_putc(&out, (char)((s[i] - '0') * 64 + (s[i + 1] - '0') * 8 + s[i + 2] - '0'));
			i += 2;
		} else {
			strbuf_putc(&out, s[i]);
		}
	}
	*used = i + (i < len);
	return strbuf_detach(&out);
}

/* The name that a line has from `skip` on: quoted, or up to a tab (where diff -u puts a time), or all of it. */
static char *name_at(const struct diff *d, size_t skip)
{
	size_t n = rest_of_line(d), len, used;
	const char *s = d->at + skip, *tab;
	char *out;

	len = n > skip ? n - skip : 0;
	while (len && s[len - 1] == '\r')
		len--;
	if (len && *s == '"')
		return unquote(s, len, &used);
	tab = memchr(s, '\t', len);
	if (tab)
		len = (size_t)(tab - s);
	out = xcalloc(len + 1, 1);
	memcpy(out, s, len);
	return out;
}

/* Nothing outside of the tree, nothing of git's own, no empty component. */
static bool is_safe(const char *path)
{
	if (!*path || *path == '/')
		return false;
	while (*path) {
		size_t n = strcspn(path, "/");

		if (!n || (n == 1 && path[0] == '.') || (n == 2 && !strncmp(path, "..", 2)) ||
		    (n == 4 && !strncmp(path, ".git", 4)))
			return false;
		path += n;
		if (*path && !*++path)
			return false;
	}
	return true;
}

/* Drops components, takes raw.  NULL without err: /dev/null. */
static int take_name(struct diff *d, char *raw, u32 strip, u32 line, char **out)
{
	const char *s = raw;
	int ret = 0;

	*out = NULL;
	if (!raw || !strcmp(raw, "/dev/null"))
		goto done;
	for (u32 i = 0; i < strip && ret == 0; i++) {
		const char *slash = strchr(s, '/');

		if (!slash)
			ret = err_set(d->err, "%s:%u: '%.200s' has no folder to drop (a diff without a/ and b/ needs -p0)",
				      d->name, line, raw);
		else
			s = slash + 1;
	}
	if (!ret && (strlen(s) != strcspn(s, "\n\r") || !is_safe(s)))
		ret = err_set(d->err, "%s:%u: '%.200s': no name of a file in the tree", d->name, line, s);
	if (!ret)
		*out = xstrdup(s);
done:
	free(raw);
	return ret;
}

/* ---- hunks ---- */

static bool number(const char **s, const char *end, u32 *out)
{
	u64 v = 0;

	if (*s >= end || !isdigit((unsigned char)**s))
		return false;
	for (; *s < end && isdigit((unsigned char)**s); (*s)++) {
		v = v * 10 + (u64)(**s - '0');
		if (v > MAX_LINE)
			return false;
	}
	*out = (u32)v;
	return true;
}

static bool range(const char **s, const char *end, char sign, u32 *at, u32 *nr)
{
	if (*s >= end || *(*s)++ != sign || !number(s, end, at))
		return false;
	*nr = 1;
	if (*s < end && **s == ',') {
		(*s)++;
		return number(s, end, nr);
	}
	return true;
}

static bool hunk_header(const struct diff *d, struct patch_hunk *h)
{
	const char *s = d->at + 3, *end = d->at + rest_of_line(d);

	if (!starts(d, "@@ -") || !range(&s, end, '-', &h->old_at, &h->old_nr) || s >= end || *s++ != ' ')
		return false;
	return range(&s, end, '+', &h->new_at, &h->new_nr) && end - s >= 3 && !memcmp(s, " @@", 3);
}

static int read_hunk(struct diff *d, struct patch_hunk *h)
{
	u32 old_nr = h->old_nr, new_nr = h->new_nr;

	h->line = d->line;
	h->text = (u32)d->s->body.len;
	next_line(d);
	while (old_nr || new_nr || (d->at < d->end && *d->at == '\\')) {
		size_t n = rest_of_line(d);
		char c = d->at >= d->end ? 0 : n ? *d->at : ' ';	/* mailers cut the space of an empty line */

		if (c == '\r' && n == 1)
			c = ' ';
		if (d->at >= d->end || (c != ' ' && c != '-' && c != '+' && c != '\\') || (c != '+' && c != '\\' && !old_nr) ||
		    (c != '-' && c != '\\' && !new_nr))
			return err_set(d->err, "%s:%u: the hunk of line %u is cut short or damaged", d->name, d->line,
				       h->line);
		strbuf_putc(&d->s->body, c);
		if (n > 1)
			strbuf_add(&d->s->body, d->at + 1, n - 1);
		strbuf_putc(&d->s->body, '\n');
		old_nr -= c == ' ' || c == '-';
		new_nr -= c == ' ' || c == '+';
		next_line(d);
	}
	h->len = (u32)(d->s->body.len - h->text);
	return 0;
}

/* All hunks that follow. */
static int read_hunks(struct diff *d, struct patch_file *f)
{
	f->hunk = d->s->hunk.nr;
	while (starts(d, "@@ ")) {
		struct patch_hunk h = { 0 };

		if (!hunk_header(d, &h))
			return fail(d, d->line, "a damaged @@ line");
		if (read_hunk(d, &h))
			return -1;
		vec_push(&d->s->hunk, h);
	}
	f->nr_hunk = d->s->hunk.nr - f->hunk;
	return 0;
}

/* ---- files ---- */

static bool has_names(const struct diff *d)
{
	struct diff ahead = *d;

	if (!starts(d, "--- "))
		return false;
	next_line(&ahead);
	if (!starts(&ahead, "+++ "))
		return false;
	next_line(&ahead);
	return starts(&ahead, "@@ -");
}

/* "--- a/x", "+++ b/x" and the hunks. */
static int read_names(struct diff *d, struct patch_file *f)
{
	char *old = name_at(d, 4), *new;
	u32 line = d->line;

	next_line(d);
	new = name_at(d, 4);
	next_line(d);
	if (take_name(d, old, d->strip, line, &f->old_path)) {
		free(new);
		return -1;
	}
	if (take_name(d, new, d->strip, line + 1, &f->new_path))
		return -1;
	return read_hunks(d, f);
}

/* The two names of "diff --git a/x b/x", for a file without any other line that names it: they are the same then. */
static int names_of_git_line(struct diff *d, const char *s, size_t n, u32 line, struct patch_file *f)
{
	char *old = NULL, *new = NULL;
	size_t used;

	while (n && s[n - 1] == '\r')
		n--;
	if (n && *s == '"') {
		old = unquote(s, n, &used);
		if (used + 1 < n && s[used + 1] == '"')
			new = unquote(s + used + 1, n - used - 1, &(size_t){ 0 });
	} else if (n & 1) {
		old = xcalloc(n / 2 + 1, 1);
		new = xcalloc(n / 2 + 1, 1);
		memcpy(old, s, n / 2);
		memcpy(new, s + n / 2 + 1, n / 2);
	}
	if (!old || !new) {
		free(old);
		free(new);
		return fail(d, line, "the names of this 'diff --git' line cannot be told apart");
	}
	if (take_name(d, old, d->strip, line, &f->old_path)) {
		free(new);
		return -1;
	}
	return take_name(d, new, d->strip, line, &f->new_path);
}

static void set_name(char **to, char *name)
{
	free(*to);
	*to = name;
}

/* Hexadecimal digits only. */
static size_t take_blob(const char *s, size_t n, char out[72])
{
	size_t i;

	for (i = 0; i < n && i < 71 && isxdigit((unsigned char)s[i]); i++)
		out[i] = s[i];
	out[i] = '\0';
	return i;
}

/* "index 4cd27ba..b02d738 100644" */
static void index_line(const struct diff *d, struct patch_file *f)
{
	const char *s = d->at + strlen("index ");
	size_t n = rest_of_line(d) - strlen("index "), used = take_blob(s, n, f->old_blob);

	if (!used || used + 2 > n || s[used] != '.' || s[used + 1] != '.' ||
	    !take_blob(s + used + 2, n - used - 2, f->new_blob))
		f->old_blob[0] = f->new_blob[0] = '\0';
}

static void extended_header(struct diff *d, struct git_header *g, struct patch_file *f)
{
	static const char *const plain[] = { "old mode ", "new mode ", "similarity index ", "dissimilarity index ",
					     "index " };
	static const struct {
		const char *word;
		bool is_from, is_copy;
	} names[] = {
		{ "rename from ", true, false }, { "rename to ", false, false },
		{ "copy from ", true, true }, { "copy to ", false, true },
	};
	bool known = true;

	while (known && d->at < d->end) {
		known = false;
		for (u32 i = 0; i < ARRAY_SIZE(plain); i++)
			known |= starts(d, plain[i]);
		if (starts(d, "index "))
			index_line(d, f);
		if (starts(d, "new file mode "))
			known = g->is_new = true;
		else if (starts(d, "deleted file mode "))
			known = g->is_deleted = true;
		for (u32 i = 0; i < ARRAY_SIZE(names); i++) {
			if (!starts(d, names[i].word))
				continue;
			set_name(names[i].is_from ? &g->from : &g->to, name_at(d, strlen(names[i].word)));
			*(names[i].is_copy ? &g->is_copy : &g->is_rename) = known = true;
		}
		if (known)
			next_line(d);
	}
	if (starts(d, "GIT binary patch") || starts(d, "Binary files ")) {
		g->is_binary = true;
		next_line(d);
	}
}

static int git_names(struct diff *d, struct git_header *g, const char *s, size_t n, u32 line, struct patch_file *f)
{
	char *from = g->from, *to = g->to;

	if (!from || !to)
		return names_of_git_line(d, s, n, line, f);
	g->from = g->to = NULL;
	/* these have no a/ and b/ */
	if (take_name(d, from, d->strip ? d->strip - 1 : 0, line, &f->old_path)) {
		free(to);
		return -1;
	}
	return take_name(d, to, d->strip ? d->strip - 1 : 0, line, &f->new_path);
}

static int read_git(struct diff *d, struct patch_file *f)
{
	const char *s = d->at + strlen("diff --git ");
	size_t n = rest_of_line(d) - strlen("diff --git ");
	struct git_header g = { 0 };
	u32 line = d->line;
	int ret;

	next_line(d);
	extended_header(d, &g, f);
	f->is_binary = g.is_binary;
	if (starts(d, "--- ") && has_names(d))
		ret = read_names(d, f);
	else
		ret = git_names(d, &g, s, n, line, f);
	if (!ret && g.is_new)
		set_name(&f->old_path, NULL);
	if (!ret && g.is_deleted)
		set_name(&f->new_path, NULL);
	f->op = g.is_copy ? PATCH_COPY : g.is_rename ? PATCH_RENAME : PATCH_MODIFY;
	free(g.from);
	free(g.to);
	return ret;
}

static void file_free(struct patch_file *f)
{
	free(f->old_path);
	free(f->new_path);
}

static int finish_file(struct diff *d, struct patch_file *f)
{
	if (!f->old_path && !f->new_path)
		return fail(d, f->line, "a file that was not and will not be");
	if (!f->old_path)
		f->op = PATCH_ADD;
	else if (!f->new_path)
		f->op = PATCH_DELETE;
	else if (f->op == PATCH_MODIFY && strcmp(f->old_path, f->new_path))
		/* diff -u old/x new/x.orig: the file is the one that will be */
		set_name(&f->old_path, xstrdup(f->new_path));
	return 0;
}

int diff_read(struct patch_series *s, const char *name, const char *text, size_t len, u32 first, u32 strip,
	      struct err *err)
{
	struct diff d = { s, name, text, text + len, first, strip, err };

	while (d.at < d.end) {
		struct patch_file f = { .line = d.line };
		int ret;

		if (starts(&d, "diff --cc ") || starts(&d, "diff --combined "))
			return fail(&d, d.line, "the diff of a merge: give the diff to one parent (git diff A B)");
		if (starts(&d, "diff --git ")) {
			ret = read_git(&d, &f);
		} else if (has_names(&d)) {
			ret = read_names(&d, &f);
		} else {
			next_line(&d);
			continue;
		}
		if (ret || finish_file(&d, &f)) {
			file_free(&f);
			return -1;
		}
		vec_push(&s->file, f);
	}
	return 0;
}
