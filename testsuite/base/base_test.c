// SPDX-License-Identifier: GPL-2.0-only
/* Strings, maps, paths and files. */
#include "base/file.h"
#include "base/hash.h"
#include "base/map.h"
#include "base/vec.h"

#include <dirent.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../test.h"

static void test_strbuf(struct test *t)
{
	struct strbuf sb = { 0 };
	char *s;
	u32 bad = 0;

	CHECK_STR(t, strbuf_str(&sb), "");
	strbuf_printf(&sb, "%s", "");
	CHECK_STR(t, strbuf_str(&sb), "");
	for (u32 i = 0; i < 1000; i++) {
		strbuf_printf(&sb, "%03u", i);
		bad += sb.len != strlen(sb.buf);
	}
	CHECK(t, !bad && sb.len == 3000 && !strncmp(sb.buf + 2997, "999", 4));
	strbuf_reset(&sb);
	CHECK_STR(t, strbuf_str(&sb), "");
	strbuf_putc(&sb, 'a');
	strbuf_add(&sb, "\0b", 2);
	CHECK(t, sb.len == 3 && !memcmp(sb.buf, "a\0b", 4));
	s = strbuf_detach(&sb);
	CHECK(t, !sb.buf && !sb.len && s[0] == 'a');
	free(s);
	s = strbuf_detach(&sb);
	CHECK_STR(t, s, "");
	free(s);
	strbuf_free(&sb);
}

static void test_vec(struct test *t)
{
	VEC(u32) v = { 0 };
	u32 bad = 0, at;

	for (u32 i = 0; i < 1000; i++)
		vec_push(&v, i);
	at = vec_extend(&v, 500);
	for (u32 i = 0; i < 1500; i++)
		bad += v.at[i] != (i < 1000 ? i : 0);
	CHECK(t, at == 1000 && v.nr == 1500 && !bad);
	CHECK(t, vec_extend(&v, 0) == 1500 && vec_last(&v) == 0 && vec_pop(&v) == 0 && v.nr == 1499);
	vec_free(&v);
	CHECK(t, !v.at && !v.cap);
}

static void test_map(struct test *t)
{
	struct map m = { 0 };
	u32 bad = 0;

	CHECK(t, map_get(&m, 0) == MAP_NONE);
	for (u64 i = 0; i < 5000; i++)
		map_put(&m, i << 40 | (i & 3), (u32)i);
	for (u64 i = 0; i < 5000; i++)
		bad += map_get(&m, i << 40 | (i & 3)) != (u32)i;
	CHECK(t, !bad && m.nr == 5000 && map_get(&m, 1ull << 39) == MAP_NONE);
	map_put(&m, 0, 77);
	map_put(&m, UINT64_MAX, 78);
	CHECK(t, map_get(&m, 0) == 77 && map_get(&m, UINT64_MAX) == 78 && m.nr == 5001);
	map_clear(&m);
	CHECK(t, map_get(&m, 0) == MAP_NONE && !m.nr);
	map_free(&m);
}

static void test_strtab(struct test *t)
{
	struct strtab s;
	char name[16];
	u32 bad = 0;

	strtab_init(&s);
	CHECK(t, strtab_add(&s, "") == 0 && s.nr == 1);
	for (u32 i = 0; i < 3000; i++) {
		snprintf(name, sizeof(name), "n%u", i);
		bad += strtab_add(&s, name) != i + 1;
	}
	for (u32 i = 0; i < 3000; i++) {
		snprintf(name, sizeof(name), "n%u", i);
		bad += strtab_find(&s, name) != i + 1 || strcmp(strtab_str(&s, i + 1), name) ||
		       strtab_add(&s, name) != i + 1;
	}
	CHECK(t, !bad && s.nr == 3001);
	CHECK_NAMED(t, strtab_addn(&s, "n12xyz", 3) == 13, "a part of a string");
	CHECK(t, strtab_find(&s, "n") == MAP_NONE && !s.text[s.len - 1]);
	strtab_free(&s);
}

static void test_hash(struct test *t)
{
	struct hash128 ab_c, a_bc, again;
	struct hasher h;
	char hex[33];

	hasher_init(&h);
	hasher_str(&h, "ab");
	hasher_str(&h, "c");
	ab_c = hasher_done(&h);
	hasher_init(&h);
	hasher_str(&h, "a");
	hasher_str(&h, "bc");
	a_bc = hasher_done(&h);
	hasher_init(&h);
	hasher_add(&h, "ab", 2);
	hasher_add(&h, "c", 1);
	again = hasher_done(&h);
	CHECK(t, !hash128_eq(ab_c, a_bc) && hash128_eq(ab_c, again));
	hash128_hex((struct hash128){ .lo = 0x1f, .hi = 0xab00000000000000ull }, hex);
	CHECK_STR(t, hex, "ab00000000000000000000000000001f");
	CHECK(t, hash_bytes(NULL, 0) == hash_str(""));
}

