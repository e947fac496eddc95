// SPDX-License-Identifier: GPL-2.0-only
/* Summary files: what goes in comes out, and no damage goes unseen. */
#include "sum_fixture.h"

#include "../test.h"

static void write_one(struct fixture *f, const char *name, const char *func, const struct sum_meta *m)
{
	struct sum_deps *d = sum_deps_new();
	struct ir_builder b;
	struct ir_unit u;
	struct err err = { 0 };

	fx_unit(&b, &u, func, 7);
	if (sum_deps_add(d, fx_path(f, "x.h"), &err) || sum_deps_add(d, fx_path(f, "a.c"), &err) ||
	    sum_deps_add(d, fx_path(f, "x.h"), &err) ||
	    summary_write(fx_path(f, name), &u, m, fx_path(f, "a.c"), "a.c:1: odd", d, &err))
		printf("# %s\n", err.msg);
	sum_deps_free(d);
	irb_free(&b);
}

static void test_round_trip(struct test *t, struct fixture *f)
{
	struct sum_meta m = { .mode = SUM_PRELUDE, .nr_errors = 2, .parse_usec = 11, .lower_usec = 12 };
	struct strbuf want = { 0 }, got = { 0 };
	struct ir_builder b;
	struct ir_unit u;
	struct summary s = { 0 };
	struct err err = { 0 };

	write_one(f, "one.gfs", "func", &m);
	CHECK(t, !summary_open(fx_path(f, "one.gfs"), &s, &err));
	if (err.msg[0])
		printf("# %s\n", err.msg);
	fx_unit(&b, &u, "func", 7);
	ir_print(&u, &want);
	ir_print(&s.unit, &got);
	CHECK_STR(t, strbuf_str(&got), strbuf_str(&want));
	CHECK(t, s.unit.nr_func == 1 && s.unit.nr_text == u.nr_text);
	CHECK_STR(t, s.dep_text + s.meta->main_file, fx_path(f, "a.c"));
	CHECK_STR(t, s.dep_text + s.meta->first_error, "a.c:1: odd");
	CHECK(t, s.meta->mode == SUM_PRELUDE && s.meta->nr_errors == 2 && s.meta->lower_usec == 12);
	CHECK_NAMED(t, s.nr_dep == 2, "a file counts once");
	CHECK_STR(t, s.dep_text + s.dep[0].path, fx_path(f, "a.c"));
	CHECK(t, s.dep[1].size == 2);
	CHECK(t, (uintptr_t)s.unit.func % 16 == 0 && (uintptr_t)s.dep % 16 == 0);
	summary_close(&s);
	CHECK(t, !s.map.p);
	strbuf_free(&want);
	strbuf_free(&got);
	irb_free(&b);
}

static void test_identity(struct test *t, struct fixture *f)
{
	struct sum_meta m = { .mode = SUM_PLAIN, .parse_usec = 1 };
	struct strbuf a = { 0 }, b = { 0 };
	struct summary s1 = { 0 }, s2 = { 0 }, s3 = { 0 };
	struct err err = { 0 };

	write_one(f, "i1.gfs", "func", &m);
	write_one(f, "i2.gfs", "func", &m);
	CHECK(t, !file_read(fx_path(f, "i1.gfs"), &a, &err) && !file_read(fx_path(f, "i2.gfs"), &b, &err));
	CHECK_NAMED(t, a.len == b.len && !memcmp(a.buf, b.buf, a.len), "the same input gives the same bytes");
	m.parse_usec = 2;
	fx_text(fx_path(f, "x.h"), "//");
	write_one(f, "i2.gfs", "func", &m);
	write_one(f, "i3.gfs", "other", &m);
	CHECK(t, !summary_open(fx_path(f, "i1.gfs"), &s1, &err) && !summary_open(fx_path(f, "i2.gfs"), &s2, &err) &&
	      !summary_open(fx_path(f, "i3.gfs"), &s3, &err));
	CHECK_NAMED(t, hash128_eq(s1.content, s2.content), "neither time nor a dependency is content");
	CHECK(t, !hash128_eq(s1.content, s3.content));
	CHECK(t, !hash128_eq(summary_deps_id(&s1), summary_deps_id(&s2)));
	CHECK(t, hash128_eq(summary_deps_id(&s2), summary_deps_id(&s3)));
	summary_close(&s1);
	summary_close(&s2);
	summary_close(&s3);
	strbuf_free(&a);
	strbuf_free(&b);
}

