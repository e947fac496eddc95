// SPDX-License-Identifier: GPL-2.0-only
/* See text.h. */
#include "front/text.h"

#include <string.h>

#include "base/hash.h"

const struct front_overlay *text_overlay(const struct front_config *cfg, const char *path)
{
	for (u32 i = 0; i < cfg->nr_overlay; i++)
		if (!strcmp(cfg->overlay[i].path, path))
			return &cfg->overlay[i];
	return NULL;
}

struct text texts_get(struct texts *t, const struct front_config *cfg, const char *path)
{
	const struct front_overlay *o = text_overlay(cfg, path);
	u32 i = map_get(&t->at, hash_str(path));
	const struct mapping *m;

	if (o)
		return (struct text){ o->text, o->len };
	if (i == MAP_NONE) {
		struct mapping new = { 0 };
		struct err no_matter = { 0 };

		if (file_map(path, &new, &no_matter))
			new = (struct mapping){ 0 };
		i = t->file.nr;
		vec_push(&t->file, new);
		map_put(&t->at, hash_str(path), i);
	}
	m = &t->file.at[i];
	return (struct text){ (const char *)m->p, m->len };
}

void texts_free(struct texts *t)
{
	for (u32 i = 0; i < t->file.nr; i++)
		file_unmap(&t->file.at[i]);
	vec_free(&t->file);
	map_free(&t->at);
}
