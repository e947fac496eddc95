// SPDX-License-Identifier: GPL-2.0-only
/*
 * Answers from a link database: callers, callees, why, effects; context is link_query_context.c.
 *
 * Only the image is read, be it in memory or mapped.  What a row says is all there: nothing needs the sources.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "link/link_query.h"
#include "model/rules.h"

static const char *const verb_word[QUERY_NR] = { "why", "callers", "callees", "context", "effects" };

const char *query_verb_word(enum query_verb verb)
{
	return verb_word[verb];
}

enum query_verb query_verb_find(const char *word, struct err *err)
{
	for (u32 i = 0; i < QUERY_NR; i++)
		if (!strcmp(word, verb_word[i]))
			return (enum query_verb)i;
	err_set(err, "%s: must be one of why, callers, callees, context, effects", word);
	return QUERY_NR;
}

void query_add(struct query_answer *out, const struct query_row *row, const char *fmt, ...)
{
	char *text = NULL;
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vasprintf(&text, fmt, ap);
	va_end(ap);
	BUG_ON(n < 0);
	vec_push(&out->row, *row);
	vec_last(&out->row).text = text;
}

void query_held_words(const struct ldb_edge *e, struct strbuf *out)
{
	static const char *const phrase[] = {
#define X(k, name, text) [k] = text,
		ATOMIC_KINDS(X)
#undef X
	};
	const char *sep = ", while ";

	for (u32 k = 0; k < ATOMIC_NR; k++) {
		if (!(e->held_may & ATOMIC_BIT_OF(k)))
			continue;
		strbuf_printf(out, "%s%s%s", sep, phrase[k],
			      e->held_must & ATOMIC_BIT_OF(k) ? "" : " (on some paths)");
		sep = " and ";
	}
}

const char *query_root_verb(const char *how)
{
	size_t n = strlen(how);

	return n > 2 && !strcmp(how + n - 2, "()") ? "registered by" : "put into";
}

static const char *name_of(const struct link_db *db, u32 node)
{
	return ldb_text(db, db->node[node].name);
}

static struct query_row at_edge(const struct link_db *db, const struct ldb_edge *e, const char *kind)
{
	const struct ldb_node *from = &db->node[e->from];

	return (struct query_row){ .kind = kind, .file = ldb_text(db, e->file), .line = e->line, .col = e->col,
		.function = from->flags & LDB_MEMBER ? "" : ldb_text(db, from->name) };
}

/* ---- callers ---- */

static void caller(const struct link_db *db, const struct ldb_edge *e, struct query_answer *out)
{
	static const char *const kind[LDB_NR_EDGE_KINDS] = { "call", "passed", "member", "member", "put" };
	struct query_row row = at_edge(db, e, kind[e->kind]);
	struct strbuf held = { 0 };

	query_held_words(e, &held);
	if (e->kind == LDB_PASSED)
		query_add(out, &row, "%s() passes it to %s", name_of(db, e->from), ldb_text(db, e->label));
	else if (e->kind == LDB_DIRECT)
		query_add(out, &row, "%s()%s", name_of(db, e->from), strbuf_str(&held));
	else
		query_add(out, &row, "%s() through %s%s", name_of(db, e->from), ldb_text(db, e->label),
			  strbuf_str(&held));
	strbuf_free(&held);
}

/* It is put into a member: where, and who calls that, unless the analysis said so before. */
static void callers_through(const struct link_db *db, const struct ldb_edge *target, struct query_answer *out)
{
	const struct ldb_node *member = &db->node[target->from], *to = &db->node[target->to];
	struct query_row row = at_edge(db, target, "put");
	bool is_root = false;

	for (u32 i = 0; i < to->root_nr; i++)
		is_root |= db->root[to->root_at + i].file == target->file && db->root[to->root_at + i].line == target->line;
	if (!is_root)
		query_add(out, &row, "put into %s", ldb_text(db, member->name));
	for (u32 i = 0; i < member->in_nr && !(target->flags & LDB_FOLLOWED); i++)
		caller(db, &db->edge[db->in[member->in_at + i]], out);
}