static void test_many_deps(struct test *t, struct fixture *f)
{
	struct sum_meta m = { .mode = SUM_PLAIN };
	struct sum_deps *d = sum_deps_new();
	struct summary s = { 0 };
	struct ir_builder b;
	struct ir_unit u;
	struct err err = { 0 };
	struct hash128 id;
	char name[32];
	u32 bad = 0;

	fx_unit(&b, &u, "func", 7);
	for (u32 i = 0; i < 1000; i++) {
		snprintf(name, sizeof(name), "/inc/%03u.h", (i * 7 + 3) % 1000);
		sum_deps_add_content(d, name, name, strlen(name));
	}
	id = sum_deps_id(d);
	CHECK(t, !summary_write(fx_path(f, "m.gfs"), &u, &m, "/a.c", NULL, d, &err) &&
	      !summary_open(fx_path(f, "m.gfs"), &s, &err));
	for (u32 i = 0; i < s.nr_dep; i++) {
		struct hash128 h;

		snprintf(name, sizeof(name), "/inc/%03u.h", i);
		h = (struct hash128){ s.dep[i].hash_lo, s.dep[i].hash_hi };
		bad += strcmp(s.dep_text + s.dep[i].path, name) || (!h.lo && !h.hi);
	}
	CHECK(t, s.nr_dep == 1000 && !bad);
	CHECK(t, hash128_eq(id, summary_deps_id(&s)));
	summary_close(&s);
	sum_deps_free(d);
	irb_free(&b);
}

/* Opens a copy at an aligned address; the block ends where the bytes end, so that ASan sees a read beyond. */
static int open_copy(const char *p, size_t n, struct err *err)
{
	struct summary s = { 0 };
	void *copy;
	int rc;

	if (posix_memalign(&copy, 16, n ? n : 1))
		abort();
	memcpy(copy, p, n);
	*err = (struct err){ 0 };
	rc = summary_from_memory(copy, n, &s, err);
	summary_close(&s);
	free(copy);
	return rc;
}

static void test_damage(struct test *t, struct fixture *f)
{
	struct sum_meta m = { .mode = SUM_PLAIN };
	struct strbuf a = { 0 };
	struct err err = { 0 };
	u32 nr_bad = 0, nr_odd = 0;

	write_one(f, "d.gfs", "func", &m);
	CHECK(t, !file_read(fx_path(f, "d.gfs"), &a, &err));
	CHECK(t, !open_copy(a.buf, a.len, &err));
	for (size_t i = 0; i < a.len; i++)
		for (u32 bit = 0; bit < 8; bit++) {
			a.buf[i] ^= (char)(1 << bit);
			nr_bad += !open_copy(a.buf, a.len, &err);
			nr_odd += strncmp(err.msg, "damaged: ", 9) && strcmp(err.msg, "made by another version");
			a.buf[i] ^= (char)(1 << bit);
		}
	CHECK_NAMED(t, !nr_bad, "each flipped bit is seen");
	CHECK_NAMED(t, !nr_odd, "and named");
	for (size_t n = 0; n < a.len; n++) {
		nr_bad += !open_copy(a.buf, n, &err);
		nr_odd += strcmp(err.msg, "damaged: truncated") != 0;
	}
	CHECK_NAMED(t, !nr_bad && !nr_odd, "each shorter file is truncated");
	strbuf_add(&a, "\0", 1);
	CHECK(t, open_copy(a.buf, a.len, &err));
	CHECK_STR(t, err.msg, "damaged: too long");
	strbuf_free(&a);
}

