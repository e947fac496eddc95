// SPDX-License-Identifier: GPL-2.0-only
/* The cache: when a summary may be used again, and when not. */
#include "sum_fixture.h"

#include <sys/wait.h>

#include "../test.h"

static const struct hash128 key_a = { 1, 0xab00000000000000ull }, key_b = { 2, 0xab00000000000000ull },
			    key_pch = { 3, 0xcd00000000000000ull };

static void put(struct fixture *f, struct cache *c, struct hash128 key, const struct sum_meta *m, const char *dep1,
		const char *dep2, s64 number)
{
	struct sum_deps *d = sum_deps_new();
	struct ir_builder b;
	struct ir_unit u;
	struct err err = { 0 };
	char *path = cache_path(c, key);

	fx_unit(&b, &u, "func", number);
	if (sum_deps_add(d, fx_path(f, dep1), &err) || (dep2 && sum_deps_add(d, fx_path(f, dep2), &err)) ||
	    summary_write(path, &u, m, fx_path(f, "a.c"), NULL, d, &err))
		printf("# %s\n", err.msg);
	free(path);
	sum_deps_free(d);
	irb_free(&b);
}

/* One run: open, look up, close. */
static enum cache_result look(struct fixture *f, struct hash128 key, struct strbuf *why)
{
	struct cache c;
	struct summary s = { 0 };
	struct err err = { 0 };
	enum cache_result res;

	strbuf_reset(why);
	if (cache_open(&c, fx_path(f, "cache"), &err))
		abort();
	c.root = f->dir;
	res = cache_lookup(&c, key, &s, why);
	if (res == CACHE_HIT)
		summary_close(&s);
	else if (s.map.p)
		res = (enum cache_result)77;	/* nothing may stay open */
	cache_close(&c);
	return res;
}

static void fresh(struct fixture *f, struct cache *c)
{
	struct err err = { 0 };

	fx_text(fx_path(f, "a.c"), "int a;");
	fx_text(fx_path(f, "x.h"), "int x;");
	fx_text(fx_path(f, "p.h"), "int p;");
	if (cache_open(c, fx_path(f, "cache"), &err)) {
		printf("# %s\n", err.msg);
		abort();
	}
}

static void test_open(struct test *t, struct fixture *f)
{
	struct strbuf tag = { 0 };
	struct cache c;
	struct err err = { 0 };
	char *path;

	fresh(f, &c);
	CHECK(t, !file_read(fx_path(f, "cache/CACHEDIR.TAG"), &tag, &err));
	CHECK(t, !strncmp(strbuf_str(&tag), "Signature: 8a477f597d28d172789f06886806bc55\n", 44));
	path = cache_path(&c, key_a);
	CHECK_STR(t, path, fx_path(f, "cache/ab/ab000000000000000000000000000001.gfs"));
	CHECK(t, path_is_dir(fx_path(f, "cache/ab")));
	free(path);
	cache_close(&c);
	CHECK_NAMED(t, cache_open(&c, f->dir, &err) == -1 && strstr(err.msg, "not empty"),
		    "a folder with other things does not become a cache");
	err.msg[0] = '\0';
	CHECK(t, cache_open(&c, fx_path(f, "a.c"), &err) == -1);
	cache_close(&c);
	strbuf_free(&tag);
}

static void test_lookup(struct test *t, struct fixture *f)
{
	struct sum_meta m = { .mode = SUM_PLAIN };
	struct strbuf why = { 0 };
	struct cache c;

	fresh(f, &c);
	CHECK(t, look(f, key_a, &why) == CACHE_MISS);
	put(f, &c, key_a, &m, "a.c", "x.h", 1);
	CHECK(t, look(f, key_a, &why) == CACHE_HIT && !why.len);
	CHECK(t, look(f, key_b, &why) == CACHE_MISS);
	fx_text(fx_path(f, "x.h"), "int y;");
	CHECK(t, look(f, key_a, &why) == CACHE_STALE);
	CHECK_STR(t, strbuf_str(&why), "x.h changed");
	fx_text(fx_path(f, "x.h"), "int x;");
	CHECK_NAMED(t, look(f, key_a, &why) == CACHE_HIT, "the old text again: a hit again");
	unlink(fx_path(f, "x.h"));
	CHECK(t, look(f, key_a, &why) == CACHE_STALE);
	CHECK_STR(t, strbuf_str(&why), "x.h is gone");
	mkfifo(fx_path(f, "x.h"), 0600);
	CHECK(t, look(f, key_a, &why) == CACHE_STALE);
	unlink(fx_path(f, "x.h"));
	cache_close(&c);
	strbuf_free(&why);
}