static void test_path_normal(struct test *t)
{
	static const char *const cases[][2] = {
		{ "", "." }, { ".", "." }, { "/", "/" }, { "//", "/" }, { "a", "a" }, { "./a", "a" }, { "a/", "a" },
		{ "a//b", "a/b" }, { "a/./b/.", "a/b" }, { "a/..", "." }, { "a/../b", "b" }, { "a/b/../c", "a/c" },
		{ "/a/../b", "/b" }, { "/..", "/" }, { "/../a", "/a" }, { "../a", "../a" }, { "../../a", "../../a" },
		{ "a/../../b", "../b" }, { "a/../..", ".." }, { "../a/../b", "../b" }, { "/a/b/../..", "/" },
		{ "...", "..." }, { "a/.../b", "a/.../b" }, { "..a/..", "." }, { "a/..b", "a/..b" },
		{ "x/y/../../../z", "../z" }, { "/x/y/../../../z", "/z" }, { ".hidden/..", "." },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		char *got = path_normal(cases[i][0]), *twice = path_normal(got);

		CHECK_STR(t, got, cases[i][1]);
		CHECK_NAMED(t, !strcmp(got, twice), "normal stays normal");
		free(got);
		free(twice);
	}
}

static void test_path_others(struct test *t)
{
	char *s = path_join("/a/b", "../c");
	const char *below;

	CHECK_STR(t, s, "/a/c");
	free(s);
	s = path_join("/a", "/b/./c");
	CHECK_STR(t, s, "/b/c");
	free(s);
	below = path_below("/a/b", "/a/b/c");
	CHECK_STR(t, below, "c");
	below = path_below("/a/b/", "/a/b/c");
	CHECK_STR(t, below, "c");
	below = path_below("/a/b", "/a/b");
	CHECK_STR(t, below, "");
	below = path_below("/", "/a");
	CHECK_STR(t, below, "a");
	CHECK(t, !path_below("/a/b", "/a/bc") && !path_below("/a/b", "/a"));
}

static u32 entries(const char *dir)
{
	DIR *d = opendir(dir);
	u32 n = 0;

	while (d && readdir(d))
		n++;
	if (d)
		closedir(d);
	return n - 2;
}

/* A full disk, as far as the writer can tell: the file may not grow beyond 4 KiB. */
static int write_limited(const char *path, const void *p, size_t n, struct err *err)
{
	struct rlimit old, lim;
	int rc;

	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &old);
	lim = old;
	lim.rlim_cur = 4096;
	setrlimit(RLIMIT_FSIZE, &lim);
	rc = file_write_atomic(path, p, n, err);
	setrlimit(RLIMIT_FSIZE, &old);
	return rc;
}

static void test_write(struct test *t, const char *dir)
{
	struct strbuf sb = { 0 }, big = { 0 };
	char *path = path_join(dir, "f"), *deep = path_join(dir, "x/y/z"), *none = path_join(dir, "no/f");
	struct err err = { 0 };
	struct mapping m;
	int fd;

	CHECK(t, !file_write_atomic(path, "one", 3, &err) && !file_read(path, &sb, &err));
	CHECK_STR(t, strbuf_str(&sb), "one");
	for (u32 i = 0; i < 100000; i++)
		strbuf_putc(&big, (char)i);
	fd = dup(0);
	close(fd);
	CHECK(t, write_limited(path, big.buf, big.len, &err) == -1 && strstr(err.msg, "File too large"));
	CHECK_NAMED(t, dup(0) == fd, "a failed write keeps no descriptor");
	close(fd);
	strbuf_reset(&sb);
	CHECK(t, !file_read(path, &sb, &err) && !strcmp(strbuf_str(&sb), "one"));
	CHECK_NAMED(t, entries(dir) == 1, "and leaves no half file");
	err.msg[0] = '\0';
	CHECK(t, file_write_atomic(none, "", 0, &err) == -1 && strstr(err.msg, "no/f"));
	CHECK(t, !file_write_atomic(path, big.buf, big.len, NULL) && !file_map(path, &m, NULL));
	CHECK(t, m.len == big.len && !memcmp(m.p, big.buf, m.len));
	file_unmap(&m);
	CHECK(t, !file_write_atomic(path, "", 0, NULL) && !file_map(path, &m, NULL) && !m.len);
	file_unmap(&m);
	CHECK(t, file_map(dir, &m, NULL) == -1 && file_read(dir, &sb, NULL) == -1);
	CHECK(t, !dir_make(deep, NULL) && path_is_dir(deep) && !dir_make(deep, NULL));
	rmdir(deep);
	CHECK(t, !file_write_atomic(deep, "", 0, NULL) && dir_make(deep, NULL) == -1 && path_exists(deep));
	strbuf_free(&sb);
	strbuf_free(&big);
	free(path);
	free(deep);
	free(none);
}

static void test_err(struct test *t)
{
	struct err err = { 0 };

	CHECK(t, err_set(&err, "first %d", 1) == -1 && err_set(&err, "second") == -1 && err_set(NULL, "x") == -1);
	CHECK_STR(t, err.msg, "first 1");
}

int main(void)
{
	char dir[] = "/tmp/gfpcheck-test-XXXXXX", cmd[64];
	struct test t = { 0 };

	if (!mkdtemp(dir))
		return 1;
	test_strbuf(&t);
	test_vec(&t);
	test_map(&t);
	test_strtab(&t);
	test_hash(&t);
	test_path_normal(&t);
	test_path_others(&t);
	test_write(&t, dir);
	test_err(&t);
	snprintf(cmd, sizeof(cmd), "rm -rf %s", dir);
	return system(cmd) ? 1 : test_done(&t);
}
