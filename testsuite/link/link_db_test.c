// SPDX-License-Identifier: GPL-2.0-only
/*
 * The link database.  Each link/X.ir is linked, made an image, written, and mapped again: every question about every
 * function must have the same answer from the file as from memory; link/query.query has the answers for link/query.ir
 * (UPDATE=1 writes it anew).  Damaged files are refused or harmless.  BENCH=1: the size of a whole kernel, timed.
 */
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "../test.h"
#include "base/file.h"
#include "ir/ir_build.h"
#include "link/link_db_int.h"
#include "link/link_query.h"

/* All answers about all functions. */
static void ask_all(const struct link_db *db, struct strbuf *out)
{
	for (u32 v = 0; v < QUERY_NR; v++) {
		for (u32 i = 0; i < db->meta->nr_fn; i++) {
			struct query_result r = { 0 };
			struct err err = { 0 };

			if (i && db->node[i].name == db->node[i - 1].name)
				continue;
			strbuf_printf(out, "-- %s %s\n", query_verb_word((enum query_verb)v),
				      ldb_text(db, db->node[i].name));
			if (link_query(db, (enum query_verb)v, ldb_text(db, db->node[i].name), &r, &err))
				strbuf_printf(out, "error: %s\n", err.msg);
			for (u32 k = 0; k < r.answer.nr; k++)
				query_print(&r.answer.at[k], out);
			query_result_free(&r);
		}
	}
}

static void make(const struct ir_unit *u, const struct rules *rules, struct link_db *db, struct err *err)
{
	const struct ldb_tu_in tu[] = { { .path = "/tree/a.c", .mtime = 5, .size = 7 },
		{ .path = "/tree/b.c", .missing = true } };
	struct ldb_about about = { .key = { 1, 2 }, .made = 3, .flags = LDB_WHOLE, .tree = "/tree", .tu = tu,
		.nr_tu = ARRAY_SIZE(tu) };
	struct program p;

	link_init(&p, rules, false);
	link_add_unit(&p, u, "case");
	link_resolve(&p);
	link_solve(&p, 1);
	link_watch(&p, NULL, 0);
	if (link_db_make(&p, &about, db, err))
		printf("# %s\n", err->msg);
	link_free(&p);
}

static void round_trip(struct test *t, const struct link_db *db, const char *dir, struct strbuf *answers)
{
	struct strbuf path = { 0 }, again = { 0 };
	struct link_db file = { 0 };
	struct err err = { 0 };

	strbuf_printf(&path, "%s/x.gfl", dir);
	ask_all(db, answers);
	CHECK_NAMED(t, !link_db_write(db, path.buf, &err), "written");
	CHECK_NAMED(t, !link_db_open(path.buf, &file, &err), "mapped");
	if (err.msg[0])
		printf("# %s\n", err.msg);
	if (file.file.size) {
		ask_all(&file, &again);
		CHECK_STR(t, strbuf_str(&again), strbuf_str(answers));
		CHECK(t, file.nr_tu == 2 && !strcmp(ldb_text(&file, file.tu[0].path), "/tree/a.c") &&
		      file.tu[0].mtime == 5 && file.tu[0].size == 7 && file.tu[1].missing);
		CHECK(t, file.meta->flags == LDB_WHOLE && file.meta->key.lo == 1 && file.meta->made == 3);
	}
	link_db_close(&file);
	unlink(path.buf);
	strbuf_free(&path);
	strbuf_free(&again);
}

static void set_checksum(u8 *p, size_t n)
{
	u64 sum = hash_bytes(p + IMAGE_CHECKED, n - IMAGE_CHECKED);

	memcpy(p + 8, &sum, sizeof(sum));
}

/* Every byte changed, with the checksum put right: refused, or all questions still end inside. */
static void damage(struct test *t, const struct link_db *db)
{
	u8 *copy = xcalloc(1, db->file.size);
	struct link_db bad = { 0 };
	struct err err = { 0 };
	u32 refused = 0;

	memcpy(copy, db->file.bytes, db->file.size);
	copy[db->file.size / 2] ^= 1;
	CHECK(t, link_db_from_memory(copy, db->file.size, &bad, &err) && strstr(err.msg, "checksum"));
	for (size_t n = 0; n < db->file.size; n += 61)
		CHECK_NAMED(t, link_db_from_memory(copy, n, &bad, NULL), "truncated");
	for (size_t i = 0; i < db->file.size; i += 3) {
		struct strbuf out = { 0 };

		memcpy(copy, db->file.bytes, db->file.size);
		copy[i] = (u8)(copy[i] + 1 + i % 254);
		set_checksum(copy, db->file.size);
		if (link_db_from_memory(copy, db->file.size, &bad, NULL))
			refused++;
		else if (i % 17 == 0)
			ask_all(&bad, &out);
		strbuf_free(&out);
	}
	CHECK(t, refused);
	free(copy);
}

static void run_case(struct test *t, const char *path, const struct rules *rules, const char *dir)
{
	bool golden = strstr(path, "query.ir");
	struct strbuf text = { 0 }, got = { 0 }, want = { 0 };
	struct link_db db = { 0 };
	struct ir_builder b;
	struct err err = { 0 };
	struct ir_unit u;

	printf("# %s\n", path);
	irb_init(&b);
	CHECK_NAMED(t, !file_read(path, &text, &err) && !ir_read(path, text.buf, &b, &err), path);
	if (err.msg[0])
		printf("# %s\n", err.msg);
	irb_unit(&b, &u);
	make(&u, rules, &db, &err);
	CHECK_NAMED(t, db.file.size, "made");
	if (db.file.size)
		round_trip(t, &db, dir, &got);
	if (golden) {
		if (getenv("UPDATE"))
			CHECK(t, !file_write_atomic("link/query.query", got.buf, got.len, &err));
		CHECK_NAMED(t, !file_read("link/query.query", &want, &err), "link/query.query");
		CHECK_STR(t, strbuf_str(&got), strbuf_str(&want));
		damage(t, &db);
	}
	link_db_close(&db);
	irb_free(&b);
	strbuf_free(&text);
	strbuf_free(&got);
	strbuf_free(&want);
}

