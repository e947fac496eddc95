// SPDX-License-Identifier: GPL-2.0-only
/*
 * A patch of a commit that the tree has already: `b4 prep --check` gives those, and a mail of one's own that was kept.
 *
 * It does not apply, as it is there.  Its "index" lines name both texts; when the repository has both, and the hunks make
 * the second one of the first, the change is what lies between them, whatever was done to the file since.
 */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "cli/change.h"
#include "cli/git.h"
#include "patch/patch.h"

static bool is_null(const char *id)
{
	return !id[strspn(id, "0")];
}

/* The text of a blob; none for the name of nothing. */
static bool text_of(const struct git *g, const char *id, struct strbuf *out)
{
	struct git_blob b;

	if (is_null(id))
		return true;
	strcpy(b.id, id);
	return !git_text(g, &b, out, &(struct err){ 0 });
}

static char *take(struct strbuf *text, const char *id, size_t *len)
{
	*len = text->len;
	if (is_null(id))
		return NULL;
	return text->buf ? strbuf_detach(text) : xstrdup("");
}

static bool is_changed_already(const struct change *c, const char *path)
{
	for (u32 i = 0; i < c->file.nr; i++)
		if (!strcmp(c->file.at[i].path, path) || !strcmp(c->file.at[i].old_path, path))
			return true;
	return false;
}

static void add(struct change *c, const char *tree, const struct patch_file *p, struct strbuf *before, struct strbuf *after)
{
	const char *old = p->old_path ? p->old_path : p->new_path, *new = p->new_path ? p->new_path : p->old_path;
	struct change_file f = { .old_path = path_join(tree, old), .path = path_join(tree, new) };

	f.before = take(before, p->old_blob, &f.before_len);
	f.after = take(after, p->new_blob, &f.after_len);
	vec_push(&c->file, f);
}

bool change_made_here(struct change *c, const char *tree, const struct patch_series *s, const struct patch_file *p)
{
	struct strbuf before = { 0 }, after = { 0 }, made = { 0 };
	char *path = path_join(tree, p->new_path ? p->new_path : p->old_path);
	struct err no_matter = { 0 };
	struct git g = { 0 };
	bool is_it;

	is_it = *p->old_blob && *p->new_blob && p->op != PATCH_COPY && !is_changed_already(c, path) &&
		!git_open(&g, tree, &no_matter);
	if (is_it) {
		is_it = text_of(&g, p->old_blob, &before) && text_of(&g, p->new_blob, &after) &&
			!patch_apply(s, p, strbuf_str(&before), before.len, &made, &no_matter) && made.len == after.len &&
			!memcmp(strbuf_str(&made), strbuf_str(&after), after.len);
		git_close(&g);
	}
	if (is_it)
		add(c, tree, p, &before, &after);
	strbuf_free(&before);
	strbuf_free(&after);
	strbuf_free(&made);
	free(path);
	return is_it;
}
