/* SPDX-License-Identifier: GPL-2.0-only */
/* Inside the link database: its sections in an image (base/image.h), and a program on its way into one. */
#ifndef LINK_LINK_DB_INT_H
#define LINK_LINK_DB_INT_H

#include "base/map.h"
#include "base/vec.h"
#include "link/link.h"
#include "link/link_db.h"

enum ldb_section_id {
#define X(n, t) LDB_SEC_##n,
	LDB_SECTIONS(X)
#undef X
	LDB_NR,
};

extern const struct image_format ldb_format;

/* Points into an image by its own table; nothing is checked. */
void ldb_fill(struct link_db *db, const void *p);

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