static void test_race(struct test *t, struct fixture *f)
{
	struct sum_meta m = { .mode = SUM_PLAIN };
	struct sum_deps *d;
	struct strbuf why = { 0 };
	struct ir_builder b;
	struct ir_unit u;
	struct cache c;
	struct err err = { 0 };
	char *path;

	fresh(f, &c);
	d = sum_deps_new();
	usleep(50000);
	fx_text(fx_path(f, "x.h"), "int z;");	/* after the parser has read it */
	fx_unit(&b, &u, "func", 1);
	path = cache_path(&c, key_b);
	CHECK(t, !sum_deps_add(d, fx_path(f, "x.h"), &err) &&
	      !summary_write(path, &u, &m, fx_path(f, "a.c"), NULL, d, &err));
	CHECK_NAMED(t, look(f, key_b, &why) == CACHE_STALE, "a file that changed during the parse");
	sum_deps_reset(d);
	CHECK(t, !sum_deps_add(d, fx_path(f, "x.h"), &err) &&
	      !summary_write(path, &u, &m, fx_path(f, "a.c"), NULL, d, &err));
	CHECK(t, look(f, key_b, &why) == CACHE_HIT);
	unlink(path);
	free(path);
	sum_deps_free(d);
	irb_free(&b);
	cache_close(&c);
	strbuf_free(&why);
}

/* What a worker does: the header's own summary, then a TU that names it. */
static void put_pch(struct fixture *f, struct cache *c)
{
	struct sum_meta m = { .mode = SUM_IS_PCH };

	put(f, c, key_pch, &m, "p.h", NULL, 1);
}

static void put_with_pch(struct fixture *f, struct cache *c)
{
	struct sum_meta m = { .mode = SUM_PCH, .pch = key_pch };
	struct sum_deps *d = sum_deps_new();
	struct err err = { 0 };

	if (sum_deps_add(d, fx_path(f, "p.h"), &err))
		abort();
	m.pch_deps = sum_deps_id(d);
	put(f, c, key_a, &m, "a.c", NULL, 1);
	sum_deps_free(d);
}

static void test_pch(struct test *t, struct fixture *f)
{
	struct sum_meta plain = { .mode = SUM_PLAIN };
	struct strbuf why = { 0 };
	struct cache c;

	fresh(f, &c);
	put_with_pch(f, &c);
	CHECK(t, look(f, key_a, &why) == CACHE_STALE);
	CHECK_STR(t, strbuf_str(&why), "precompiled header: not in the cache");
	put_pch(f, &c);
	CHECK(t, look(f, key_a, &why) == CACHE_HIT && look(f, key_pch, &why) == CACHE_HIT);
	fx_text(fx_path(f, "p.h"), "int q;");
	CHECK(t, look(f, key_a, &why) == CACHE_STALE);
	CHECK_STR(t, strbuf_str(&why), "precompiled header: p.h changed");
	put_pch(f, &c);
	CHECK(t, look(f, key_pch, &why) == CACHE_HIT);
	CHECK_NAMED(t, look(f, key_a, &why) == CACHE_STALE, "the header is new, the TU is still of the old one");
	CHECK_STR(t, strbuf_str(&why), "precompiled header: made anew from other files");
	put_with_pch(f, &c);
	CHECK(t, look(f, key_a, &why) == CACHE_HIT);
	put(f, &c, key_pch, &plain, "p.h", NULL, 1);
	CHECK_NAMED(t, look(f, key_a, &why) != CACHE_HIT, "the key names a summary of a TU");
	cache_close(&c);
	strbuf_free(&why);
}

