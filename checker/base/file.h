/* SPDX-License-Identifier: GPL-2.0-only */
/* Files: whole-file reads, mappings, atomic writes, path arithmetic. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/bug.h"
#include "base/strbuf.h"

/* Reads the whole file into *out (NUL behind it); the caller owns out.  Limit: 1 GiB. */
int file_read(const char *path, struct strbuf *out, struct err *err) __must_check;

struct mapping {
	const u8 *p;
	size_t len;
};
/* Maps a regular file read-only.  An empty file gives {"" , 0}. */
int file_map(const char *path, struct mapping *out, struct err *err) __must_check;
void file_unmap(struct mapping *m);
/* Gives its memory back until it is read again: the file is mapped still, and mostly in the page cache. */
void file_map_rest(const struct mapping *m);

/*
 * Writes to a temporary file in the same folder, syncs nothing, renames: a reader sees the old
 * file or the whole new one.  A full disk is an error and leaves no half-written file behind.
 */
int file_write_atomic(const char *path, const void *p, size_t n, struct err *err) __must_check;

int dir_make(const char *path, struct err *err) __must_check;	/* mkdir -p */
bool path_exists(const char *path);
bool path_is_dir(const char *path);

/* Lexical normalisation: removes "//", "/./" and "x/../"; the result is owned by the caller. */
char *path_normal(const char *path);
/* dir + "/" + path when path is relative, path when it is absolute; normalised; owned by the caller. */
char *path_join(const char *dir, const char *path);
/* The tail of path below root ("" when equal), or NULL when path is not below root.  Both normal. */
const char *path_below(const char *root, const char *path);

#endif