/* ---- a large one ---- */

static double seconds(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

/* nr functions that each call `fan` others further on, so that everything leads to the last ones. */
static int synthetic(u32 nr, u32 fan, struct link_db *out, struct err *err)
{
	struct ldb_node *node = xcalloc(nr, sizeof(*node));
	struct ldb_edge *edge = xcalloc((size_t)nr * fan, sizeof(*edge));
	u32 *in = xcalloc((size_t)nr * fan, sizeof(*in)), at = 0;
	struct ldb_meta meta = { .nr_fn = nr };
	struct image_part part[LDB_NR] = { 0 };
	struct strbuf text = { 0 };
	struct image image;
	int rc;

	strbuf_add(&text, "\0tree/file.c", 13);
	for (u32 i = 0; i < nr; i++) {
		node[i] = (struct ldb_node){ .name = (ir_str)text.len, .file = 1, .line = 1, .edge_at = i * fan,
			.edge_nr = fan, .flags = LDB_DEFINED | LDB_REACHED | LDB_PROCESS };
		strbuf_printf(&text, "function_number_%07u", i);
		strbuf_add(&text, "", 1);
	}
	for (u32 i = 0; i < nr * fan; i++) {
		u32 from = i / fan, to = MIN(nr - 1, from + 1 + (from * 7919u + i % fan * 104729u) % 5000u);

		edge[i] = (struct ldb_edge){ .from = from, .to = to, .file = 1, .line = i % fan,
			.flags = LDB_FOLLOWED | LDB_FREE };
		node[to].in_nr++;
	}
	for (u32 i = 0; i < nr; i++) {
		u32 n = node[i].in_nr;

		node[i].in_at = at;
		node[i].in_nr = 0;
		at += n;
	}
	for (u32 i = 0; i < nr * fan; i++)
		in[node[edge[i].to].in_at + node[edge[i].to].in_nr++] = i;
	part[LDB_SEC_meta] = (struct image_part){ &meta, 1 };
	part[LDB_SEC_text] = (struct image_part){ text.buf, text.len };
	part[LDB_SEC_node] = (struct image_part){ node, nr };
	part[LDB_SEC_edge] = (struct image_part){ edge, (u64)nr * fan };
	part[LDB_SEC_in] = (struct image_part){ in, (u64)nr * fan };
	rc = image_make(&ldb_format, part, &image, err);
	if (!rc) {
		ldb_fill(out, image.bytes);
		out->file = image;
	}
	free(node);
	free(edge);
	free(in);
	strbuf_free(&text);
	return rc;
}

static void bench(struct test *t, const char *dir, u32 nr)
{
	static const char *const words[] = { "callers", "callees", "why", "effects", "context" };
	struct link_db db = { 0 }, file = { 0 };
	struct strbuf path = { 0 }, name = { 0 };
	struct err err = { 0 };
	double begin;

	strbuf_printf(&path, "%s/big.gfl", dir);
	strbuf_printf(&name, "function_number_%07u", nr - 1);
	CHECK_NAMED(t, !synthetic(nr, 6, &db, &err) && !link_db_write(&db, path.buf, &err), "large image");
	begin = seconds();
	CHECK_NAMED(t, !link_db_open(path.buf, &file, &err), "large file");
	printf("# %u functions, %zu MiB: mapped and verified in %.3f s %s\n", nr, db.file.size >> 20, seconds() - begin,
	       err.msg);
	for (u32 i = 0; file.file.size && i < ARRAY_SIZE(words); i++) {
		struct query_result r = { 0 };

		begin = seconds();
		CHECK_NAMED(t, !link_query(&file, query_verb_find(words[i], NULL), name.buf, &r, &err), words[i]);
		printf("# %s: %.3f s, %u rows\n", words[i], seconds() - begin, r.answer.nr ? r.answer.at[0].row.nr : 0);
		query_result_free(&r);
	}
	begin = seconds();
	if (file.file.size) {
		struct query_result r = { 0 };
		struct err near = { 0 };

		CHECK(t, link_query(&file, QUERY_WHY, "function_nunber_0000001", &r, &near) &&
		      strstr(near.msg, "did you mean function_number_0000001"));
		printf("# a name that is not there: %.3f s\n", seconds() - begin);
	}
	link_db_close(&db);
	link_db_close(&file);
	unlink(path.buf);
	strbuf_free(&path);
	strbuf_free(&name);
}

int main(void)
{
	char dir[] = "/tmp/link-db-test-XXXXXX";
	struct err err = { 0 };
	struct test t = { 0 };
	struct rules rules;
	glob_t g;

	rules_init(&rules, RULES_VERSION(6, 1, 0));
	CHECK_NAMED(&t, !rules_read_dir(&rules, "../rules", &err), "rules");
	CHECK_NAMED(&t, mkdtemp(dir), "temporary folder");
	CHECK_NAMED(&t, !glob("link/*.ir", 0, NULL, &g) && g.gl_pathc, "cases found");
	for (size_t i = 0; i < g.gl_pathc; i++)
		run_case(&t, g.gl_pathv[i], &rules, dir);
	bench(&t, dir, getenv("BENCH") ? 450000 : 20000);
	globfree(&g);
	rules_free(&rules);
	rmdir(dir);
	return test_done(&t);
}
