// SPDX-License-Identifier: GPL-2.0-only
/* See git.h.  Plumbing only, with -z: names come as they are and end with a NUL. */
#include "cli/git.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/exec.h"
#include "base/file.h"
#include "base/vec.h"

#define MAX_OUTPUT (512u << 20)
#define MAX_SECONDS 600u

/* ---- the process ---- */

/* What git must not do, whatever the user's or the repository's configuration says. */
static int run(const struct git *g, const char *const *word, struct strbuf *out, struct err *err)
{
	static const char *const always[] = { "--no-pager", "--literal-pathspecs", "-c", "core.fsmonitor=false",
		"-c", "core.hooksPath=/dev/null", "-c", "diff.external=", "-c", "core.quotePath=false" };
	static const char *const env[] = { "GIT_EXTERNAL_DIFF", "GIT_TRACE", "GIT_OPTIONAL_LOCKS=0",
		"GIT_TERMINAL_PROMPT=0", NULL };
	struct strbuf complaints = { 0 }, why = { 0 };
	struct exec x = { .env = env, .seconds = MAX_SECONDS, .max_output = MAX_OUTPUT, .complaints = &complaints };
	char *program = exec_find("git");
	VEC(const char *) argv = { 0 };
	int rc;

	if (!program)
		return err_set(err, "git is not installed");
	vec_push(&argv, program);
	for (u32 i = 0; i < ARRAY_SIZE(always); i++)
		vec_push(&argv, always[i]);
	if (g->dir) {
		vec_push(&argv, "-C");
		vec_push(&argv, g->dir);
	}
	for (const char *const *w = word; *w; w++)
		vec_push(&argv, *w);
	vec_push(&argv, NULL);
	x.argv = argv.at;
	rc = exec_run(&x, out, &why);
	strbuf_puts(out, "");
	if (rc) {
		/* the first line is what went wrong */
		strbuf_puts(&complaints, "\n");
		complaints.buf[strcspn(complaints.buf, "\n")] = '\0';
		err_set(err, "git %s: %s", word[0], *complaints.buf ? complaints.buf : strbuf_str(&why));
	}
	strbuf_free(&complaints);
	strbuf_free(&why);
	vec_free(&argv);
	free(program);
	return rc;
}

static void chomp(struct strbuf *s)
{
	while (s->len && isspace((unsigned char)s->buf[s->len - 1]))
		s->buf[--s->len] = '\0';
}

/* ---- where ---- */

int git_open(struct git *g, const char *tree, struct err *err)
{
	static const char *const top[] = { "rev-parse", "--show-toplevel", NULL };
	char *here = getcwd(NULL, 0);
	struct strbuf out = { 0 };
	bool near = here && (path_below(tree, here) || path_below(here, tree));
	int rc;

	/* in a hook these may be relative to here, and the index another one than usual */
	near |= getenv("GIT_DIR") || getenv("GIT_INDEX_FILE");
	*g = (struct git){ .dir = near ? NULL : tree };
	free(here);
	rc = run(g, top, &out, err);
	chomp(&out);
	if (!rc && !out.len)
		rc = err_set(err, "git knows no work tree here");
	if (!rc)
		g->top = strbuf_detach(&out);
	strbuf_free(&out);
	return rc;
}

void git_close(struct git *g)
{
	free(g->top);
	g->top = NULL;
}

/* ---- commits ---- */

int git_commit(const struct git *g, const char *rev, char id[72], struct err *err)
{
	struct strbuf name = { 0 }, out = { 0 };
	const char *word[] = { "rev-parse", "--verify", "--quiet", "--end-of-options", NULL, NULL };
	struct err why = { 0 };
	int rc;

	strbuf_printf(&name, "%s^{commit}", rev);
	word[4] = name.buf;
	rc = run(g, word, &out, &why);
	chomp(&out);
	if (!rc && (out.len >= 72 || out.len != strspn(strbuf_str(&out), "0123456789abcdef")))
		rc = -1;
	if (!rc)
		memcpy(id, out.buf, out.len + 1);
	else
		err_set(err, "%s: no such commit", rev);
	strbuf_free(&name);
	strbuf_free(&out);
	return rc;
}

/* One line of output that is a name. */
static int one_id(const struct git *g, const char *const *word, char id[72], struct err *err)
{
	struct strbuf out = { 0 };
	int rc = run(g, word, &out, err);

	chomp(&out);
	if (!rc && (!out.len || out.len >= 72 || out.len != strspn(out.buf, "0123456789abcdef")))
		rc = err_set(err, "git %s: no answer", word[0]);
	if (!rc)
		memcpy(id, out.buf, out.len + 1);
	strbuf_free(&out);
	return rc;
}

int git_empty_tree(const struct git *g, char id[72], struct err *err)
{
	static const char *const word[] = { "hash-object", "-t", "tree", "--stdin", NULL };

	return one_id(g, word, id, err);
}

/* The commit `count` before it, along the first parents; where there is none, the empty tree. */
static int before(const struct git *g, const char *rev, u32 count, char id[72], struct err *err)
{
	struct strbuf name = { 0 };
	struct err no_parent = { 0 };
	int rc;

	strbuf_printf(&name, "%s~%u", rev, count);
	rc = git_commit(g, name.buf, id, &no_parent);
	strbuf_free(&name);
	return rc ? git_empty_tree(g, id, err) : 0;
}

