// SPDX-License-Identifier: GPL-2.0-only
/*
 * See change.h.
 *
 * What is not part of the change comes from the disk, before and after alike.  With the index it does not: a file that was
 * edited and not staged is taken as the index has it, on both sides, so that the verdict is that of the commit.
 */
#include "cli/change.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/git.h"
#include "patch/patch.h"

static void cut_files(struct change *c, u32 nr)
{
	for (u32 i = nr; i < c->file.nr; i++) {
		free(c->file.at[i].old_path);
		free(c->file.at[i].path);
		free(c->file.at[i].before);
		free(c->file.at[i].after);
	}
	c->file.nr = MIN(c->file.nr, nr);
}

void change_free(struct change *c)
{
	cut_files(c, 0);
	for (u32 i = 0; i < c->skipped.nr; i++)
		free(c->skipped.at[i]);
	vec_free(&c->file);
	vec_free(&c->skipped);
	free(c->what);
	*c = (struct change){ 0 };
}

/* ---- from git ---- */

static int text_of(const struct git *g, const struct git_blob *b, char **text, size_t *len, struct err *err)
{
	struct strbuf out = { 0 };

	*text = NULL;
	*len = 0;
	if (!b->id[0])
		return 0;
	if (git_text(g, b, &out, err)) {
		strbuf_free(&out);
		return -1;
	}
	*len = out.len;
	*text = out.buf ? strbuf_detach(&out) : xstrdup("");
	return 0;
}

static bool is_source(const char *path)
{
	size_t n = strlen(path);

	/* what else is included (.inc, .S, tables) is rare, and read from the disk */
	return n > 2 && path[n - 2] == '.' && (path[n - 1] == 'c' || path[n - 1] == 'h');
}

static int add_changes(struct change *c, const struct git *g, const git_changes *all, bool same, struct err *err)
{
	for (u32 i = 0; i < all->nr; i++) {
		const struct git_change *x = &all->at[i];
		struct change_file f = { 0 };

		if (!is_source(x->new_path) && !is_source(x->old_path))
			continue;
		if (text_of(g, &x->old, &f.before, &f.before_len, err))
			return -1;
		f.path = path_join(g->top, x->new_path);
		f.old_path = path_join(g->top, x->status == 'C' ? x->new_path : x->old_path);
		if (x->status == 'C') {		/* a copy is a new file */
			free(f.before);
			f.before = NULL;
		}
		vec_push(&c->file, f);
		if (text_of(g, same ? &x->old : &x->new, &vec_last(&c->file).after, &vec_last(&c->file).after_len, err))
			return -1;
	}
	return 0;
}

static bool has_file(const struct change *c, const char *path)
{
	for (u32 i = 0; i < c->file.nr; i++)
		if (!strcmp(c->file.at[i].path, path) || !strcmp(c->file.at[i].old_path, path))
			return true;
	return false;
}

/* Those that are part of the change have the index's text already. */
static int add_unstaged(struct change *c, const struct git *g, struct err *err)
{
	git_changes all = { 0 };
	int rc = git_unstaged(g, &all, err);
	u32 out = 0;

	for (u32 i = 0; !rc && i < all.nr; i++) {
		char *path = path_join(g->top, all.at[i].new_path);
		struct git_change x = all.at[i];

		if (has_file(c, path)) {
			free(x.old_path);
			free(x.new_path);
		} else {
			all.at[out++] = x;
		}
		free(path);
	}
	if (!rc) {
		all.nr = out;
		rc = add_changes(c, g, &all, true, err);
	}
	git_changes_free(&all);
	return rc;
}

static int between(struct change *c, const struct git *g, const char *from, const char *to, struct err *err)
{
	git_changes all = { 0 };
	int rc = git_changed(g, from, to, &all, err) || add_changes(c, g, &all, false, err) ? -1 : 0;

	git_changes_free(&all);
	return rc;
}

static int staged(struct change *c, const struct git *g, struct err *err)
{
	static const char what[] = "the staged changes";
	char from[72];

	/* before the first commit everything is new */
	if (git_commit(g, "HEAD", from, &(struct err){ 0 }) && git_empty_tree(g, from, err))
		return -1;
	if (between(c, g, from, "", err))
		return -1;
	free(c->what);
	c->what = xstrdup(what);
	return c->file.nr ? add_unstaged(c, g, err) : 0;
}

