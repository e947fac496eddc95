// SPDX-License-Identifier: GPL-2.0-only
/*
 * Phase: compile commands.  In: a compile_commands.json that was read before.  Out: the same entries, 50 times faster.
 *
 * A kernel's JSON has 84 MB and takes two seconds to read; its words are nearly all the same.  An image in the cache's
 * folder has each word once:
 *
 *	{ magic, checksum of the rest, version, entries, words, bytes of text; size, inode, mtime, path of the JSON }
 *	entry[]: offset of folder and file in the text, first word, number of words
 *	word[]: offset in the text
 *	text: strings, each ended by NUL
 *
 * It is believed only while size, mtime and inode of the JSON are the same, and is not written while the JSON is
 * younger than two seconds: it could change again within the same time stamp.  What is read is untrusted: the
 * checksum is compared and every offset is checked; a bad image is made again without a word.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/map.h"
#include "db/db_internal.h"

#define IMAGE_MAGIC "GFPCDB\0\1"
#define IMAGE_VERSION 1u
#define IMAGE_CHECKED 16u
#define IMAGE_REST_NS 2000000000ll

struct image_header {
	char magic[8];
	u64 checksum;
	u32 version, nr_entry, nr_word, text_len;
	u64 size, ino, nr_ignored;
	s64 mtime;
	u32 json, pad;
};

struct image_entry {
	u32 dir, file, word, argc;
};

_Static_assert(sizeof(struct image_header) == 72 && sizeof(struct image_entry) == 16, "image");

static s64 ns_of(struct timespec t)
{
	return (s64)((u64)t.tv_sec * 1000000000u + (u64)t.tv_nsec);
}

/* NULL: no cache was made there yet, and a folder that is not ours gets nothing. */
static char *image_path(const char *cache_dir, const char *json, struct err *err)
{
	char *dir = path_join(cache_dir, "compdb"), *tag = path_join(cache_dir, "CACHEDIR.TAG");
	struct strbuf path = { 0 };
	bool ours = path_exists(tag);

	free(tag);
	if (!ours) {
		free(dir);
		return NULL;
	}
	strbuf_printf(&path, "%s/%016llx.gfc", dir, (unsigned long long)hash_str(json));
	if (dir_make(dir, err))
		strbuf_free(&path);
	free(dir);
	return path.buf;
}

/* ---- write ---- */

struct image {
	struct strtab text;
	VEC(struct image_entry) entry;
	VEC(u32) word;
};

static u32 offset_of(struct image *m, const char *s)
{
	u32 id = strtab_add(&m->text, s);

	return m->text.off[id];
}

static void fill(struct image *m, const struct compdb *db)
{
	for (u32 i = 0; i < db->at.nr; i++) {
		const struct compdb_entry *e = &db->at.at[i];
		struct image_entry x = { offset_of(m, e->dir), offset_of(m, e->file), m->word.nr, e->argc };

		for (u32 k = 0; k < e->argc; k++)
			vec_push(&m->word, offset_of(m, e->argv[k]));
		vec_push(&m->entry, x);
	}
}

static void image_write(const struct compdb *db, const char *json, const struct stat *st, const char *path)
{
	struct image_header h = { .version = IMAGE_VERSION, .size = (u64)st->st_size, .ino = st->st_ino,
		.nr_ignored = db->nr_ignored, .mtime = ns_of(st->st_mtim) };
	struct strbuf out = { 0 };
	struct err no_matter = { 0 };
	struct timespec now;
	struct image m = { 0 };

	clock_gettime(CLOCK_REALTIME, &now);
	if (h.mtime > ns_of(now) - IMAGE_REST_NS)
		return;
	strtab_init(&m.text);
	h.json = offset_of(&m, json);
	fill(&m, db);
	memcpy(h.magic, IMAGE_MAGIC, sizeof(h.magic));
	h.nr_entry = m.entry.nr;
	h.nr_word = m.word.nr;
	h.text_len = m.text.len;
	strbuf_add(&out, &h, sizeof(h));
	strbuf_add(&out, m.entry.at, m.entry.nr * sizeof(*m.entry.at));
	strbuf_add(&out, m.word.at, m.word.nr * sizeof(*m.word.at));
	strbuf_add(&out, m.text.text, m.text.len);
	h.checksum = hash_bytes(out.buf + IMAGE_CHECKED, out.len - IMAGE_CHECKED);
	memcpy(out.buf, &h, sizeof(h));
	/* without it the next run is slower, and that is all */
	(void)!file_write_atomic(path, out.buf, out.len, &no_matter);
	strbuf_free(&out);
	vec_free(&m.entry);
	vec_free(&m.word);
	strtab_free(&m.text);
}

