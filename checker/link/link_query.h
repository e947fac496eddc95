/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Questions to a link database, for `gfpcheck query`.
 *
 * Input: a verified image, a verb and the name of a function.  Output: an answer for each function of that name, rows
 * of file:line and text in the order of the code.  Strings are of the image but for `text`.
 * Cost: bisection for the name; of `context`, at most one look at each edge.
 */
#ifndef LINK_LINK_QUERY_H
#define LINK_LINK_QUERY_H

#include "base/strbuf.h"
#include "base/vec.h"
#include "link/link_db.h"

enum query_verb { QUERY_WHY, QUERY_CALLERS, QUERY_CALLEES, QUERY_CONTEXT, QUERY_EFFECTS, QUERY_NR };

struct query_row {
	const char *kind;	/* "call", "member", "passed", "root", "lock", "sleep", ... : README.md */
	const char *function;	/* the function at that place; "" outside of one */
	const char *file;
	u32 line, col;		/* col 0: not known */
	u32 depth;		/* 0; 1 and more: a step of the row of depth 0 before it */
	char *text;		/* owned */
};

struct query_answer {
	const char *function, *file;
	u32 line;		/* 0: declared only */
	VEC(struct query_row) row;
};

struct query_result {
	VEC(struct query_answer) answer;
};

const char *query_verb_word(enum query_verb verb);
/* QUERY_NR and err when there is no such verb. */
enum query_verb query_verb_find(const char *word, struct err *err);

/*
 * name: "f", "f@part-of-path", "path:f", or "struct.member" for callers and callees.  Adds to *out.  -1: nothing of
 * that name; err names near ones.
 */
int link_query(const struct link_db *db, enum query_verb verb, const char *name, struct query_result *out,
	       struct err *err) __must_check;
void query_result_free(struct query_result *r);

/* The lines of an answer: "file:line: text". */
void query_print(const struct query_answer *a, struct strbuf *out);

/* link_query_find.c: nodes of that name, in their order. */
typedef VEC(u32) ldb_nodes_list;
int link_db_find(const struct link_db *db, const char *name, ldb_nodes_list *out, struct err *err) __must_check;
/* link_query_context.c */
void query_context(const struct link_db *db, u32 node, struct query_answer *out);
/* Adds a row; what printf makes is its text. */
void query_add(struct query_answer *out, const struct query_row *row, const char *fmt, ...) __printf(3, 4);
/* "registered by" request_irq(), "put into" work_struct.func */
const char *query_root_verb(const char *how);
/* ", while a spin lock is held": nothing for 0. */
void query_held_words(const struct ldb_edge *e, struct strbuf *out);

#endif
