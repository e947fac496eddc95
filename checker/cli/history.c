// SPDX-License-Identifier: GPL-2.0-only
/*
 * See history.h.
 *
 * On disk: { magic, checksum of the rest, number }, records.  Of two runs that write at the same time the later one wins.
 * Cost: 40 bytes a TU, read when something is missing and explained, written when something was made.
 */
#include "cli/history.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"

#define HISTORY_MAGIC	"GFPKEYS\1"
#define HISTORY_MAX	1000000u	/* records; above that those of this run begin anew */

struct history_header {
	char magic[8];
	u64 checksum;
	u64 nr;
};

_Static_assert(sizeof(struct key_record) == 40 && sizeof(struct history_header) == 24, "history");

static const char *const part_text[KEY_NR_PARTS] = {
#define X(e, text) text,
	KEY_PARTS(X)
#undef X
};

static bool is_sound(const struct mapping *map)
{
	struct history_header h;

	if (map->len < sizeof(h))
		return false;
	memcpy(&h, map->p, sizeof(h));
	return !memcmp(h.magic, HISTORY_MAGIC, sizeof(h.magic)) && h.nr <= HISTORY_MAX &&
		map->len == sizeof(h) + h.nr * sizeof(struct key_record) &&
		h.checksum == hash_bytes(map->p + 16, map->len - 16);
}

void history_load(struct history *h, const char *cache_dir)
{
	char *path = path_join(cache_dir, "keys.memo");
	struct mapping map = { 0 };
	struct err no_matter = { 0 };

	h->is_loaded = true;
	if (path_exists(path) && !file_map(path, &map, &no_matter) && is_sound(&map)) {
		u32 nr = (u32)((map.len - sizeof(struct history_header)) / sizeof(struct key_record));

		for (u32 i = 0; i < nr; i++) {
			struct key_record k;

			memcpy(&k, map.p + sizeof(struct history_header) + i * sizeof(k), sizeof(k));
			history_put(h, &k);
		}
	}
	file_unmap(&map);
	free(path);
}

void history_free(struct history *h)
{
	vec_free(&h->at);
	map_free(&h->by_path);
}

void history_put(struct history *h, const struct key_record *now)
{
	u32 i = map_get(&h->by_path, now->path);

	if (i != MAP_NONE) {
		h->at.at[i] = *now;
		return;
	}
	if (h->at.nr >= HISTORY_MAX)
		return;
	map_put(&h->by_path, now->path, h->at.nr);
	vec_push(&h->at, *now);
}

void history_why(const struct history *h, const struct key_record *now, struct strbuf *out)
{
	u32 i = map_get(&h->by_path, now->path);
	const struct key_record *old = i == MAP_NONE ? NULL : &h->at.at[i];
	bool any = false;

	if (!old) {
		strbuf_puts(out, "no summary of it was made before");
		return;
	}
	for (u32 k = 0; k < KEY_NR_PARTS; k++) {
		if (old->part[k] == now->part[k])
			continue;
		strbuf_printf(out, "%s%s", any ? "; " : "", part_text[k]);
		any = true;
	}
	if (!any)
		strbuf_puts(out, old->key == now->key ? "its summary was removed from the cache" : "its key changed");
}

void history_save(const struct history *h, const char *cache_dir)
{
	struct history_header head = { .magic = HISTORY_MAGIC, .nr = h->at.nr };
	char *path = path_join(cache_dir, "keys.memo");
	struct err no_matter = { 0 };
	struct strbuf out = { 0 };

	strbuf_add(&out, &head, sizeof(head));
	strbuf_add(&out, h->at.at, h->at.nr * sizeof(*h->at.at));
	head.checksum = hash_bytes(out.buf + 16, out.len - 16);
	memcpy(out.buf, &head, sizeof(head));
	(void)!file_write_atomic(path, out.buf, out.len, &no_matter);
	strbuf_free(&out);
	free(path);
}