int change_from_git(struct change *c, const char *tree, const char *range, struct err *err)
{
	char from[72], to[72];
	struct git g;
	int rc;

	if (git_open(&g, tree, err))
		return -1;
	if (range) {
		c->what = xstrdup(range);
		rc = git_range(&g, range, from, to, err) || between(c, &g, from, to, err) ? -1 : 0;
	} else {
		rc = staged(c, &g, err);
	}
	git_close(&g);
	return rc;
}

int change_from_here(struct change *c, const char *tree, struct err *err)
{
	if (change_from_git(c, tree, NULL, err))
		return -1;
	if (c->file.nr)
		return 0;
	free(c->what);
	return change_from_git(c, tree, "HEAD", err);
}

/* ---- from patches ---- */

static int read_input(const char *name, struct strbuf *text, struct err *err)
{
	char part[65536];
	size_t n;

	if (strcmp(name, "-"))
		return file_read(name, text, err);
	while ((n = fread(part, 1, sizeof(part), stdin)) > 0)
		strbuf_add(text, part, n);
	return ferror(stdin) ? err_errno(err, "stdin") : 0;
}

static struct change_file *find_file(struct change *c, const char *path)
{
	for (u32 i = 0; i < c->file.nr; i++)
		if (c->file.at[i].after && !strcmp(c->file.at[i].path, path))
			return &c->file.at[i];
	return NULL;
}

/*
 * The file of that name as the patches before this one left it, or from the disk: read when it is met first.  The tree is the
 * user's own, links in it are followed as the compiler would.
 */
static struct change_file *get_file(struct change *c, const char *tree, const char *name, struct err *err)
{
	char *path = path_join(tree, name);
	struct change_file *f = find_file(c, path);
	struct strbuf text = { 0 };
	struct err why = { 0 };

	if (f) {
		free(path);
		return f;
	}
	if (file_read(path, &text, &why)) {
		err_set(err, "%s: the patch changes it, and it is not in %s", name, tree);
		strbuf_free(&text);
		free(path);
		return NULL;
	}
	vec_push(&c->file, (struct change_file){ .old_path = xstrdup(path), .path = path, .before_len = text.len,
		.after_len = text.len });
	f = &vec_last(&c->file);
	f->before = text.buf ? strbuf_detach(&text) : xstrdup("");
	f->after = xcalloc(f->before_len + 1, 1);
	memcpy(f->after, f->before, f->before_len);
	return f;
}

static int add_new(struct change *c, const char *tree, const struct patch_series *s, const struct patch_file *p,
		   struct err *err)
{
	char *path = path_join(tree, p->new_path);
	struct change_file *f = find_file(c, path);
	struct strbuf text = { 0 };

	/* it may be there: an earlier version of the patch was applied, or the series was */
	if (f || path_exists(path)) {
		free(path);
		return err_set(err, "%s: the patch adds it, and it is there already", p->new_path);
	}
	if (patch_apply(s, p, "", 0, &text, err)) {
		strbuf_free(&text);
		free(path);
		return -1;
	}
	vec_push(&c->file, (struct change_file){ .old_path = xstrdup(path), .path = path, .after_len = text.len });
	vec_last(&c->file).after = text.buf ? strbuf_detach(&text) : xstrdup("");
	return 0;
}

static int apply_to(struct change *c, const char *tree, const struct patch_series *s, const struct patch_file *p,
		    struct err *err)
{
	struct change_file *f = get_file(c, tree, p->old_path, err);
	struct strbuf text = { 0 };

	if (!f)
		return -1;
	if (patch_apply(s, p, f->after, f->after_len, &text, err)) {
		strbuf_free(&text);
		return -1;
	}
	if (p->op == PATCH_COPY) {
		char *path = path_join(tree, p->new_path);

		vec_push(&c->file, (struct change_file){ .old_path = xstrdup(path), .path = path });
		f = &vec_last(&c->file);
	}
	free(f->after);
	f->after_len = text.len;
	f->after = text.buf ? strbuf_detach(&text) : xstrdup("");
	if (p->op == PATCH_RENAME) {
		free(f->path);
		f->path = path_join(tree, p->new_path);
	}
	if (p->op == PATCH_DELETE) {
		free(f->after);
		f->after = NULL;
		f->after_len = 0;
	}
	strbuf_free(&text);
	return 0;
}

