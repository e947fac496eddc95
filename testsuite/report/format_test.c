// SPDX-License-Identifier: GPL-2.0-only
/* The parts of the reporters: GitHub's hash of lines, diffs as replacements, escapes, source text from the tree only. */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "../test.h"
#include "base/file.h"
#include "report/fix_hunks.h"
#include "report/line_hash.h"
#include "report/page.h"
#include "report/reporter.h"
#include "report/source.h"
#include "report/xml.h"

static void check_hashes(struct test *t, const char *text, size_t len, const char *want)
{
	struct line_hashes h;
	struct strbuf got = { 0 };

	CHECK(t, line_hashes_make(&h, text, len));
	for (u32 i = 0; i < h.line.nr; i++)
		strbuf_printf(&got, "%s%llx:%u", i ? " " : "", (unsigned long long)h.line.at[i].hash,
			      h.line.at[i].occurrence);
	CHECK_STR(t, strbuf_str(&got), want);
	strbuf_free(&got);
	line_hashes_free(&h);
}

/* The expected values were computed with the algorithm's published description, in another language. */
static void test_line_hash(struct test *t)
{
	struct strbuf many = { 0 };
	struct line_hashes h;

	check_hashes(t, "", 0, "c129715d7a2bc9a3:1");
	check_hashes(t, "x = 1;\n\ty\n", 10, "7a2436e176088d01:1 c33be7e0cf7c3ca:1 c129715d7a2bc9a3:1");
	check_hashes(t, "x = 1;\r\n  y\r\n", 13, "7a2436e176088d01:1 c33be7e0cf7c3ca:1 c129715d7a2bc9a3:1");
	check_hashes(t, "x = 1;\ry\r", 9, "7a2436e176088d01:1 c33be7e0cf7c3ca:1 c129715d7a2bc9a3:1");
	check_hashes(t, "/* \xc3\xa9 \xf0\x9d\x84\x9e */", 13, "3f9f06d08998aef8:1");
	for (u32 i = 0; i < 30; i++)
		strbuf_puts(&many, "kfree(p);\n");
	CHECK(t, line_hashes_make(&h, many.buf, many.len));
	CHECK(t, h.line.nr == 31 && h.line.at[0].occurrence == 1 && h.line.at[19].occurrence == 20);
	CHECK(t, h.line.at[19].hash == h.line.at[0].hash && h.line.at[21].hash != h.line.at[0].hash);
	line_hashes_free(&h);
	strbuf_free(&many);
	CHECK(t, !line_hashes_make(&h, "\xff", 1) && !h.line.nr);
}

static const char fix[] =
	"diff --git a/d/x.c b/d/x.c\n--- a/d/x.c\n+++ b/d/x.c\n@@ -3,4 +3,5 @@ int f(void)\n ctx\n-old1\n-old2\n+new1\n ctx\n+add\n+add2\n"
	"@@ -20 +21,0 @@\n-gone\n";

static void test_fix_hunks(struct test *t)
{
	struct fix_hunks h;

	CHECK(t, fix_hunks_read(fix, &h));
	CHECK(t, h.at.nr == 3);
	CHECK_STR(t, h.at.at[0].file, "d/x.c");
	CHECK(t, h.at.at[0].first == 4 && h.at.at[0].nr == 2);
	CHECK_STR(t, strbuf_str(&h.at.at[0].text), "new1\n");
	CHECK(t, h.at.at[1].first == 7 && h.at.at[1].nr == 0);
	CHECK_STR(t, strbuf_str(&h.at.at[1].text), "add\nadd2\n");
	CHECK(t, h.at.at[2].first == 20 && h.at.at[2].nr == 1 && !h.at.at[2].text.len);
	fix_hunks_free(&h);
	CHECK(t, !fix_hunks_read("", &h));
	CHECK(t, !fix_hunks_read("no diff\n", &h));
	CHECK(t, !fix_hunks_read("--- a/x\n+++ b/x\n@@ -1,9 +1,9 @@\n-a\n+b\n", &h));
	CHECK(t, !fix_hunks_read("@@ -1 +1 @@\n-a\n+b\n", &h));
	CHECK(t, !fix_hunks_read("--- a/x\n@@ -0,1 +1 @@\n-a\n+b\n", &h));
	CHECK(t, !fix_hunks_read("--- a/x\n@@ -99999999999999999999,1 +1 @@\n", &h));
}

