// SPDX-License-Identifier: GPL-2.0-only
/* Mails and diffs: what is read out of them, and what becomes of a text. */
#include "patch/patch.h"

#include "../test.h"

static struct patch_series read_ok(struct test *t, const char *text, u32 strip)
{
	struct patch_series s = { 0 };
	struct err err = { 0 };

	CHECK(t, !patch_read(&s, "in", text, strlen(text), strip, &err));
	if (err.msg[0])
		printf("# %s\n", err.msg);
	return s;
}

static void refused(struct test *t, const char *text, const char *why)
{
	struct patch_series s = { 0 };
	struct err err = { 0 };

	CHECK(t, patch_read(&s, "in", text, strlen(text), 1, &err) == -1);
	CHECK_STR(t, err.msg, why);
	patch_free(&s);
}

/* The first file's hunks on a text; "" and a message when they do not fit. */
static void applies(struct test *t, const char *diff, const char *text, const char *want)
{
	struct patch_series s = read_ok(t, diff, 1);
	struct strbuf out = { 0 };
	struct err err = { 0 };
	int ret = s.file.nr ? patch_apply(&s, &s.file.at[0], text, strlen(text), &out, &err) : -1;

	if (want)
		CHECK_STR(t, ret ? err.msg : strbuf_str(&out), want);
	else
		CHECK(t, ret == -1 && err.msg[0]);
	strbuf_free(&out);
	patch_free(&s);
}

#define ONE "--- a/x.c\n+++ b/x.c\n@@ -2,3 +2,3 @@ f\n b\n-c\n+C\n d\n"

static void test_apply(struct test *t)
{
	applies(t, ONE, "a\nb\nc\nd\ne\n", "a\nb\nC\nd\ne\n");
	/* elsewhere: further down, further up */
	applies(t, ONE, "0\n0\n0\na\nb\nc\nd\n", "0\n0\n0\na\nb\nC\nd\n");
	applies(t, ONE, "b\nc\nd\n", "b\nC\nd\n");
	applies(t, ONE, "a\nb\nc\nX\n", NULL);
	applies(t, ONE, "", NULL);
	applies(t, "--- a/x\n+++ b/x\n@@ -1,2 +1,3 @@\n a\n+n\n b\n@@ -11,2 +12,1 @@\n k\n-l\n",
		"0\na\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl\n", "0\na\nn\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\n");
	/* -U0: nothing to hold on to but the line */
	applies(t, "--- a/x\n+++ b/x\n@@ -2,0 +3 @@\n+n\n", "a\nb\nc\n", "a\nb\nn\nc\n");
	applies(t, "--- a/x\n+++ b/x\n@@ -3 +3 @@\n-c\n+C\n", "a\nb\nc\n", "a\nb\nC\n");
	/* no newline at the end, of both, of one */
	applies(t, "--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+B\n", "a\nb", "a\nB\n");
	applies(t, "--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n a\n-b\n+B\n\\ No newline at end of file\n", "a\nb\n", "a\nB");
	applies(t, "--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n-a\n+A\n b\n\\ No newline at end of file\n", "a\nb", "A\nb");
	applies(t, "--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n-a\n+A\n b\n\\ No newline at end of file\n", "a\nb\n", NULL);
	/* an empty line whose space was cut */
	applies(t, "--- a/x\n+++ b/x\n@@ -1,3 +1,3 @@\n a\n\n-b\n+B\n", "a\n\nb\n", "a\n\nB\n");
	/* out of order */
	applies(t, "--- a/x\n+++ b/x\n@@ -3,1 +3,1 @@\n-c\n+C\n@@ -1,1 +1,1 @@\n-a\n+A\n", "a\nb\nc\n", NULL);
	applies(t, ONE, "a\nb\nc\nX\n", NULL);
}

