// SPDX-License-Identifier: GPL-2.0-only
/*
 * See cone.h.
 *
 * Input: a link database; it is a graph of functions, and each function has a file.  A search from all functions of the
 * changed files goes up (callers, whoever registers or stores the function) and down (callees).  What was reached upwards
 * is also looked down from: what it holds at the call comes from its other callees.  A step costs 1, a step down
 * from a caller 2, so that the nearest of both kinds come first; TUs are taken in the order in which the search meets them
 * as long as they fit.  Order within a cost is that of the database: the result is always the same.
 *
 * Cost: at most each edge of the graph once.
 */
#include "cli/cone.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"

enum { UP = 1, DOWN = 2 };

#define MAX_COST 24u	/* deeper than any chain that was ever reported */

struct search {
	const struct link_db *db;
	struct map tu_of_file;	/* ir_str of a node's file -> index in db->tu */
	struct map tu_of_path;	/* hash of a path below the tree -> the same */
	u8 *seen;		/* per node: UP, DOWN */
	u8 *taken;		/* per TU */
	VEC(u32) queue[MAX_COST + 1];	/* node * 2 + (1 when upwards) */
	const struct cone_bound *bound;
	u64 bytes;		/* text of those that are taken */
	struct cone *out;
};

static void index_tus(struct search *s)
{
	const char *tree = ldb_text(s->db, s->db->meta->tree);

	for (u32 i = 0; i < s->db->nr_tu; i++) {
		const char *path = ldb_text(s->db, s->db->tu[i].path), *rel = path_below(tree, path);

		map_put(&s->tu_of_path, hash_str(rel ? rel : path), i);
	}
}

static u32 tu_of(struct search *s, ir_str file)
{
	u32 tu = map_get(&s->tu_of_file, file);

	if (tu != MAP_NONE)
		return tu == IR_NONE - 1 ? MAP_NONE : tu;
	tu = map_get(&s->tu_of_path, hash_str(ldb_text(s->db, file)));
	map_put(&s->tu_of_file, file, tu == MAP_NONE ? IR_NONE - 1 : tu);
	return tu;
}

static void take_file(struct search *s, ir_str file)
{
	u32 tu = file ? tu_of(s, file) : MAP_NONE;

	if (tu == MAP_NONE || s->taken[tu])
		return;
	s->taken[tu] = 1;
	if (s->out->path.nr < s->bound->tus && s->bytes + s->db->tu[tu].size <= s->bound->bytes) {
		s->bytes += s->db->tu[tu].size;
		vec_push(&s->out->path, xstrdup(ldb_text(s->db, s->db->tu[tu].path)));
	} else {
		s->out->nr_left++;
	}
}

static void visit(struct search *s, u32 node, u32 way, u32 cost)
{
	if (cost > MAX_COST || (s->seen[node] & way))
		return;
	s->seen[node] |= way;
	vec_push(&s->queue[cost], node * 2 + (way == UP));
}

static void go_up(struct search *s, const struct ldb_node *n, u32 cost)
{
	for (u32 i = 0; i < n->in_nr; i++) {
		const struct ldb_edge *e = &s->db->edge[s->db->in[n->in_at + i]];

		/* a member: what matters is the file that puts the function there */
		if (s->db->node[e->from].flags & LDB_MEMBER)
			take_file(s, e->file);
		else
			visit(s, e->from, UP, cost + 1);
	}
	for (u32 i = 0; i < n->root_nr; i++)
		take_file(s, s->db->root[n->root_at + i].file);
}

static void go_down(struct search *s, const struct ldb_node *n, u32 cost)
{
	for (u32 i = 0; i < n->edge_nr; i++) {
		const struct ldb_edge *e = &s->db->edge[n->edge_at + i];

		if ((e->kind == LDB_DIRECT || e->kind == LDB_INDIRECT) && (e->flags & LDB_FOLLOWED))
			visit(s, e->to, DOWN, cost);
	}
}

static void run(struct search *s)
{
	for (u32 cost = 0; cost <= MAX_COST; cost++) {
		for (u32 i = 0; i < s->queue[cost].nr; i++) {
			u32 node = s->queue[cost].at[i] / 2;
			bool up = s->queue[cost].at[i] & 1;
			const struct ldb_node *n = &s->db->node[node];

			take_file(s, n->file);
			if (up)
				go_up(s, n, cost);
			go_down(s, n, cost + 1 + up);
		}
	}
}

static int path_order(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

u32 cone_first(const struct link_db *db, const char *name)
{
	u32 lo = 0, hi = db->meta->nr_fn;

	while (lo < hi) {
		u32 mid = lo + (hi - lo) / 2;

		if (strcmp(ldb_text(db, db->node[mid].name), name) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* What other files call by that name. */
static void visit_name(struct search *s, const char *name, u32 way)
{
	for (u32 i = cone_first(s->db, name); i < s->db->meta->nr_fn; i++) {
		if (strcmp(ldb_text(s->db, s->db->node[i].name), name))
			break;
		if (!(s->db->node[i].flags & LDB_STATIC))
			visit(s, i, way, way == UP ? 0 : 1);
	}
}

static void visit_unit(struct search *s, const struct ir_unit *u)
{
	for (u32 i = 0; i < u->nr_sym; i++) {
		const struct ir_sym *k = &u->sym[i];

		if (k->kind == SYM_FUNC && !(k->flags & IR_SYM_STATIC))
			visit_name(s, ir_text(u, k->name), k->flags & IR_SYM_DEFINED ? UP : DOWN);
	}
}

void cone_make(const struct link_db *db, const char *const *file, u32 nr, const struct ir_unit *const *now, u32 nr_now,
	       const struct cone_bound *bound, struct cone *out)
{
	struct search s = { .db = db, .bound = bound, .out = out };
	const char *tree = ldb_text(db, db->meta->tree);
	struct map changed = { 0 };

	*out = (struct cone){ 0 };
	s.seen = xcalloc(db->nr_node, 1);
	s.taken = xcalloc(db->nr_tu, 1);
	index_tus(&s);
	for (u32 i = 0; i < nr; i++) {
		const char *rel = path_below(tree, file[i]);

		map_put(&changed, hash_str(rel ? rel : file[i]), i);
	}
	for (u32 i = 0; i < db->meta->nr_fn; i++)
		if (map_get(&changed, hash_str(ldb_text(db, db->node[i].file))) != MAP_NONE)
			visit(&s, i, UP, 0);
	for (u32 i = 0; i < nr_now; i++)
		visit_unit(&s, now[i]);
	run(&s);
	if (out->path.nr)
		qsort(out->path.at, out->path.nr, sizeof(out->path.at[0]), path_order);
	for (u32 i = 0; i <= MAX_COST; i++)
		vec_free(&s.queue[i]);
	map_free(&s.tu_of_file);
	map_free(&s.tu_of_path);
	map_free(&changed);
	free(s.seen);
	free(s.taken);
}