static void test_escapes(struct test *t)
{
	struct strbuf s = { 0 };

	xml_puts(&s, "<a href=\"x\" b='&'>\x01\xff\xe2\x80\xae\t");
	CHECK_STR(t, strbuf_str(&s), "&lt;a href=&quot;x&quot; b=&#39;&amp;&#39;&gt;\\x01\\xff\\u202e\t");
	strbuf_reset(&s);
	report_uri_path("a b/%41#?\"<\xc3\xa9.c", &s);
	CHECK_STR(t, strbuf_str(&s), "a%20b/%2541%23%3F%22%3C%C3%A9.c");
	strbuf_reset(&s);
	report_subsystem("drivers/net/wireless/x.c", &s);
	strbuf_putc(&s, ' ');
	report_subsystem("kernel/x.c", &s);
	strbuf_putc(&s, ' ');
	report_subsystem("x.c", &s);
	CHECK_STR(t, strbuf_str(&s), "drivers/net kernel .");
	strbuf_free(&s);
}

static void put(const char *dir, const char *name, const char *text)
{
	struct err err = { 0 };
	char *path = path_join(dir, name);

	if (file_write_atomic(path, text, strlen(text), &err))
		abort();
	free(path);
}

static void put_link(const char *dir, const char *name, const char *to)
{
	char *path = path_join(dir, name);

	if (symlink(to, path))
		abort();
	free(path);
}

static void check_tree(struct test *t, const char *tree)
{
	const struct source *src;
	struct sources s;
	size_t len;

	sources_open(&s, tree);
	src = sources_get(&s, "a.c");
	CHECK(t, src && src->line.nr == 4);
	CHECK(t, src && !strncmp(source_line(src, 1, &len), "one", 3) && len == 3);
	CHECK(t, src && source_line(src, 4, &len) && len == 4 && !source_line(src, 5, &len) && !source_line(src, 0, &len));
	CHECK(t, !sources_get(&s, "../secret.c") && !sources_get(&s, "sub/../../secret.c"));
	CHECK(t, !sources_get(&s, "/etc/passwd") && !sources_get(&s, "out.c") && !sources_get(&s, "sub"));
	CHECK(t, !sources_get(&s, "") && !sources_get(&s, "none.c") && sources_get(&s, "a.c"));
	sources_close(&s);
	sources_open(&s, NULL);
	CHECK(t, !sources_get(&s, "a.c"));
	sources_close(&s);
}

static void test_source(struct test *t)
{
	static const char *const made[] = { "tree/out.c", "tree/in.c", "tree/a.c", "tree/sub", "tree", "secret.c", "" };
	char dir[] = "/tmp/gfpcheck-test-XXXXXX", *tree, *sub;
	struct err err = { 0 };

	CHECK(t, mkdtemp(dir) != NULL);
	tree = path_join(dir, "tree");
	sub = path_join(tree, "sub");
	CHECK(t, !dir_make(sub, &err));
	put(dir, "secret.c", "secret\n");
	put(tree, "a.c", "one\r\ntwo\n\nlast");
	put_link(tree, "out.c", "../secret.c");
	put_link(tree, "in.c", "a.c");
	check_tree(t, tree);
	for (u32 i = 0; i < ARRAY_SIZE(made); i++) {
		char *path = path_join(dir, made[i]);

		CHECK_NAMED(t, !remove(path), made[i]);
		free(path);
	}
	free(tree);
	free(sub);
}

static void test_pages(struct test *t)
{
	struct page page;
	struct err err = { 0 };

	CHECK(t, !page_read("../checker/doc/checks", "leak", &page, &err));
	CHECK_STR(t, strbuf_str(&page.tags), "memory cwe-401");
	CHECK(t, !strncmp(strbuf_str(&page.text), "# leak\n", 7));
	CHECK_STR(t, strbuf_str(&page.summary), "A path on which the last pointer to allocated memory is lost.");
	page_free(&page);
	CHECK(t, page_read("../checker/doc/checks", "../checks/leak", &page, &err));
	CHECK(t, page_read("../checker/doc/checks", "", &page, &err));
}

int main(void)
{
	struct test t = { 0 };

	test_line_hash(&t);
	test_fix_hunks(&t);
	test_escapes(&t);
	test_source(&t);
	test_pages(&t);
	return test_done(&t);
}
