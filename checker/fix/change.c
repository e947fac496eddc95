// SPDX-License-Identifier: GPL-2.0-only
/* Edits of several files: what an attempt, or a round of them, makes of the tree.  Nothing here writes a file. */
#include <string.h>

#include "fix/fix.h"

void changes_free(changes *c)
{
	for (u32 i = 0; i < c->nr; i++)
		edits_free(&c->at[i].edits);
	vec_free(c);
}

struct change *changes_of(changes *c, struct fix_file *src)
{
	for (u32 i = 0; i < c->nr; i++)
		if (c->at[i].src == src)
			return &c->at[i];
	vec_push(c, (struct change){ .src = src });
	return &vec_last(c);
}

const struct edits *changes_find(const changes *c, const char *path)
{
	for (u32 i = 0; i < c->nr; i++)
		if (!strcmp(c->at[i].src->path, path))
			return &c->at[i].edits;
	return NULL;
}

bool changes_meet(const changes *a, const changes *b)
{
	for (u32 i = 0; i < b->nr; i++) {
		const struct edits *e = changes_find(a, b->at[i].src->path);

		if (e && edits_meet(e, &b->at[i].edits))
			return true;
	}
	return false;
}

void changes_merge(changes *a, const changes *b)
{
	for (u32 i = 0; i < b->nr; i++)
		edits_merge(&changes_of(a, b->at[i].src)->edits, &b->at[i].edits);
}

void changes_unified(const changes *c, struct strbuf *out)
{
	for (u32 i = 0; i < c->nr; i++)
		edits_unified(&c->at[i].edits, strbuf_str(&c->at[i].src->text), c->at[i].src->path, out);
}