/* ", which runs it in hardirq and irq context" */
static void root_words(u32 context, struct strbuf *out)
{
	static const char *const word[] = {
#define X(k, name, text) [k] = name,
		ATOMIC_KINDS(X)
#undef X
	};
	const char *sep = ", which runs it in ";

	for (u32 k = 0; k < ATOMIC_NR; k++) {
		if (!(context & ATOMIC_BIT_OF(k)))
			continue;
		strbuf_printf(out, "%s%s", sep, word[k]);
		sep = " and ";
	}
	strbuf_puts(out, context ? " context" : ", which runs it in process context");
}

static void callers(const struct link_db *db, u32 node, struct query_answer *out)
{
	const struct ldb_node *n = &db->node[node];
	struct strbuf words = { 0 };

	for (u32 i = 0; i < n->in_nr; i++) {
		const struct ldb_edge *e = &db->edge[db->in[n->in_at + i]];

		if (e->kind != LDB_TARGET)
			caller(db, e, out);
	}
	for (u32 i = 0; i < n->root_nr; i++) {
		const struct ldb_root *r = &db->root[n->root_at + i];
		struct query_row row = { .kind = "root", .file = ldb_text(db, r->file), .line = r->line, .col = r->col,
			.function = r->by == IR_NONE ? "" : name_of(db, r->by) };

		strbuf_reset(&words);
		root_words(r->context, &words);
		query_add(out, &row, "%s %s%s", query_root_verb(ldb_text(db, r->how)), ldb_text(db, r->how),
			  strbuf_str(&words));
	}
	for (u32 i = 0; i < n->in_nr; i++) {
		const struct ldb_edge *e = &db->edge[db->in[n->in_at + i]];

		if (e->kind == LDB_TARGET)
			callers_through(db, e, out);
	}
	strbuf_free(&words);
}

/* ---- callees ---- */

/* A call through a member from which no way is known: what is put there, if anything. */
static void callee_through(const struct link_db *db, const struct ldb_edge *e, struct query_answer *out)
{
	const struct ldb_node *member = &db->node[e->to];
	struct query_row row = at_edge(db, e, "member");
	const char *name = ldb_text(db, e->label);

	if (!member->edge_nr)
		query_add(out, &row, "through %s, of which no implementation was read", name);
	for (u32 i = 0; i < member->edge_nr; i++) {
		const struct ldb_edge *t = &db->edge[member->edge_at + i];

		if (t->kind == LDB_TARGET)
			query_add(out, &row, "%s() through %s, put there at %s:%u", name_of(db, t->to), name,
				  ldb_text(db, t->file), t->line);
	}
}

static void callee(const struct link_db *db, const struct ldb_edge *e, struct query_answer *out)
{
	static const char *const kind[LDB_NR_EDGE_KINDS] = { "call", "passed", "member", "member", "put" };
	struct query_row row = at_edge(db, e, kind[e->kind]);
	struct strbuf held = { 0 };

	query_held_words(e, &held);
	if (e->kind == LDB_PASSED)
		query_add(out, &row, "passes %s() to %s", name_of(db, e->to), ldb_text(db, e->label));
	else if (e->kind == LDB_INDIRECT)
		query_add(out, &row, "%s() through %s%s", name_of(db, e->to), ldb_text(db, e->label),
			  strbuf_str(&held));
	else
		query_add(out, &row, "%s()%s", name_of(db, e->to), strbuf_str(&held));
	strbuf_free(&held);
}

static void callees(const struct link_db *db, u32 node, struct query_answer *out)
{
	const struct ldb_node *n = &db->node[node];

	for (u32 i = 0; i < n->edge_nr; i++) {
		const struct ldb_edge *e = &db->edge[n->edge_at + i];

		if (e->kind != LDB_THROUGH)
			callee(db, e, out);
		else if (i + 1 == n->edge_nr || e[1].kind != LDB_INDIRECT || e[1].line != e->line || e[1].col != e->col)
			callee_through(db, e, out);
	}
}

/* ---- why ---- */

#define WHY_DEPTH 32u

