// SPDX-License-Identifier: GPL-2.0-only
/* The memo of file contents: what is believed, what is read again, what a damaged memo file does. */
#include "summary/sum_int.h"

#include "sum_fixture.h"

#include "../test.h"

#define REST_US 2200000

static u32 nr_old(struct fixture *f)
{
	struct file_memo m;
	u32 n = 0;

	memo_init(&m);
	memo_load(&m, fx_path(f, "memo"));
	for (u32 i = 0; i < m.e.nr; i++)
		n += m.e.at[i].state == MEMO_OLD;
	memo_free(&m);
	return n;
}

static bool is_hash_of(const struct memo_entry *e, const char *text)
{
	return e && hash128_eq(e->hash, sum_hash_content(text, strlen(text)));
}

static void test_rest(struct test *t, struct fixture *f)
{
	struct file_memo m;
	struct err err = { 0 };

	fx_text(fx_path(f, "old"), "old");
	usleep(REST_US);
	fx_text(fx_path(f, "new"), "new");
	memo_init(&m);
	CHECK(t, is_hash_of(memo_get(&m, fx_path(f, "old"), true, &err), "old"));
	CHECK(t, is_hash_of(memo_get(&m, fx_path(f, "new"), true, &err), "new"));
	CHECK(t, !memo_save(&m, fx_path(f, "memo"), &err));
	CHECK_NAMED(t, nr_old(f) == 1, "a file that was just written is not remembered");

	fx_text(fx_path(f, "new"), "NEW");
	CHECK_NAMED(t, is_hash_of(memo_get(&m, fx_path(f, "new"), true, &err), "new"), "once per run");
	CHECK_NAMED(t, is_hash_of(memo_get(&m, fx_path(f, "new"), false, &err), "NEW"), "not once");
	memo_free(&m);
}

static void test_persistent(struct test *t, struct fixture *f)
{
	struct file_memo m;
	struct err err = { 0 };
	struct timespec same[2];
	struct stat st;

	memo_init(&m);
	memo_load(&m, fx_path(f, "memo"));
	m.e.at[1].hash.lo ^= 1;
	CHECK_NAMED(t, !is_hash_of(memo_get(&m, fx_path(f, "old"), true, &err), "old"), "the memo is believed");
	memo_free(&m);

	stat(fx_path(f, "old"), &st);
	fx_text(fx_path(f, "old"), "OLD");
	same[0] = st.st_atim;
	same[1] = st.st_mtim;
	utimensat(AT_FDCWD, fx_path(f, "old"), same, 0);
	memo_init(&m);
	memo_load(&m, fx_path(f, "memo"));
	CHECK_NAMED(t, is_hash_of(memo_get(&m, fx_path(f, "old"), true, &err), "OLD"),
		    "same size and mtime, but ctime tells");
	memo_free(&m);
}

static void test_learn(struct test *t, struct fixture *f)
{
	struct hash128 h = sum_hash_content("xyz", 3);
	struct file_memo m;
	s64 now;

	fx_text(fx_path(f, "learn"), "xyz");
	memo_init(&m);
	memo_learn(&m, fx_path(f, "learn"), h, 3, memo_now());
	CHECK_NAMED(t, m.e.nr == 2 && m.e.at[1].state == MEMO_EMPTY, "changed just now: not learnt");
	usleep(REST_US);
	now = memo_now();
	memo_learn(&m, fx_path(f, "learn"), h, 4, now);
	CHECK_NAMED(t, m.e.at[1].state == MEMO_EMPTY, "another size: not learnt");
	memo_learn(&m, fx_path(f, "learn"), h, 3, now);
	CHECK(t, m.e.at[1].state == MEMO_SEEN && is_hash_of(memo_get(&m, fx_path(f, "learn"), false, NULL), "xyz"));
	CHECK(t, !memo_get(&m, fx_path(f, "absent"), true, NULL) && !memo_get(&m, fx_path(f, "absent"), true, NULL));
	memo_free(&m);
}

/* Warnings about it go to stderr; they are expected. */
static void test_damage(struct test *t, struct fixture *f)
{
	struct strbuf sb = { 0 };
	struct err err = { 0 };
	u32 nr_taken = 0;
	int keep = dup(2), null = open("/dev/null", O_WRONLY);

	CHECK(t, !file_read(fx_path(f, "memo"), &sb, &err));
	dup2(null, 2);
	for (size_t i = 0; i < sb.len; i++) {
		sb.buf[i] ^= 0x10;
		fx_write(fx_path(f, "memo"), sb.buf, sb.len);
		nr_taken += nr_old(f);
		sb.buf[i] ^= 0x10;
	}
	for (size_t n = 0; n < sb.len; n++) {
		fx_write(fx_path(f, "memo"), sb.buf, n);
		nr_taken += nr_old(f);
	}
	dup2(keep, 2);
	close(keep);
	close(null);
	CHECK_NAMED(t, !nr_taken, "a damaged memo is no memo");
	fx_write(fx_path(f, "memo"), sb.buf, sb.len);
	CHECK(t, nr_old(f) == 1);
	strbuf_free(&sb);
}

int main(void)
{
	struct test t = { 0 };
	struct fixture f;

	fx_init(&f);
	test_rest(&t, &f);
	test_persistent(&t, &f);
	test_learn(&t, &f);
	test_damage(&t, &f);
	fx_done(&f);
	return test_done(&t);
}
