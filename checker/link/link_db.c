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

const u32 ldb_elem[LDB_NR] = {
#define X(n, t) [LDB_SEC_##n] = sizeof(t),
	LDB_SECTIONS(X)
#undef X
};

void ldb_fill(struct link_db *db, const void *p, size_t n)
{
	struct ldb_header h;
	const u8 *base = p;

	memcpy(&h, p, sizeof(h));
	*db = (struct link_db){ .size = n };
#define X(name, type)								\
	db->name = (const type *)(const void *)(base + h.section[LDB_SEC_##name].off);	\
	db->nr_##name = (u32)h.section[LDB_SEC_##name].nr;
	LDB_SECTIONS(X)
#undef X
}

static int check_header(const struct ldb_header *h, const u8 *p, size_t n, struct err *err)
{
	if (memcmp(h->magic, LDB_MAGIC, sizeof(h->magic)))
		return err_set(err, "damaged: not a link database");
	if (h->byte_order != LDB_BYTE_ORDER || h->version != LDB_VERSION)
		return err_set(err, "made by another version");
	if (n < h->size)
		return err_set(err, "damaged: truncated");
	if (n > h->size || n > LDB_SIZE_MAX)
		return err_set(err, "damaged: too long");
	if (h->checksum != hash_bytes(p + LDB_CHECKED, n - LDB_CHECKED))
		return err_set(err, "damaged: checksum");
	return 0;
}

/* Each section lies where the ones before it end; so none overlaps and none leaves the file. */
static int check_table(const struct ldb_header *h, struct err *err)
{
	u64 at = ldb_align(sizeof(*h));

	if (h->nr_sections != LDB_NR)
		return err_set(err, "made by another version");
	for (u32 i = 0; i < LDB_NR; i++) {
		const struct ldb_section *s = &h->section[i];

		if (s->elem != ldb_elem[i])
			return err_set(err, "made by another version");
		if (s->off != at || s->nr > UINT32_MAX - 1 || at + s->nr * s->elem > h->size)
			return err_set(err, "damaged: section %u", i);
		at = ldb_align(at + s->nr * s->elem);
	}
	if (at != h->size)
		return err_set(err, "damaged: size");
	return 0;
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
	struct ldb_header h;
	struct link_db db;

	if ((uintptr_t)p % LDB_ALIGN)
		return err_set(err, "not aligned");
	if (n < sizeof(h))
		return err_set(err, "damaged: truncated");
	memcpy(&h, p, sizeof(h));
	if (check_header(&h, p, n, err) || check_table(&h, err))
		return -1;
	ldb_fill(&db, p, n);
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
	struct mapping map;

	if (file_map(path, &map, err))
		return -1;
	/* an empty file maps to a string of unknown alignment */
	if (!map.len)
		return err_set(err, "%s: damaged: truncated", path);
	if (link_db_from_memory(map.p, map.len, out, &e)) {
		file_unmap(&map);
		return err_set(err, "%s: %s", path, e.msg);
	}
	out->map = map;
	return 0;
}

int link_db_write(const struct link_db *db, const char *path, struct err *err)
{
	return file_write_atomic(path, db->image ? db->image : (const void *)db->map.p, db->size, err);
}

void link_db_close(struct link_db *db)
{
	file_unmap(&db->map);
	free(db->image);
	*db = (struct link_db){ 0 };
}
