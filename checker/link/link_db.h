/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The link database: a linked program as one flat image that questions are answered from.
 *
 * link_db_make() serialises a solved program; the same bytes lie in memory and in a file, are mapped and used in place:
 * nothing is parsed.  A file is untrusted: link_db_open() checks the checksum and every index, once.
 * checker/doc/link-format.md draws the bytes.
 *
 * A graph of nodes: functions, sorted by name and file, then members of structs ("file_operations.open"), sorted by
 * name.  Edges between functions are what the analysis went by, and a little more (LDB_FOLLOWED tells).  Edges to and
 * from members say who calls through them and who is put there, also where the analysis knows better, as of members that
 * a rule describes, or knows too many.
 */
#ifndef LINK_LINK_DB_H
#define LINK_LINK_DB_H

#include "base/hash.h"
#include "base/image.h"
#include "ir/ir.h"

#define LDB_VERSION 2u

/* Flags of a node. */
#define LDB_MEMBER	1u	/* else a function */
#define LDB_DEFINED	2u	/* its body was read */
#define LDB_STATIC	4u
#define LDB_EXPORTED	8u
#define LDB_PROCESS	16u	/* may be entered in process context */
#define LDB_REACHED	32u	/* may, must and LDB_PROCESS are known */
#define LDB_UNKNOWN	64u	/* also entered from somewhere that was not read, or in a way that is not known */

struct ldb_node {		/* on disk */
	ir_str name, file;
	u32 line;		/* of the definition; 0 when it was not read */
	u32 flags;		/* LDB_* */
	u32 edge_at, edge_nr;	/* out of it, in the order of the code */
	u32 in_at, in_nr;	/* into it */
	u32 root_at, root_nr;
	u32 sleep_at, sleep_nr;
	u32 effect_at, effect_nr;
	u32 may, must;		/* ATOMIC bits it may and must be entered with */
};

enum ldb_edge_kind {
	LDB_DIRECT,		/* function -> function */
	LDB_PASSED,		/* its address is an argument: label says of what */
	LDB_INDIRECT,		/* function -> function through a pointer: label says which */
	LDB_THROUGH,		/* function -> member: a call through it; its targets are edges of the kind above */
	LDB_TARGET,		/* member -> function: where it is put there */
	LDB_NR_EDGE_KINDS
};

struct ldb_edge {		/* on disk */
	u32 from, to;		/* nodes */
	ir_str file;
	u32 line;
	ir_str label;		/* the macro that was written, the function it is passed to, or the pointer; or 0 */
	u16 held_may, held_must;	/* ATOMIC bits that the caller itself established there */
	u16 col;
	u8 kind;		/* enum ldb_edge_kind */
	u8 flags;		/* LDB_FOLLOWED, LDB_FREE */
};
#define LDB_FOLLOWED	1u	/* the analysis took this way: not so for dead calls and members that a rule describes */
#define LDB_FREE	2u	/* also with nothing held that forbids sleeping */

struct ldb_root {		/* on disk */
	u32 fn;			/* node */
	u32 context;		/* ATOMIC bits; 0 = process context */
	u32 by;			/* function that registers it, or IR_NONE: an initialiser */
	ir_str file;
	u32 line;
	ir_str how;		/* "request_irq()", "net_device_ops.ndo_start_xmit" */
	u16 col;
	u8 confidence;
	u8 pad;
};

/* One way in which a function may sleep. */
struct ldb_sleep {		/* on disk */
	ir_str file;
	u32 line;
	ir_str call;		/* what is called there: "kzalloc() with GFP_KERNEL" */
	ir_str when;		/* " if gfp has __GFP_DIRECT_RECLAIM", or 0 */
	ir_str dropped;		/* " after dropping spin x->lock", or 0 */
	u32 callee;		/* node, or IR_NONE: the call itself sleeps */
	u32 next;		/* sleep of the callee; IR_NONE: it is the leaf, or not known any more */
	u16 col;
	u8 confidence;		/* 0 low .. 2 high */
	u8 loose;		/* a condition was given up on */
};

/* A TU that was, or should have been, part of it. */
struct ldb_tu {			/* on disk */
	s64 mtime;		/* ns; 0: changed while it was read */
	u64 size;
	ir_str path;		/* absolute */
	u32 missing;		/* could not be analysed */
	u64 content;		/* of its summary: struct summary.content; 0 with missing */
};

#define LDB_RT		1u
#define LDB_WHOLE	2u	/* every TU of the compile database was asked for */

struct ldb_meta {		/* on disk */
	struct hash128 key;	/* of the program, its rules, the compile database: another key is another question */
	struct hash128 set;	/* of the paths of the TUs */
	s64 made;		/* ns: before the first TU was looked at */
	u32 flags;		/* LDB_RT, LDB_WHOLE */
	u32 nr_fn;		/* nodes before the first member */
	u32 atomic_mask;	/* what is atomic: less with LDB_RT */
	ir_str tree;		/* source tree, absolute; file names are relative to it */
};

/* LDB_SECTION(name, element type): the arrays, in the order in which they lie in the file. */
#define LDB_SECTIONS(X)			\
	X(meta, struct ldb_meta)	\
	X(text, char)			\
	X(node, struct ldb_node)	\
	X(edge, struct ldb_edge)	\
	X(in, u32)			\
	X(root, struct ldb_root)	\
	X(sleep, struct ldb_sleep)	\
	X(effect, u32)			\
	X(tu, struct ldb_tu)

struct link_db {
	struct image file;
#define X(n, t) const t *n; u32 nr_##n;
	LDB_SECTIONS(X)
#undef X
};

static inline const char *ldb_text(const struct link_db *db, ir_str s)
{
	return db->text + s;
}

/* What the program itself does not know.  tu: paths are borrowed. */
struct ldb_tu_in {
	const char *path;
	s64 mtime;
	u64 size;
	u64 content;
	bool missing;
};

struct ldb_about {
	struct hash128 key;
	s64 made;
	u32 flags;
	const char *tree;
	const struct ldb_tu_in *tu;
	u32 nr_tu;
};

struct program;
/* After link_solve().  The image is *out's; -1: larger than a file may be. */
int link_db_make(const struct program *p, const struct ldb_about *about, struct link_db *out, struct err *err)
	__must_check;
/* Maps and verifies.  err: "PATH: damaged: checksum", "PATH: made by another version". */
int link_db_open(const char *path, struct link_db *out, struct err *err) __must_check;
/* The same on bytes that the caller owns and keeps; p is aligned to 16. */
int link_db_from_memory(const void *p, size_t n, struct link_db *out, struct err *err) __must_check;
int link_db_write(const struct link_db *db, const char *path, struct err *err) __must_check;
void link_db_close(struct link_db *db);
/* Identity of a set of TUs; sorts nothing: tu in the order of the compile database. */
struct hash128 link_db_set(const struct ldb_tu_in *tu, u32 nr);

#endif