/* The checksum is right again after each change: what is left are the checks of the contents. */
static void test_forged(struct test *t, struct fixture *f)
{
	struct sum_meta m = { .mode = SUM_PLAIN };
	static const u8 put[] = { 0x00, 0x01, 0x7f, 0x80, 0xff };
	struct strbuf a = { 0 };
	struct err err = { 0 };
	u32 nr_seen = 0;

	write_one(f, "d.gfs", "func", &m);
	CHECK(t, !file_read(fx_path(f, "d.gfs"), &a, &err));
	for (size_t i = 16; i < a.len; i++) {
		char was = a.buf[i];

		for (u32 k = 0; k < ARRAY_SIZE(put); k++) {
			u64 sum;

			a.buf[i] = (char)put[k];
			sum = hash_bytes(a.buf + 16, a.len - 16);
			memcpy(a.buf + 8, &sum, sizeof(sum));
			nr_seen += open_copy(a.buf, a.len, &err) != 0;
		}
		a.buf[i] = was;
	}
	CHECK_NAMED(t, nr_seen > 500, "forged files are refused or harmless");
	strbuf_free(&a);
}

static void test_errors(struct test *t, struct fixture *f)
{
	struct sum_meta m = { .mode = SUM_PCH };
	struct summary s = { 0 };
	struct sum_deps *d = sum_deps_new();
	struct ir_builder b;
	struct ir_unit u;
	struct err err = { 0 };

	CHECK(t, summary_open(fx_path(f, "absent.gfs"), &s, &err) == -1 && strstr(err.msg, "No such file"));
	err.msg[0] = '\0';
	fx_text(fx_path(f, "empty.gfs"), "");
	CHECK(t, summary_open(fx_path(f, "empty.gfs"), &s, &err) == -1 && strstr(err.msg, "empty.gfs: damaged: truncated"));
	err.msg[0] = '\0';
	CHECK(t, summary_open(f->dir, &s, &err) == -1);
	err.msg[0] = '\0';
	mkfifo(fx_path(f, "fifo"), 0600);
	CHECK_NAMED(t, summary_open(fx_path(f, "fifo"), &s, &err) == -1, "a pipe is refused, not waited for");
	err.msg[0] = '\0';
	CHECK(t, sum_deps_add(d, fx_path(f, "absent.h"), &err) == -1 && strstr(err.msg, "absent.h"));
	CHECK(t, sum_deps_add(d, "relative.h", NULL) == -1);
	CHECK(t, sum_deps_add(d, fx_path(f, "fifo"), NULL) == -1 && sum_deps_add(d, f->dir, NULL) == -1);
	fx_unit(&b, &u, "func", 1);
	CHECK_NAMED(t, summary_write(fx_path(f, "e.gfs"), &u, &m, "/a.c", NULL, d, NULL) == -1,
		    "made with a precompiled header, but not with which");
	m.mode = SUM_PLAIN;
	CHECK(t, summary_write(fx_path(f, "e.gfs"), &u, &m, "a.c", NULL, d, NULL) == -1);
	CHECK(t, summary_write(fx_path(f, "no/e.gfs"), &u, &m, "/a.c", NULL, d, NULL) == -1);
	CHECK_NAMED(t, !summary_write(fx_path(f, "e.gfs"), &u, &m, "/a.c", NULL, d, NULL) &&
		    !summary_open(fx_path(f, "e.gfs"), &s, &err), "no dependencies, no error text");
	CHECK_STR(t, s.dep_text + s.meta->first_error, "");
	summary_close(&s);
	sum_deps_free(d);
	irb_free(&b);
}

int main(void)
{
	struct test t = { 0 };
	struct fixture f;

	fx_init(&f);
	fx_text(fx_path(&f, "x.h"), "/*");
	fx_text(fx_path(&f, "a.c"), "int a;\n");
	test_round_trip(&t, &f);
	test_identity(&t, &f);
	test_many_deps(&t, &f);
	test_damage(&t, &f);
	test_forged(&t, &f);
	test_errors(&t, &f);
	fx_done(&f);
	return test_done(&t);
}
