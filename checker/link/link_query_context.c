// SPDX-License-Identifier: GPL-2.0-only
/*
 * In which contexts may a function run, and how does each of them come there?
 *
 * Breadth first from the function towards its callers, so that the first place where a context begins (a function that
 * is registered for it, or a call with something held) gives the shortest chain.  Direct calls alone are tried first,
 * those through pointers only for the contexts that are missing then: a shorter chain that needs a guess is no better
 * than a longer one that needs none.
 * Cost: two looks at each edge at most.
 */
#include <stdlib.h>
#include <string.h>

#include "link/link_query.h"
#include "model/rules.h"

#define PROCESS ATOMIC_NR	/* as a number of a context, behind the atomic ones */

static const char *const kind_word[] = {
#define X(e, name, text) [e] = name,
	ATOMIC_KINDS(X)
#undef X
	[PROCESS] = "process",
};

/* Where a context begins: a root of the node, an edge out of it, or the node itself (entered from outside). */
struct source {
	u32 node;		/* IR_NONE: not found */
	u32 root, edge;		/* IR_NONE: not this */
};

struct walk {
	const struct link_db *db;
	u32 *via;		/* node -> edge that leads one step closer + 1; the function itself: IR_NONE */
	VEC(u32) queue;
	bool members;		/* also through them */
	bool free_only;		/* only calls that are also made with nothing held */
};

static void walk_start(struct walk *w, u32 node)
{
	memset(w->via, 0, w->db->nr_node * sizeof(u32));
	vec_clear(&w->queue);
	vec_push(&w->queue, node);
	w->via[node] = IR_NONE;
}

static bool goes(const struct walk *w, const struct ldb_edge *e)
{
	if (!(e->flags & LDB_FOLLOWED) || (w->free_only && !(e->flags & LDB_FREE)))
		return false;
	return e->kind == LDB_DIRECT || (w->members && e->kind == LDB_INDIRECT);
}

static void walk_on(struct walk *w, const struct ldb_node *n)
{
	for (u32 i = 0; i < n->in_nr; i++) {
		u32 at = w->db->in[n->in_at + i];
		const struct ldb_edge *e = &w->db->edge[at];

		if (!goes(w, e) || w->via[e->from])
			continue;
		w->via[e->from] = at + 1;
		vec_push(&w->queue, e->from);
	}
}

/* ---- a chain as rows ---- */

static void step(const struct walk *w, const struct ldb_edge *e, const char *kinds, struct query_answer *out)
{
	struct query_row row = { .kind = kinds ? "lock" : "call", .depth = !kinds, .line = e->line, .col = e->col,
		.function = ldb_text(w->db, w->db->node[e->from].name), .file = ldb_text(w->db, e->file) };
	struct strbuf how = { 0 };

	if (e->kind == LDB_INDIRECT)
		strbuf_printf(&how, " through %s", ldb_text(w->db, e->label));
	query_held_words(e, &how);
	query_add(out, &row, "%s%s%s() calls %s()%s", kinds ? kinds : "", kinds ? ": " : "", row.function,
		  ldb_text(w->db, w->db->node[e->to].name), strbuf_str(&how));
	strbuf_free(&how);
}

/* From edge index at on, down to the function; kinds: what begins with the first of them, or NULL. */
static void chain(const struct walk *w, u32 at, const char *kinds, struct query_answer *out)
{
	while (at != IR_NONE) {
		const struct ldb_edge *e = &w->db->edge[at];
		u32 via = w->via[e->to];

		step(w, e, kinds, out);
		kinds = NULL;
		at = via && via != IR_NONE ? via - 1 : IR_NONE;
	}
}

/* "spin, irq" */
static void kind_words(u32 kinds, struct strbuf *out)
{
	for (u32 k = 0; k <= PROCESS; k++)
		if (kinds & ATOMIC_BIT_OF(k))
			strbuf_printf(out, "%s%s", out->len ? ", " : "", kind_word[k]);
}