/* In one run: a stale header is rebuilt and looked up again. */
static void test_pch_same_run(struct test *t, struct fixture *f)
{
	struct summary s = { 0 };
	struct cache c;

	fresh(f, &c);
	put_pch(f, &c);
	put_with_pch(f, &c);
	cache_close(&c);
	unlink(fx_path(f, "cache/cd/cd000000000000000000000000000003.gfs"));
	fresh(f, &c);
	CHECK(t, cache_lookup(&c, key_a, &s, NULL) == CACHE_STALE);
	put_pch(f, &c);
	CHECK(t, cache_lookup(&c, key_a, &s, NULL) == CACHE_STALE);
	CHECK(t, cache_lookup(&c, key_pch, &s, NULL) == CACHE_HIT);
	summary_close(&s);
	CHECK(t, cache_lookup(&c, key_a, &s, NULL) == CACHE_HIT);
	summary_close(&s);
	cache_close(&c);
}

/* Each byte of the cached file changed: never a hit, whatever the byte. */
static void test_damage(struct test *t, struct fixture *f)
{
	struct sum_meta m = { .mode = SUM_PLAIN };
	struct strbuf bytes = { 0 }, why = { 0 };
	struct cache c;
	struct summary s = { 0 };
	struct err err = { 0 };
	char *path;
	u32 nr_hit = 0, nr_odd = 0;

	fresh(f, &c);
	put(f, &c, key_a, &m, "a.c", NULL, 1);
	path = cache_path(&c, key_a);
	CHECK(t, !file_read(path, &bytes, &err));
	for (size_t i = 0; i < bytes.len; i++) {
		enum cache_result res;

		bytes.buf[i] ^= 0x55;
		fx_write(path, bytes.buf, bytes.len);
		strbuf_reset(&why);
		res = cache_lookup(&c, key_a, &s, &why);
		nr_hit += res == CACHE_HIT;
		nr_odd += res != CACHE_DAMAGED && strcmp(strbuf_str(&why), "made by another version");
		bytes.buf[i] ^= 0x55;
	}
	CHECK(t, !nr_hit && !nr_odd);
	fx_write(path, bytes.buf, bytes.len / 2);
	CHECK(t, cache_lookup(&c, key_a, &s, NULL) == CACHE_DAMAGED);
	fx_write(path, bytes.buf, bytes.len);
	CHECK(t, cache_lookup(&c, key_a, &s, NULL) == CACHE_HIT);
	summary_close(&s);
	cache_close(&c);
	free(path);
	strbuf_free(&bytes);
	strbuf_free(&why);
}

static void writer(struct fixture *f, s64 number)
{
	struct sum_meta m = { .mode = SUM_PLAIN };
	struct cache c;
	struct err err = { 0 };

	for (u32 i = 0; i < 50; i++) {
		if (cache_open(&c, fx_path(f, "cache"), &err))
			_exit(1);
		put(f, &c, key_b, &m, "a.c", "x.h", number);
		cache_close(&c);
	}
	_exit(0);
}

static void test_writers(struct test *t, struct fixture *f)
{
	struct summary s = { 0 };
	struct cache c;
	u32 nr_bad = 0;
	int status;

	fresh(f, &c);
	for (s64 i = 0; i < 3; i++)
		if (!fork())
			writer(f, i);
	for (u32 i = 0; i < 300; i++) {
		enum cache_result res = cache_lookup(&c, key_b, &s, NULL);

		nr_bad += res != CACHE_HIT && res != CACHE_MISS && res != CACHE_STALE;
		if (res == CACHE_HIT)
			summary_close(&s);
	}
	for (u32 i = 0; i < 3; i++) {
		wait(&status);
		nr_bad += status != 0;
	}
	CHECK_NAMED(t, !nr_bad, "three writers, one reader: whole files only");
	CHECK(t, cache_lookup(&c, key_b, &s, NULL) == CACHE_HIT);
	summary_close(&s);
	cache_close(&c);
}

