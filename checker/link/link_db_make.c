// SPDX-License-Identifier: GPL-2.0-only
/*
 * A solved program -> the image of a link database.
 *
 * The bytes depend on the program and on `about` alone.  Cost: linear in events and edges, a sort of the functions by
 * name; about 3 s and 300 MiB for a whole kernel.
 */
#include "link/link_db_int.h"

#include <stdlib.h>
#include <string.h>

/* No padding inside: the bytes of a record are its fields. */
_Static_assert(sizeof(struct ldb_node) == 64, "ldb_node");
_Static_assert(sizeof(struct ldb_edge) == 28, "ldb_edge");
_Static_assert(sizeof(struct ldb_root) == 28, "ldb_root");
_Static_assert(sizeof(struct ldb_sleep) == 32, "ldb_sleep");
_Static_assert(sizeof(struct ldb_tu) == 32, "ldb_tu");
_Static_assert(sizeof(struct ldb_meta) == 56, "ldb_meta");
/* the kinds behind it forbid nothing: queries do not miss them */
_Static_assert(ATOMIC_NOFAULT <= 16, "held_may");

ir_str ldb_add(struct ldb_maker *m, const char *s)
{
	u32 id = strtab_add(&m->text, s);

	return m->text.off[id];
}

const struct ir_func *ldb_func(const struct ldb_maker *m, u32 sym, const struct ir_unit **u)
{
	const struct flow_sym *g = &m->p->w.sym.at[sym];

	*u = m->p->w.unit.at[g->unit].u;
	return &(*u)->func[g->func];
}

struct hash128 link_db_set(const struct ldb_tu_in *tu, u32 nr)
{
	struct hasher h;

	hasher_init(&h);
	for (u32 i = 0; i < nr; i++)
		hasher_str(&h, tu[i].path);
	return hasher_done(&h);
}

/* Edges into each node, in the order of the edges. */
static void edges_in(struct ldb_maker *m)
{
	u32 at = 0;

	for (u32 i = 0; i < m->edge.nr; i++)
		m->node.at[m->edge.at[i].to].in_nr++;
	for (u32 i = 0; i < m->node.nr; i++) {
		m->node.at[i].in_at = at;
		at += m->node.at[i].in_nr;
		m->node.at[i].in_nr = 0;
	}
	vec_extend(&m->in, at);
	for (u32 i = 0; i < m->edge.nr; i++) {
		struct ldb_node *n = &m->node.at[m->edge.at[i].to];

		m->in.at[n->in_at + n->in_nr++] = i;
	}
}

static void tus(struct ldb_maker *m, const struct ldb_about *about)
{
	for (u32 i = 0; i < about->nr_tu; i++)
		vec_push(&m->tu, (struct ldb_tu){ .mtime = about->tu[i].mtime, .size = about->tu[i].size,
			.path = ldb_add(m, about->tu[i].path), .missing = about->tu[i].missing,
			.content = about->tu[i].content });
}

static void maker_free(struct ldb_maker *m)
{
	strtab_free(&m->text);
	free(m->node_of);
	free(m->member_of);
	vec_free(&m->sym);
	vec_free(&m->member);
	vec_free(&m->node);
	vec_free(&m->edge);
	vec_free(&m->in);
	vec_free(&m->root);
	vec_free(&m->sleep);
	vec_free(&m->effect);
	vec_free(&m->tu);
	strbuf_free(&m->sb);
}

int link_db_make(const struct program *p, const struct ldb_about *about, struct link_db *out, struct err *err)
{
	struct ldb_maker m = { .p = p };
	struct image_part part[LDB_NR] = { 0 };
	struct ldb_meta meta = { .key = about->key, .set = link_db_set(about->tu, about->nr_tu), .made = about->made,
		.flags = about->flags, .atomic_mask = p->w.forbids[NEED_SLEEP] };
	struct image file;
	int rc;

	strtab_init(&m.text);
	meta.tree = ldb_add(&m, about->tree);
	ldb_nodes(&m);
	meta.nr_fn = m.sym.nr;
	ldb_edges(&m);
	edges_in(&m);
	ldb_roots(&m);
	ldb_sleeps(&m);
	ldb_effects(&m);
	tus(&m, about);
	part[LDB_SEC_meta] = (struct image_part){ &meta, 1 };
	part[LDB_SEC_text] = (struct image_part){ m.text.text, m.text.len };
#define PART(n) part[LDB_SEC_##n] = (struct image_part){ m.n.at, m.n.nr }
	PART(node);
	PART(edge);
	PART(in);
	PART(root);
	PART(sleep);
	PART(effect);
	PART(tu);
#undef PART
	rc = image_make(&ldb_format, part, &file, err);
	if (!rc) {
		ldb_fill(out, file.bytes);
		out->file = file;
	}
	maker_free(&m);
	return rc;
}
