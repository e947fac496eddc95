// SPDX-License-Identifier: GPL-2.0-only
/* See text.h. */
#include "front/text.h"

#include "base/hash.h"

struct text texts_get(struct texts *t, const char *path)
{
	u32 i = map_get(&t->at, hash_str(path));
	const struct mapping *m;

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
