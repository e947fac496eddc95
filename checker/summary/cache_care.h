/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Care of a cache folder: what is in it, how much it may hold, who else is at it.
 *
 * Below a folder with our CACHEDIR.TAG lie the kinds of CACHE_KINDS, each with names of its own; whatever has another name
 * is not ours and is never touched, and no symbolic link is followed.  Each file is written beside its place and renamed
 * there, so that a reader has all of it or nothing.
 */
#ifndef SUMMARY_CACHE_CARE_H
#define SUMMARY_CACHE_CARE_H

#include "base/vec.h"
#include "summary/summary.h"

/* CACHE_KIND(enumerator, folder, suffix, lengths of its name's hexadecimal parts, words for people) */
#define CACHE_KINDS(X)										\
	X(CACHE_SUMMARIES, "??", ".gfs", 32, 0, 0, "summaries")					\
	X(CACHE_HEADERS, "pch", ".pch", 32, 0, 0, "precompiled headers")			\
	X(CACHE_LINKS, "link", ".gfl", 32, 8, 16, "links")					\
	X(CACHE_MODELS, "model", ".gfm", 32, 8, 16, "models of links")				\
	X(CACHE_COMMANDS, "compdb", ".gfc", 16, 0, 0, "compile databases")			\
	X(CACHE_RESULTS, "result", ".gfr", 32, 0, 0, "results of scans")

enum cache_kind {
#define X(e, dir, suffix, a, b, c, words) e,
	CACHE_KINDS(X)
#undef X
	CACHE_NR_KINDS
};
extern const char *const cache_kind_words[CACHE_NR_KINDS];

struct cache_item {
	char *path;
	u8 kind;		/* enum cache_kind */
	struct hash128 key;	/* the first 32 digits of its name; of compile databases 0 */
	s64 used;		/* ns; exact to a day */
	u64 size;
};

struct cache_items {
	VEC(struct cache_item) at;	/* longest unused first, then by path */
	u64 nr_tmp, bytes_tmp;		/* left over by a run that was killed, older than an hour: removed */
};

int cache_list(const char *dir, struct cache_items *out, struct err *err) __must_check;
void cache_items_sort(struct cache_items *all);	/* after used was changed */
void cache_items_free(struct cache_items *all);

struct cache_limit {
	u64 max_bytes;		/* UINT64_MAX: any */
	s64 older_ns;		/* remove what was not used for so long; 0: nothing */
	bool (*in_use)(void *ctx, struct hash128 key);	/* is kept whatever its size; or NULL */
	void *ctx;
};
/*
 * Removes what was not used for longest until the limit holds.  A precompiled header counts as used when a summary made
 * with it is: without it that one is worth nothing.
 */
int cache_trim(const char *dir, const struct cache_limit *lim, struct cache_count *out, struct err *err) __must_check;

/* Every cache_open() holds a shared lock until cache_close(); true: no one else does, and none will until then. */
bool cache_is_alone(struct cache *c);
/* The same for a folder that is not open: waits for the others (wait), or gives -1.  Closing the number unlocks. */
int cache_lock_alone(const char *dir, bool wait);

/* The key that the 32 digits of a name say; false: they are none. */
bool cache_parse_key(const char *name, struct hash128 *key);
struct sum_meta;
/* What a summary says of itself, without reading all of it; false: it is none. */
bool cache_peek(const char *path, struct sum_meta *out);
/* files.memo, the hashes of files by their stat data: -1 when it is damaged. */
int cache_check_memo(const char *dir, struct err *err) __must_check;

/*
 * What this run saw of files, each with the stat data of that moment: what its lookups depended on.  is_gone: it could not
 * be read; !at_rest: written so shortly before that it may change again without a new time stamp.
 */
struct cache_seen {
	const char *path;
	s64 mtime, ctime;
	u64 size, ino, dev;
	struct hash128 hash;	/* of what it held; zero: not known */
	bool is_gone, at_rest;
};
/* What a file holds now, by reading it; zero: it cannot be read, or is no regular file. */
struct hash128 cache_hash_now(const char *path);
struct file_memo;
bool memo_seen(const struct file_memo *m, u32 i, struct cache_seen *out);	/* of the memo's entry i */
void cache_each_seen(const struct cache *c, void (*fn)(void *ctx, const struct cache_seen *f), void *ctx);
/* The summary was made of what this run saw: not so when a file changed after that, or while it was parsed. */
bool cache_agrees(const struct cache *c, const struct summary *s);

/* The summaries that are there, as a set: names and inodes, sorted.  An equal set means the same files. */
struct cache_name {
	struct hash128 key;
	u64 ino;
};
struct cache_names {
	VEC(struct cache_name) at;
};
int cache_names_read(const char *dir, struct cache_names *out, struct err *err) __must_check;
void cache_names_free(struct cache_names *n);
struct hash128 cache_names_id(const struct cache_names *n);
/* Each name that only one of them has, or under another inode, is one of mine. */
bool cache_names_differ_by(const struct cache_names *a, const struct cache_names *b,
			   bool (*mine)(void *ctx, struct hash128 key), void *ctx);

/* "500M", "8G", "1048576"; false: no size. */
bool cache_parse_size(const char *text, u64 *out);

#endif
