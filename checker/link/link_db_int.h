/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Inside the link database: the bytes of a file.
 *
 *        0  magic[8]      "GFPLNK\0\1"
 *        8  checksum      XXH3-64 of everything behind this field
 *       16  byte_order    0x01020304 as the writer's machine stores it
 *       20  version       LDB_VERSION
 *       24  size          of the whole file
 *       32  nr_sections   LDB_NR
 *       36  pad           0
 *       40  section[LDB_NR]   { elem, pad, off, nr }, 24 bytes each
 *           sections, in this order, each at the next multiple of 16, gaps are 0
 */
#ifndef LINK_LINK_DB_INT_H
#define LINK_LINK_DB_INT_H

#include "base/map.h"
#include "base/vec.h"
#include "link/link.h"
#include "link/link_db.h"

#define LDB_MAGIC	"GFPLNK\0\1"
#define LDB_BYTE_ORDER	0x01020304u
#define LDB_ALIGN	16u
#define LDB_SIZE_MAX	(4ull << 30)
#define LDB_CHECKED	16u		/* the checksum starts here */

enum ldb_section_id {
#define X(n, t) LDB_SEC_##n,
	LDB_SECTIONS(X)
#undef X
	LDB_NR,
};

struct ldb_section {
	u32 elem;
	u32 pad;
	u64 off, nr;
};

struct ldb_header {
	char magic[8];
	u64 checksum;
	u32 byte_order, version;
	u64 size;
	u32 nr_sections;
	u32 pad;
	struct ldb_section section[LDB_NR];
};

static inline u64 ldb_align(u64 n)
{
	return (n + LDB_ALIGN - 1) & ~(u64)(LDB_ALIGN - 1);
}

extern const u32 ldb_elem[LDB_NR];	/* element sizes */

/* The content of a section; copied. */
struct ldb_part {
	const void *p;
	u64 nr;
};
/* Header, table and sections as one image, which is *out's. */
int ldb_image(const struct ldb_part part[LDB_NR], struct link_db *out, struct err *err) __must_check;
/* Points into the image by its own table; nothing is checked. */
void ldb_fill(struct link_db *db, const void *p, size_t n);

struct ldb_put;			/* a function is put into a member: link_db_graph.c */

/* A program on its way into an image. */
struct ldb_maker {
	const struct program *p;
	struct strtab text;
	u32 *node_of;			/* symbol -> node, or IR_NONE */
	u32 *member_of;			/* program field -> node, or IR_NONE */
	VEC(u32) sym;			/* node -> symbol, functions */
	VEC(u32) member;		/* the same for members: program field */
	struct ldb_put *put;		/* between ldb_nodes() and ldb_edges() */
	u32 nr_put;
	VEC(struct ldb_node) node;
	VEC(struct ldb_edge) edge;
	VEC(u32) in;
	VEC(struct ldb_root) root;
	VEC(struct ldb_sleep) sleep;
	VEC(u32) effect;
	VEC(struct ldb_tu) tu;
	struct strbuf sb;		/* scratch */
};

/* A string's place in the image. */
ir_str ldb_add(struct ldb_maker *m, const char *s);
/* The IR of a defined function. */
const struct ir_func *ldb_func(const struct ldb_maker *m, u32 sym, const struct ir_unit **u);
/* link_db_graph.c: nodes and edges. */
void ldb_nodes(struct ldb_maker *m);
void ldb_edges(struct ldb_maker *m);
/* link_db_words.c: roots, sleeps and the lines of effects, in words. */
void ldb_roots(struct ldb_maker *m);
void ldb_sleeps(struct ldb_maker *m);
void ldb_effects(struct ldb_maker *m);

#endif
