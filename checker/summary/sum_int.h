/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Inside summary/: the bytes of a summary file, and the memo of file contents.
 *
 *        0  magic[8]      "GFPSUM\0\1"
 *        8  checksum      XXH3-64 of everything behind this field
 *       16  byte_order    0x01020304 as the writer's machine stores it
 *       20  version       SUMMARY_VERSION
 *       24  size          of the whole file
 *       32  nr_sections   SUM_NR
 *       36  pad           0
 *       40  pad           0
 *       48  content       identity of what the analysis sees (128 bits)
 *       64  section[SUM_NR]   { elem, pad, off, nr }, 24 bytes each
 *           sections, in this order, each at the next multiple of 16, gaps are 0
 */
#ifndef SUMMARY_SUM_INT_H
#define SUMMARY_SUM_INT_H

#include "base/map.h"
#include "base/vec.h"
#include "summary/summary.h"

#define SUM_MAGIC	"GFPSUM\0\1"
#define SUM_BYTE_ORDER	0x01020304u
#define SUM_ALIGN	16u
#define SUM_SIZE_MAX	(1ull << 30)
#define SUM_CHECKED	16u		/* the checksum starts here */

enum sum_section_id {
#define X(n, t) SUM_##n,
	IR_SECTIONS(X)
#undef X
	SUM_META, SUM_DEP, SUM_DEP_TEXT,
	SUM_NR,
};

struct sum_section {
	u32 elem;
	u32 pad;
	u64 off, nr;
};

struct sum_header {
	char magic[8];
	u64 checksum;
	u32 byte_order, version;
	u64 size;
	u32 nr_sections;
	u32 pad0;
	u64 pad1;
	struct hash128 content;
	struct sum_section section[SUM_NR];
};

static inline u64 sum_align(u64 n)
{
	return (n + SUM_ALIGN - 1) & ~(u64)(SUM_ALIGN - 1);
}

extern const u32 sum_elem[SUM_NR];	/* element sizes */

/* As summary_open(), without the path in front of the message. */
int summary_load(const char *path, struct summary *out, struct err *err) __must_check;

/* Hash of a dependency list, whatever its order was when it was made: dep must be sorted by path. */
struct hash128 sum_dep_list_id(const struct sum_dep *dep, u32 nr, const char *text);

/* Sorted by path; text gets the deps' strings.  The caller frees *dep. */
u32 sum_deps_sorted(const struct sum_deps *d, struct strtab *text, struct sum_dep **dep);

/*
 * What files hold, remembered with the stat data they had when they were hashed.
 * One entry per path; the entry's number is the path's number in `path`.
 */
enum memo_state { MEMO_EMPTY, MEMO_OLD, MEMO_SEEN, MEMO_GONE };

struct memo_entry {		/* on disk */
	s64 mtime, ctime;	/* ns */
	u64 size, ino, dev;
	s64 made;		/* ns, before the file was read */
	struct hash128 hash;
	u32 path;		/* on disk: offset in the text */
	u32 state;		/* enum memo_state; on disk 0 */
};

struct file_memo {
	struct strtab path;
	VEC(struct memo_entry) e;
	struct strbuf buf;	/* the file being hashed */
	bool is_dirty;
};

void memo_init(struct file_memo *m);
void memo_free(struct file_memo *m);
/*
 * The entry of a path, valid until the next call.  NULL: the file cannot be read; err says why.
 * is_once: what was found earlier in this run holds, without another look at the file.
 */
const struct memo_entry *memo_get(struct file_memo *m, const char *path, bool is_once, struct err *err);
/* Takes a hash that somebody made after `since` (ns), when the file has not changed from then to now. */
void memo_learn(struct file_memo *m, const char *path, struct hash128 hash, u64 size, s64 since);
void memo_load(struct file_memo *m, const char *path);
int memo_save(struct file_memo *m, const char *path, struct err *err) __must_check;
s64 memo_now(void);

struct hash128 sum_hash_content(const void *p, size_t n);

#endif