static int apply_one(struct change *c, const char *tree, const struct patch_series *s, const struct patch_file *p,
		     struct err *err)
{
	const char *name = p->new_path ? p->new_path : p->old_path;
	struct strbuf note = { 0 };
	struct err why = { 0 };
	u32 nr = c->file.nr;

	if (p->is_binary) {
		strbuf_printf(&note, "%s: a binary file", name);
		vec_push(&c->skipped, strbuf_detach(&note));
		return 0;
	}
	/* documentation and makefiles need not fit */
	if (!is_source(name) && !(p->old_path && is_source(p->old_path)))
		return 0;
	if (!(p->op == PATCH_ADD ? add_new(c, tree, s, p, &why) : apply_to(c, tree, s, p, &why)))
		return 0;
	/* a file that was read for it */
	cut_files(c, nr);
	return change_made_here(c, tree, s, p) ? 0 : err_set(err, "%s", why.msg);
}

/* Which of several patches it is that does not fit. */
static int apply_patch(struct change *c, const char *tree, const struct patch_series *s, const struct patch *p,
		       struct err *err)
{
	for (u32 i = 0; i < p->nr_file; i++) {
		struct err why = { 0 };

		if (!apply_one(c, tree, s, &s->file.at[p->file + i], &why))
			continue;
		if (p->subject)
			return err_set(err, "%.200s: %s", p->subject, why.msg);
		return err_set(err, "%s", why.msg);
	}
	return 0;
}

int change_from_patches(struct change *c, const char *tree, const char *const *name, u32 nr, u32 strip,
			struct err *err)
{
	struct patch_series s = { 0 };
	struct strbuf what = { 0 };
	int rc = 0;

	for (u32 i = 0; i < nr && !rc; i++) {
		struct strbuf text = { 0 };

		rc = read_input(name[i], &text, err);
		if (!rc)
			rc = patch_read(&s, strcmp(name[i], "-") ? name[i] : "stdin", strbuf_str(&text), text.len, strip, err);
		strbuf_free(&text);
	}
	if (!rc && !s.patch.nr && !s.nr_mails)
		rc = err_set(err, "no patch in the input");
	for (u32 i = 0; i < s.patch.nr && !rc; i++)
		rc = apply_patch(c, tree, &s, &s.patch.at[i], err);
	if (s.patch.nr == 1)
		strbuf_puts(&what, s.patch.at[0].subject ? s.patch.at[0].subject : "the patch");
	else
		strbuf_printf(&what, "%u patches", s.patch.nr);
	c->what = strbuf_detach(&what);
	patch_free(&s);
	return rc;
}

/* ---- to the pipeline ---- */

static bool is_on_disk(const char *path, const char *text, size_t len)
{
	struct strbuf disk = { 0 };
	bool same;

	if (!path_exists(path) || file_read(path, &disk, NULL))
		same = !text;
	else
		same = text && disk.len == len && !memcmp(strbuf_str(&disk), text, len);
	strbuf_free(&disk);
	return same;
}

static bool is_there(const struct change *c, bool after, const char *path)
{
	for (u32 i = 0; i < c->file.nr; i++) {
		const struct change_file *f = &c->file.at[i];

		if (after ? f->after && !strcmp(f->path, path) : f->before && !strcmp(f->old_path, path))
			return true;
	}
	return false;
}

static void put(overlays *out, const char *path, const char *text, size_t len)
{
	for (u32 i = 0; i < out->nr; i++)
		if (!strcmp(out->at[i].path, path))
			return;
	if (!is_on_disk(path, text, len))
		vec_push(out, (struct front_overlay){ path, text, len });
}

void change_overlay(const struct change *c, bool after, overlays *out)
{
	for (u32 i = 0; i < c->file.nr; i++) {
		const struct change_file *f = &c->file.at[i];

		if (after ? f->after != NULL : f->before != NULL)
			put(out, after ? f->path : f->old_path, after ? f->after : f->before,
			    after ? f->after_len : f->before_len);
		/* names of the other side: of what was renamed, added or deleted */
		if (!is_there(c, after, f->old_path))
			put(out, f->old_path, NULL, 0);
		if (!is_there(c, after, f->path))
			put(out, f->path, NULL, 0);
	}
}