static void from_root(const struct walk *w, const struct source *s, const char *kinds, struct query_answer *out)
{
	const struct link_db *db = w->db;
	const struct ldb_root *r = &db->root[s->root];
	struct query_row row = { .kind = "root", .file = ldb_text(db, r->file), .line = r->line, .col = r->col,
		.function = r->by == IR_NONE ? "" : ldb_text(db, db->node[r->by].name) };
	const char *how = ldb_text(db, r->how);

	query_add(out, &row, "%s: %s() is %s %s", kinds, ldb_text(db, db->node[s->node].name), query_root_verb(how),
		  how);
}

/* Entered from outside of what was read, in process context as far as one can tell?  Says how. */
static const char *entry_how(const struct link_db *db, const struct ldb_node *n)
{
	const char *how = "is not called by anything that was read";

	if ((n->flags & LDB_MEMBER) || n->root_nr || !(n->flags & LDB_PROCESS))
		return NULL;
	if (n->flags & LDB_EXPORTED)
		return "is exported";
	for (u32 i = 0; i < n->in_nr; i++) {
		const struct ldb_edge *e = &db->edge[db->in[n->in_at + i]];

		if (e->kind == LDB_PASSED)
			return "is passed to a function that may call it";
		if (e->kind != LDB_TARGET)
			how = NULL;
		else if (how)
			how = "is put where nothing that was read calls it";
	}
	return how;
}

static void from_node(const struct walk *w, const struct source *s, const char *kinds, struct query_answer *out)
{
	const struct ldb_node *n = &w->db->node[s->node];
	struct query_row row = { .kind = "entry", .file = ldb_text(w->db, n->file), .line = n->line,
		.function = ldb_text(w->db, n->name) };

	query_add(out, &row, "%s: %s() %s", kinds, row.function, entry_how(w->db, n));
}

static void show(const struct walk *w, const struct source *s, u32 kinds, struct query_answer *out)
{
	struct strbuf words = { 0 };
	u32 via = w->via[s->node];

	kind_words(kinds, &words);
	if (s->edge != IR_NONE) {
		chain(w, s->edge, strbuf_str(&words), out);
	} else {
		if (s->root != IR_NONE)
			from_root(w, s, strbuf_str(&words), out);
		else
			from_node(w, s, strbuf_str(&words), out);
		if (via && via != IR_NONE)
			chain(w, via - 1, NULL, out);
	}
	strbuf_free(&words);
}

/* ---- sources ---- */

static void sources_at(const struct walk *w, u32 node, struct source *src)
{
	const struct ldb_node *n = &w->db->node[node];

	for (u32 i = 0; i < n->root_nr; i++)
		for (u32 k = 0; k < ATOMIC_NR; k++)
			if ((w->db->root[n->root_at + i].context & ATOMIC_BIT_OF(k)) && src[k].node == IR_NONE)
				src[k] = (struct source){ node, n->root_at + i, IR_NONE };
	for (u32 i = 0; i < n->in_nr; i++) {
		u32 at = w->db->in[n->in_at + i];
		const struct ldb_edge *e = &w->db->edge[at];

		for (u32 k = 0; e->held_may && k < ATOMIC_NR && goes(w, e); k++)
			if ((e->held_may & ATOMIC_BIT_OF(k)) && src[k].node == IR_NONE)
				src[k] = (struct source){ node, IR_NONE, at };
	}
}

/* A function registered for process context; else the nearest one that outsiders may call. */
static struct source process_source(struct walk *w, u32 node)
{
	struct source entry = { IR_NONE, IR_NONE, IR_NONE };

	w->free_only = true;
	walk_start(w, node);
	for (u32 at = 0; at < w->queue.nr; at++) {
		const struct ldb_node *n = &w->db->node[w->queue.at[at]];

		for (u32 i = 0; i < n->root_nr; i++)
			if (!w->db->root[n->root_at + i].context)
				return (struct source){ w->queue.at[at], n->root_at + i, IR_NONE };
		if (entry.node == IR_NONE && entry_how(w->db, n))
			entry.node = w->queue.at[at];
		walk_on(w, n);
	}
	return entry;
}