static void test_names(struct test *t)
{
	struct patch_series s = read_ok(t, "diff --git a/old.c b/new.c\nsimilarity index 90%\nrename from old.c\n"
		"rename to new.c\nindex 1..2 100644\n--- a/old.c\n+++ b/new.c\n@@ -1 +1 @@\n-a\n+b\n"
		"diff --git a/gone.c b/gone.c\ndeleted file mode 100644\nindex 1..0\n--- a/gone.c\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n"
		"diff --git a/e.c b/e.c\nnew file mode 100644\nindex 0000000..e69de29\n"
		"diff --git \"a/t\\tb\\303\\244.c\" \"b/t\\tb\\303\\244.c\"\nold mode 100644\nnew mode 100755\n"
		"diff --git a/p.png b/p.png\nindex 1..2\nBinary files a/p.png and b/p.png differ\n"
		"diff --git a/c1 b/c2\nsimilarity index 100%\ncopy from c1\ncopy to c2\n", 1);

	CHECK(t, s.file.nr == 6 && s.patch.nr == 1 && s.patch.at[0].nr_file == 6);
	if (s.file.nr == 6) {
		CHECK(t, s.file.at[0].op == PATCH_RENAME && s.file.at[0].nr_hunk == 1);
		CHECK_STR(t, s.file.at[0].old_path, "old.c");
		CHECK_STR(t, s.file.at[0].new_path, "new.c");
		CHECK(t, s.file.at[1].op == PATCH_DELETE && !s.file.at[1].new_path);
		CHECK(t, s.file.at[2].op == PATCH_ADD && !s.file.at[2].old_path && !s.file.at[2].nr_hunk);
		CHECK_STR(t, s.file.at[3].new_path, "t\tb\303\244.c");
		CHECK(t, s.file.at[4].is_binary);
		CHECK(t, s.file.at[5].op == PATCH_COPY);
	}
	patch_free(&s);
	s = read_ok(t, "--- x.c\t2026-01-01\n+++ x.c\t2026-01-02\n@@ -1 +1 @@\n-a\n+b\n", 0);
	CHECK_STR(t, s.file.nr ? s.file.at[0].new_path : "", "x.c");
	patch_free(&s);

	refused(t, "--- a/x\n+++ b/../x\n@@ -1 +1 @@\n-a\n+b\n", "in:2: '../x': no name of a file in the tree");
	refused(t, "--- a/x\n+++ b//etc/passwd\n@@ -1 +1 @@\n-a\n+b\n", "in:2: '/etc/passwd': no name of a file in the tree");
	refused(t, "--- a/x\n+++ b/.git/config\n@@ -1 +1 @@\n-a\n+b\n", "in:2: '.git/config': no name of a file in the tree");
	refused(t, "--- x\n+++ x\n@@ -1 +1 @@\n-a\n+b\n",
		"in:1: 'x' has no folder to drop (a diff without a/ and b/ needs -p0)");
	refused(t, "--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n-a\n+b\n", "in:6: the hunk of line 3 is cut short or damaged");
	refused(t, "--- a/x\n+++ b/x\n@@ -99999999999 +1 @@\n-a\n+b\n", "in:3: a damaged @@ line");
	refused(t, "diff --cc x.c\n", "in:1: the diff of a merge: give the diff to one parent (git diff A B)");
}

#define FROM "From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001\nFrom: A <a@b.c>\n"

static void test_mails(struct test *t)
{
	struct patch_series s;

	/* a series, shuffled, with a cover letter, and a sentence that begins like a mail */
	s = read_ok(t, FROM "Subject: [PATCH v2 2/2] second\n\nFrom here on, all is well:\n---\n x.c | 2 +-\n\n" ONE "-- \n2.39\n\n"
		FROM "Subject: [PATCH v2 0/2] cover\n\nblurb\n\n"
		FROM "Subject: =?UTF-8?q?[PATCH_v2_1/2]_=C3=A4?=\n =?UTF-8?b?IGI=?=\n\ntext\n---\n" ONE, 1);
	CHECK(t, s.nr_mails == 3 && s.patch.nr == 2);
	if (s.patch.nr == 2) {
		CHECK_STR(t, s.patch.at[0].subject, "[PATCH v2 1/2] \303\244 b");
		CHECK_STR(t, s.patch.at[1].subject, "[PATCH v2 2/2] second");
		CHECK(t, s.patch.at[0].file == 1 && s.file.at[0].line == 9);
	}
	patch_free(&s);
	/* quoted-printable with long lines, and carriage returns */
	s = read_ok(t, "Subject: x\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n--- a/x.c\r\n+++ b/x.c\r\n"
		"@@ -1 +1 @@\r\n-a =3D =\r\n1;\r\n+a =3D 2;\r\n", 1);
	CHECK(t, s.file.nr == 1 && s.hunk.nr == 1);
	if (s.hunk.nr == 1)
		CHECK_STR(t, strbuf_str(&s.body), "-a = 1;\n+a = 2;\n");
	patch_free(&s);
	/* base64, in a part of a part; the HTML beside it does not count */
	s = read_ok(t, "Subject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"=_1\"\n\n--=_1\n"
		"Content-Type: multipart/alternative;\n boundary=in\n\n--in\nContent-Type: text/plain\n"
		"Content-Transfer-Encoding: base64\n\nLS0tIGEveC5jCisrKyBiL3guYwpAQCAtMSArMSBAQAotYQorYgo=\n--in\n"
		"Content-Type: text/html\n\n" ONE "\n--in--\n--=_1\nContent-Type: application/octet-stream; name=\"a.diff\"\n\n" ONE
		"--=_1--\n", 1);
	CHECK(t, s.file.nr == 2 && s.hunk.nr == 2);
	patch_free(&s);
	/* no diff at all is not a mistake here */
	s = read_ok(t, "hello\n--- a\n", 1);
	CHECK(t, !s.patch.nr && !s.file.nr);
	patch_free(&s);
}

int main(void)
{
	struct test t = { 0 };

	test_apply(&t);
	test_names(&t);
	test_mails(&t);
	return test_done(&t);
}