/* ---- read ---- */

static bool is_sound(const struct mapping *map, struct image_header *h)
{
	if (map->len < sizeof(*h))
		return false;
	memcpy(h, map->p, sizeof(*h));
	return !memcmp(h->magic, IMAGE_MAGIC, sizeof(h->magic)) && h->version == IMAGE_VERSION && h->json < h->text_len &&
		map->len == sizeof(*h) + (u64)h->nr_entry * sizeof(struct image_entry) + (u64)h->nr_word * 4 + h->text_len &&
		h->checksum == hash_bytes(map->p + IMAGE_CHECKED, map->len - IMAGE_CHECKED) && !map->p[map->len - 1];
}

static bool take_entries(struct compdb *db, const struct mapping *map, const struct image_header *h)
{
	const struct image_entry *entry = (const struct image_entry *)(map->p + sizeof(*h));
	const u32 *word = (const u32 *)(entry + h->nr_entry);
	char *text = (char *)(word + h->nr_word);

	for (u32 i = 0; i < h->nr_word; i++)
		if (word[i] >= h->text_len)
			return false;
	for (u32 i = 0; i < h->nr_entry; i++) {
		struct image_entry x = entry[i];
		struct compdb_entry e = { .argc = x.argc };

		if (x.dir >= h->text_len || x.file >= h->text_len || x.word > h->nr_word || x.argc > h->nr_word - x.word ||
		    text[x.dir] != '/' || text[x.file] != '/')
			return false;
		e.dir = xstrdup(text + x.dir);
		e.file = xstrdup(text + x.file);
		e.argv = xcalloc(x.argc + 1ul, sizeof(*e.argv));
		for (u32 k = 0; k < x.argc; k++)
			e.argv[k] = text + word[x.word + k];
		vec_push(&db->at, e);
	}
	return true;
}

static bool image_read(struct compdb *db, const char *json, const struct stat *st, const char *path)
{
	struct err no_matter = { 0 };
	struct image_header h;

	if (!path_exists(path) || file_map(path, &db->image, &no_matter))
		return false;
	if (is_sound(&db->image, &h) && h.size == (u64)st->st_size && h.ino == st->st_ino &&
	    h.mtime == ns_of(st->st_mtim) &&
	    !strcmp((const char *)db->image.p + db->image.len - h.text_len + h.json, json) && take_entries(db, &db->image, &h)) {
		db->nr_ignored = h.nr_ignored;
		return true;
	}
	compdb_free(db);
	return false;
}

int compdb_check_image(const char *path, struct err *err)
{
	struct compdb db = { 0 };
	struct image_header h;
	int rc;

	if (file_map(path, &db.image, err))
		return -1;
	rc = is_sound(&db.image, &h) && take_entries(&db, &db.image, &h) ? 0 : err_set(err, "%s: damaged", path);
	compdb_free(&db);
	return rc;
}

int compdb_open_cached(struct compdb *db, const char *dir, const char *cache_dir, struct err *err)
{
	char *json = path_is_dir(dir) ? path_join(dir, "compile_commands.json") : xstrdup(dir), *real, *path;
	struct err no_cache = { 0 };
	struct stat st;
	int ret = 0;

	real = realpath(json, NULL);
	path = real && !stat(real, &st) && S_ISREG(st.st_mode) ? image_path(cache_dir, real, &no_cache) : NULL;
	if (path && image_read(db, real, &st, path)) {
		db->origin = xstrdup(json);
	} else {
		ret = compdb_open(db, dir, err);
		if (!ret && path && db->at.nr)
			image_write(db, real, &st, path);
	}
	free(path);
	free(real);
	free(json);
	return ret;
}