/* "f() may sleep if gfp has ...: calls g()", then how g() does, down to the call that sleeps. */
static void why(const struct link_db *db, u32 node, struct query_answer *out)
{
	const struct ldb_node *n = &db->node[node];

	for (u32 i = 0; i < n->sleep_nr; i++) {
		const struct ldb_sleep *s = &db->sleep[n->sleep_at + i];
		u32 fn = node;

		for (u32 depth = 0; depth < WHY_DEPTH; depth++) {
			bool leaf = s->callee == IR_NONE;
			struct query_row row = { .kind = leaf ? "sleep" : "call", .file = ldb_text(db, s->file),
				.line = s->line, .col = s->col, .depth = depth, .function = name_of(db, fn) };
			const char *tail = leaf ? ", which may sleep" :
				s->next == IR_NONE ? ", and the way from there is not known any more" : "";

			query_add(out, &row, "%s()%s calls %s%s%s%s%s", name_of(db, fn),
				  depth ? "" : " may sleep:", ldb_text(db, s->call), tail, ldb_text(db, s->when),
				  ldb_text(db, s->dropped), s->loose ? " (a condition was given up on)" : "");
			if (leaf || s->next == IR_NONE)
				break;
			fn = s->callee;
			s = &db->sleep[s->next];
		}
	}
}

/* ---- effects ---- */

static void effects(const struct link_db *db, u32 node, struct query_answer *out)
{
	const struct ldb_node *n = &db->node[node];
	struct query_row row = { .kind = "effect", .file = ldb_text(db, n->file), .line = n->line,
		.function = ldb_text(db, n->name) };

	for (u32 i = 0; i < n->sleep_nr; i++) {
		const struct ldb_sleep *s = &db->sleep[n->sleep_at + i];
		struct query_row at = { .kind = "sleep", .file = ldb_text(db, s->file), .line = s->line, .col = s->col,
			.function = ldb_text(db, n->name) };

		query_add(out, &at, "may sleep: calls %s%s%s%s", ldb_text(db, s->call), ldb_text(db, s->when),
			  ldb_text(db, s->dropped), s->loose ? " (a condition was given up on)" : "");
	}
	for (u32 i = 0; i < n->effect_nr; i++)
		query_add(out, &row, "%s", ldb_text(db, db->effect[n->effect_at + i]));
}

/* ---- all of them ---- */

int link_query(const struct link_db *db, enum query_verb verb, const char *name, struct query_result *out,
	       struct err *err)
{
	static void (*const answer[QUERY_NR])(const struct link_db *db, u32 node, struct query_answer *out) = {
		why, callers, callees, query_context, effects,
	};
	ldb_nodes_list found = { 0 };
	int rc = link_db_find(db, name, &found, err);

	/* members are found only where there is no function */
	if (!rc && found.nr && (db->node[found.at[0]].flags & LDB_MEMBER) && verb != QUERY_CALLERS && verb != QUERY_CALLEES)
		rc = err_set(err, "%s is a member: it has callers and callees, ask its functions the rest", name);
	for (u32 i = 0; i < found.nr && !rc; i++) {
		const struct ldb_node *n = &db->node[found.at[i]];
		struct query_answer a = { .function = ldb_text(db, n->name), .file = ldb_text(db, n->file),
			.line = n->line };

		answer[verb](db, found.at[i], &a);
		vec_push(&out->answer, a);
	}
	vec_free(&found);
	return rc;
}

void query_result_free(struct query_result *r)
{
	for (u32 i = 0; i < r->answer.nr; i++) {
		for (u32 k = 0; k < r->answer.at[i].row.nr; k++)
			free(r->answer.at[i].row.at[k].text);
		vec_free(&r->answer.at[i].row);
	}
	vec_free(&r->answer);
}

/* Names and paths come from the tree under analysis: nothing in them may reach a terminal as it is. */
void query_print(const struct query_answer *a, struct strbuf *out)
{
	for (u32 i = 0; i < a->row.nr; i++) {
		const struct query_row *r = &a->row.at[i];

		text_escape(out, r->file);
		strbuf_printf(out, ":%u: %*s", r->line, (int)(2 * MIN(r->depth, 32u)), "");
		text_escape(out, r->text);
		strbuf_putc(out, '\n');
	}
}