static bool have_all(const struct source *src, u32 wanted)
{
	for (u32 k = 0; k < ATOMIC_NR; k++)
		if ((wanted & ATOMIC_BIT_OF(k)) && src[k].node == IR_NONE)
			return false;
	return true;
}

static void atomic_sources(struct walk *w, u32 node, u32 wanted, struct source *src)
{
	w->free_only = false;
	walk_start(w, node);
	for (u32 at = 0; at < w->queue.nr && !have_all(src, wanted); at++) {
		sources_at(w, w->queue.at[at], src);
		walk_on(w, &w->db->node[w->queue.at[at]]);
	}
}

static void summary(const struct link_db *db, const struct ldb_node *n, u32 found, bool process,
		    struct query_answer *out)
{
	struct query_row row = { .kind = "context", .file = ldb_text(db, n->file), .line = n->line,
		.function = ldb_text(db, n->name) };
	u32 may = n->may | found;
	struct strbuf sb = { 0 };
	const char *sep = ":";

	if (process || (n->flags & LDB_PROCESS)) {
		strbuf_puts(&sb, ": process");
		sep = ",";
	}
	for (u32 k = 0; k < ATOMIC_NR; k++) {
		if (!(may & ATOMIC_BIT_OF(k)))
			continue;
		strbuf_printf(&sb, "%s %s%s", sep, kind_word[k], n->must & ATOMIC_BIT_OF(k) ? " (always)" : "");
		sep = ",";
	}
	if (!sb.len)
		strbuf_puts(&sb, " a context that is not known");
	query_add(out, &row, "%s() may run in%s", row.function, strbuf_str(&sb));
	strbuf_free(&sb);
}

/* The contexts that are not shown yet; those that begin at one place together. */
static void show_all(const struct walk *w, const struct source *src, u32 wanted, u32 *shown, struct query_answer *out)
{
	for (u32 k = 0; k < ATOMIC_NR; k++) {
		u32 same = 0;

		if (src[k].node == IR_NONE || !(wanted & ATOMIC_BIT_OF(k)) || (*shown & ATOMIC_BIT_OF(k)))
			continue;
		for (u32 i = k; i < ATOMIC_NR; i++)
			if (!memcmp(&src[i], &src[k], sizeof(src[k])) && (wanted & ~*shown & ATOMIC_BIT_OF(i)))
				same |= ATOMIC_BIT_OF(i);
		show(w, &src[k], same, out);
		*shown |= same;
	}
}

void query_context(const struct link_db *db, u32 node, struct query_answer *out)
{
	struct walk w = { .db = db, .via = xcalloc(db->nr_node, sizeof(u32)) };
	const struct ldb_node *n = &db->node[node];
	u32 wanted = n->flags & LDB_REACHED ? n->may : ATOMIC_BIT_OF(ATOMIC_NR) - 1, shown = 0;
	bool process = !(n->flags & LDB_REACHED) || (n->flags & LDB_PROCESS);
	struct query_answer rows = { 0 };

	for (u32 pass = 0; pass < 2; pass++) {
		struct source src[ATOMIC_NR + 1];

		memset(src, 0xff, sizeof(src));
		w.members = pass;
		if (process && !(shown & ATOMIC_BIT_OF(PROCESS))) {
			src[PROCESS] = process_source(&w, node);
			/* an entry may yet be beaten by a root behind a member */
			if (src[PROCESS].node != IR_NONE && (pass || src[PROCESS].root != IR_NONE)) {
				show(&w, &src[PROCESS], ATOMIC_BIT_OF(PROCESS), &rows);
				shown |= ATOMIC_BIT_OF(PROCESS);
			}
		}
		/* what the analysis has ruled out needs no search */
		atomic_sources(&w, node, wanted & ~shown, src);
		show_all(&w, src, wanted, &shown, &rows);
	}
	summary(db, n, shown & (ATOMIC_BIT_OF(PROCESS) - 1), shown & ATOMIC_BIT_OF(PROCESS), out);
	for (u32 i = 0; i < rows.row.nr; i++)
		vec_push(&out->row, rows.row.at[i]);
	vec_free(&rows.row);
	vec_free(&w.queue);
	free(w.via);
}
