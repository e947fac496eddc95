/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Files that are used as they lie in memory: a header, a table, and arrays of records.
 *
 *        0  magic[8]
 *        8  checksum      XXH3-64 of everything behind this field
 *       16  byte_order    0x01020304 as the writer's machine stores it
 *       20  version
 *       24  size          of the whole file
 *       32  nr_sections
 *       36  pad           0
 *       40  section[nr_sections]   { elem, pad, off, nr }, 24 bytes each
 *           sections, in this order, each at the next multiple of 16, gaps are 0
 *
 * Equal sections make equal bytes.  What is checked here is that they lie where they should: what a record may hold is for
 * those who know it.
 */
#ifndef BASE_IMAGE_H
#define BASE_IMAGE_H

#include "base/bug.h"
#include "base/file.h"

#define IMAGE_ALIGN	16u
#define IMAGE_SIZE_MAX	(4ull << 30)
#define IMAGE_CHECKED	16u		/* the checksum starts here */

struct image_section {
	u32 elem;		/* size of one record */
	u32 pad;
	u64 off, nr;
};

struct image_header {
	char magic[8];
	u64 checksum;
	u32 byte_order, version;
	u64 size;
	u32 nr_sections;
	u32 pad;
	struct image_section section[];
};

/* A kind of file. */
struct image_format {
	const char *what;	/* "a kernel model" */
	const char *magic;	/* 8 bytes */
	u32 version;
	const u32 *elem;	/* sizes of the records, by section */
	u32 nr;
};

/* The content of a section; copied. */
struct image_part {
	const void *p;
	u64 nr;
};

/* Bytes in memory, owned, or of a file. */
struct image {
	struct mapping map;
	void *bytes;
	size_t size;
};

static inline const void *image_bytes(const struct image *i)
{
	return i->bytes ? i->bytes : (const void *)i->map.p;
}

/* What tells it from others: the checksum of its content. */
static inline u64 image_id(const struct image *i)
{
	return ((const struct image_header *)image_bytes(i))->checksum;
}

static inline const struct image_section *image_sections(const void *p)
{
	return ((const struct image_header *)p)->section;
}

/* One part for each section.  err: larger than a file may be. */
int image_make(const struct image_format *f, const struct image_part *part, struct image *out, struct err *err)
	__must_check;
/* p is aligned to 16.  err: "damaged: checksum", "made by another version". */
int image_check(const struct image_format *f, const void *p, size_t n, struct err *err) __must_check;
/* Maps, and checks nothing. */
int image_map(const char *path, struct image *out, struct err *err) __must_check;
int image_write(const struct image *i, const char *path, struct err *err) __must_check;
void image_close(struct image *i);

#endif