/* "REV-COUNT"; false: the name has no such end. */
static bool split_count(const char *range, char **rev, u32 *count)
{
	const char *dash = strrchr(range, '-');

	if (!dash || dash == range || !dash[1] || dash[1 + strspn(dash + 1, "0123456789")] || strlen(dash) > 6)
		return false;
	*count = (u32)strtoul(dash + 1, NULL, 10);
	*rev = xstrdup(range);
	(*rev)[dash - range] = '\0';
	return *count > 0;
}

int git_range(const struct git *g, const char *range, char from[72], char to[72], struct err *err)
{
	const char *dots = strstr(range, "..");
	struct err not_a_name = { 0 };
	char *rev = NULL, *base = NULL;
	u32 count;
	int rc = -1;

	if (!dots && !git_commit(g, range, to, &not_a_name))
		return before(g, to, 1, from, err);
	if (!dots) {
		if (split_count(range, &rev, &count) && !git_commit(g, rev, to, err))
			rc = before(g, to, count, from, err);
		else
			err_set(err, "%s: no such commit", range);
		free(rev);
		return rc;
	}
	base = xstrdup(range);
	base[dots - range] = '\0';
	dots += 2 + (dots[2] == '.');
	/* what B has and A has not: since they parted */
	if (!git_commit(g, *base ? base : "HEAD", from, err) && !git_commit(g, *dots ? dots : "HEAD", to, err)) {
		const char *word[] = { "merge-base", from, to, NULL };
		char shared[72];

		rc = one_id(g, word, shared, err);
		if (!rc)
			memcpy(from, shared, sizeof(shared));
	}
	free(base);
	return rc;
}

/* ---- changes ---- */

static bool is_blob(const char *mode)
{
	return !strncmp(mode, "100", 3);	/* no link, no submodule */
}

static void take_id(struct git_blob *b, const char *mode, const char *id, size_t n)
{
	b->id[0] = '\0';
	if (!is_blob(mode) || n >= sizeof(b->id) || strspn(id, "0") >= n)
		return;
	memcpy(b->id, id, n);
	b->id[n] = '\0';
}

/* ":100644 100644 OLD NEW M\0path\0", for R and C two paths. */
static int parse_raw(const struct strbuf *raw, git_changes *out, struct err *err)
{
	const char *s = strbuf_str(raw), *end = s + raw->len;

	while (s < end) {
		const char *old_mode = s + 1, *new_mode, *old, *new, *status;
		struct git_change c = { 0 };

		new_mode = *s == ':' ? strchr(s, ' ') : NULL;
		old = new_mode ? strchr(new_mode + 1, ' ') : NULL;
		new = old ? strchr(old + 1, ' ') : NULL;
		status = new ? strchr(new + 1, ' ') : NULL;
		s = status ? status + strlen(status) + 1 : end;
		if (s >= end)
			return err_set(err, "git diff: output that is not understood");
		take_id(&c.old, old_mode, old + 1, (size_t)(new - old - 1));
		take_id(&c.new, new_mode + 1, new + 1, (size_t)(status - new - 1));
		c.status = status[1];
		c.old_path = xstrdup(s);
		s += strlen(s) + 1;
		c.new_path = xstrdup((c.status == 'R' || c.status == 'C') && s < end ? s : c.old_path);
		if (c.status == 'R' || c.status == 'C')
			s += s < end ? strlen(s) + 1 : 0;
		vec_push(out, c);
	}
	return 0;
}

static int changes_of(const struct git *g, const char *const *word, git_changes *out, struct err *err)
{
	struct strbuf raw = { 0 };
	int rc = run(g, word, &raw, err);

	if (!rc)
		rc = parse_raw(&raw, out, err);
	strbuf_free(&raw);
	return rc;
}

int git_changed(const struct git *g, const char *from, const char *to, git_changes *out, struct err *err)
{
	const char *trees[] = { "diff-tree", "-r", "-z", "-M", "--raw", "--full-index", "--no-ext-diff", "--no-textconv", from,
				to, "--", NULL };
	const char *index[] = { "diff-index", "-r", "-z", "-M", "--raw", "--full-index", "--no-ext-diff", "--no-textconv",
				"--cached", from, "--", NULL };

	return changes_of(g, *to ? trees : index, out, err);
}

int git_unstaged(const struct git *g, git_changes *out, struct err *err)
{
	static const char *const word[] = { "diff-files", "-z", "--raw", "--full-index", "--no-ext-diff",
					    "--no-textconv", "--", NULL };

	return changes_of(g, word, out, err);
}

void git_changes_free(git_changes *c)
{
	for (u32 i = 0; i < c->nr; i++) {
		free(c->at[i].old_path);
		free(c->at[i].new_path);
	}
	vec_free(c);
}

int git_text(const struct git *g, const struct git_blob *b, struct strbuf *out, struct err *err)
{
	const char *word[] = { "cat-file", "blob", b->id, NULL };

	return run(g, word, out, err);
}
