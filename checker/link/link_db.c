// SPDX-License-Identifier: GPL-2.0-only
/*
 * A link database file -> a view of the mapped bytes.
 *
 * The bytes are untrusted, as those of a summary: the checksum finds accidents; whatever passes it is still checked.
 * The table must describe exactly the layout that link_db_make.c makes; every string, node, edge and range must lie
 * inside its section; ranges must not overlap and edges must be those of their nodes, so that no walk is endless;
 * functions and members must be sorted, since they are found by bisection.  What is not
 * checked is whether it makes sense: a wrong answer is possible, an access outside is not.  O(size), one pass for the
 * checksum, one to verify: 0.1 s for a whole kernel.
 */
#include "link/link_db_int.h"

#include <stdlib.h>
#include <string.h>

static const u32 elem[LDB_NR] = {
#define X(n, t) [LDB_SEC_##n] = sizeof(t),
	LDB_SECTIONS(X)
#undef X
};

const struct image_format ldb_format = {
	.what = "a link database", .magic = "GFPLNK\0\1", .version = LDB_VERSION, .elem = elem, .nr = LDB_NR,
};

void ldb_fill(struct link_db *db, const void *p)
{
	const struct image_section *s = image_sections(p);
	const u8 *base = p;

	*db = (struct link_db){ 0 };
#define X(name, type)								\
	db->name = (const type *)(const void *)(base + s[LDB_SEC_##name].off);	\
	db->nr_##name = (u32)s[LDB_SEC_##name].nr;
	LDB_SECTIONS(X)
#undef X
}

/* The range begins where that of the nodes before ended: none overlap, so that looking at all of them is linear. */
static bool range_ok(u32 at, u32 nr, u64 *end)
{
	if (!nr)
		return true;
	if (at != *end)
		return false;
	*end += nr;
	return true;
}

/* Ends of the ranges so far. */
struct ends {
	u64 edge, in, root, sleep, effect;
};

static bool node_ok(const struct link_db *db, const struct ldb_node *n, bool member, struct ends *e)
{
	return n->name < db->nr_text && n->file < db->nr_text && !(n->flags & LDB_MEMBER) == !member &&
		range_ok(n->edge_at, n->edge_nr, &e->edge) && e->edge <= db->nr_edge &&
		range_ok(n->in_at, n->in_nr, &e->in) && e->in <= db->nr_in &&
		range_ok(n->root_at, n->root_nr, &e->root) && e->root <= db->nr_root &&
		range_ok(n->sleep_at, n->sleep_nr, &e->sleep) && e->sleep <= db->nr_sleep &&
		range_ok(n->effect_at, n->effect_nr, &e->effect) && e->effect <= db->nr_effect;
}

static int check_nodes(const struct link_db *db, struct err *err)
{
	u32 nr_fn = db->meta->nr_fn;
	struct ends ends = { 0 };

	if (nr_fn > db->nr_node)
		return err_set(err, "damaged: number of functions");
	for (u32 i = 0; i < db->nr_node; i++) {
		const struct ldb_node *n = &db->node[i];
		int c;

		if (!node_ok(db, n, i >= nr_fn, &ends))
			return err_set(err, "damaged: node %u", i);
		if (!i || i == nr_fn || n->name == n[-1].name)
			continue;
		c = strcmp(ldb_text(db, n[-1].name), ldb_text(db, n->name));
		if (c >= 0)
			return err_set(err, "damaged: order of the nodes");
	}
	return 0;
}

static int check_edges(const struct link_db *db, struct err *err)
{
	for (u32 i = 0; i < db->nr_edge; i++) {
		const struct ldb_edge *e = &db->edge[i];

		if (e->from >= db->nr_node || e->to >= db->nr_node || e->file >= db->nr_text ||
		    e->label >= db->nr_text || e->kind >= LDB_NR_EDGE_KINDS)
			return err_set(err, "damaged: edge %u", i);
	}
	/* what walks from node to node ends because an edge leads back to where it was found */
	for (u32 i = 0; i < db->nr_node; i++) {
		const struct ldb_node *n = &db->node[i];

		for (u32 k = 0; k < n->edge_nr; k++)
			if (db->edge[n->edge_at + k].from != i)
				return err_set(err, "damaged: edge out of node %u", i);
		for (u32 k = 0; k < n->in_nr; k++)
			if (db->in[n->in_at + k] >= db->nr_edge || db->edge[db->in[n->in_at + k]].to != i)
				return err_set(err, "damaged: edge into node %u", i);
	}
	return 0;
}

static int check_rest(const struct link_db *db, struct err *err)
{
	u32 nr_fn = db->meta->nr_fn;

	for (u32 i = 0; i < db->nr_root; i++) {
		const struct ldb_root *r = &db->root[i];

		if (r->fn >= nr_fn || (r->by >= nr_fn && r->by != IR_NONE) || r->file >= db->nr_text ||
		    r->how >= db->nr_text)
			return err_set(err, "damaged: root %u", i);
	}
	for (u32 i = 0; i < db->nr_sleep; i++) {
		const struct ldb_sleep *s = &db->sleep[i];

		if (s->file >= db->nr_text || s->call >= db->nr_text || s->when >= db->nr_text ||
		    s->dropped >= db->nr_text || (s->callee >= nr_fn && s->callee != IR_NONE) ||
		    (s->next >= db->nr_sleep && s->next != IR_NONE))
			return err_set(err, "damaged: sleep %u", i);
	}
	for (u32 i = 0; i < db->nr_effect; i++)
		if (db->effect[i] >= db->nr_text)
			return err_set(err, "damaged: effect %u", i);
	for (u32 i = 0; i < db->nr_tu; i++)
		if (db->tu[i].path >= db->nr_text || ldb_text(db, db->tu[i].path)[0] != '/')
			return err_set(err, "damaged: TU %u", i);
	return 0;
}

int link_db_from_memory(const void *p, size_t n, struct link_db *out, struct err *err)
{
	struct link_db db;

	if (image_check(&ldb_format, p, n, err))
		return -1;
	ldb_fill(&db, p);
	if (db.nr_meta != 1)
		return err_set(err, "damaged: meta");
	/* so that every string ends inside */
	if (!db.nr_text || db.text[0] || db.text[db.nr_text - 1])
		return err_set(err, "damaged: text");
	if (db.meta->tree >= db.nr_text)
		return err_set(err, "damaged: meta");
	if (check_nodes(&db, err) || check_edges(&db, err) || check_rest(&db, err))
		return -1;
	*out = db;
	return 0;
}

int link_db_open(const char *path, struct link_db *out, struct err *err)
{
	struct err e = { 0 };
	struct image file;

	if (image_map(path, &file, err))
		return -1;
	if (link_db_from_memory(file.map.p, file.size, out, &e)) {
		image_close(&file);
		return err_set(err, "%s: %s", path, e.msg);
	}
	out->file = file;
	return 0;
}

int link_db_write(const struct link_db *db, const char *path, struct err *err)
{
	return image_write(&db->file, path, err);
}

void link_db_close(struct link_db *db)
{
	image_close(&db->file);
	*db = (struct link_db){ 0 };
}