static void count_bad(void *ctx, const char *path, const char *why)
{
	++*(u32 *)ctx;
}

#define LINK "cache/link/ab000000000000000000000000000009-0000000a-0123456789abcdef.gfl"

static void test_care(struct test *t, struct fixture *f)
{
	struct sum_meta m = { .mode = SUM_PLAIN };
	struct timespec old[2] = { { .tv_sec = 1000000000 }, { .tv_sec = 1000000000 } };
	struct cache_count n;
	struct strbuf why = { 0 };
	struct cache c;
	struct err err = { 0 };
	struct stat st;
	char *a, *b;
	u32 bad = 0;

	fx_remove(fx_path(f, "cache"));
	fresh(f, &c);
	a = cache_path(&c, key_a);
	b = cache_path(&c, key_b);
	put(f, &c, key_a, &m, "a.c", NULL, 1);
	put(f, &c, key_b, &m, "a.c", NULL, 2);
	CHECK(t, !cache_verify(c.dir, false, count_bad, &bad, &n, &err) && n.nr == 2 && !bad && !n.nr_damaged);
	utimensat(AT_FDCWD, a, old, 0);
	CHECK(t, look(f, key_a, &why) == CACHE_HIT && !stat(a, &st) && st.st_mtim.tv_sec > 1000000000);
	utimensat(AT_FDCWD, b, old, 0);
	fx_text(fx_path(f, "cache/ab/ab000000000000000000000000000009.gfs.aaaaaa"), "left over");
	utimensat(AT_FDCWD, fx_path(f, "cache/ab/ab000000000000000000000000000009.gfs.aaaaaa"), old, 0);
	fx_text(fx_path(f, "cache/ab/notes"), "not ours");
	CHECK(t, !cache_gc(c.dir, (u64)st.st_size, &n, &err) && n.nr == 2 && n.nr_removed == 2);
	CHECK_NAMED(t, path_exists(a) && !path_exists(b), "the one not used for longest goes");
	CHECK(t, path_exists(fx_path(f, "cache/ab/notes")));
	CHECK(t, !dir_make(fx_path(f, "cache/link"), &err));
	fx_text(fx_path(f, LINK), "a link database");
	fx_text(fx_path(f, "cache/link/notes"), "not ours");
	CHECK_NAMED(t, !cache_verify(c.dir, true, count_bad, &bad, &n, &err) && n.nr == 2 && !bad, "a link is no summary");
	utimensat(AT_FDCWD, fx_path(f, LINK), old, 0);
	CHECK(t, !cache_gc(c.dir, (u64)st.st_size, &n, &err) && n.nr == 2 && n.nr_removed == 1);
	CHECK(t, path_exists(a) && !path_exists(fx_path(f, LINK)) && path_exists(fx_path(f, "cache/link/notes")));
	fx_text(a, "GFPSUM?");
	CHECK(t, !cache_verify(c.dir, true, count_bad, &bad, &n, &err) && bad == 1 && n.nr_damaged == 1 && n.nr_removed == 1);
	CHECK(t, !path_exists(a));
	CHECK(t, cache_gc(f->dir, 0, &n, &err) == -1 && strstr(err.msg, "no cache of gfpcheck"));
	cache_close(&c);
	free(a);
	free(b);
	strbuf_free(&why);
}

int main(void)
{
	struct test t = { 0 };
	struct fixture f;

	fx_init(&f);
	test_open(&t, &f);
	test_lookup(&t, &f);
	test_race(&t, &f);
	test_pch(&t, &f);
	test_pch_same_run(&t, &f);
	test_damage(&t, &f);
	test_writers(&t, &f);
	test_care(&t, &f);
	fx_done(&f);
	return test_done(&t);
}
