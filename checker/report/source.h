/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Source text for reports.  A name of a file comes from a compile database or a findings file: nothing outside of the
 * tree is ever opened, whatever the name or a symbolic link says, and nothing but regular files up to a bound.
 */
#ifndef REPORT_SOURCE_H
#define REPORT_SOURCE_H

#include "base/map.h"
#include "base/strbuf.h"
#include "base/vec.h"

#define SOURCE_MAX_BYTES (8u << 20)

struct source {
	struct strbuf text;
	VEC(u32) line;		/* where each begins; nr lines */
	bool have;
};

/* A file that is not what it is on disk.  All borrowed; text NULL: there is no such file. */
struct source_text {
	const char *name;	/* relative to the tree */
	const char *text;
	size_t len;
};

/* The files of one tree that were asked for so far.  At most SOURCE_CACHED of them are kept. */
struct sources {
	int tree_fd;		/* -1: no tree */
	struct strtab name;
	VEC(struct source) file;	/* by id of name */
	u64 bytes;		/* of all texts now in memory */
	VEC(struct source_text) given;
};

/* tree may be NULL, or not be there: then no file is. */
void sources_open(struct sources *s, const char *tree);
void sources_close(struct sources *s);
/* Before the first question about that file. */
void sources_give(struct sources *s, struct source_text text);
/* name is relative to the tree.  NULL: not there, not below the tree, too large.  Dies at the next call. */
const struct source *sources_get(struct sources *s, const char *name);
/* Whether the file has that word at all: much cheaper than sources_get(), and keeps nothing. */
bool sources_contain(const struct sources *s, const char *name, const char *word);
/* Line nr (from 1) without its end; NULL behind the end.  *len: its bytes. */
const char *source_line(const struct source *src, u32 nr, size_t *len);

#endif
