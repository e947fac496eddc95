// SPDX-License-Identifier: GPL-2.0-only
/* Tokens, ways out and edits: what repairs are chosen from and made of. */
#include "fix/code.h"
#include "fix/edit.h"

#include <string.h>

#include "../test.h"

static const char text[] =
	"#define BRACE {\n"					/* 1 */
	"static int first(void) { return 0; }\n"
	"/* if (x) goto nowhere; */\n"
	"static __init int\n"
	"second(struct x *x)\n"					/* 5 */
	"{\n"
	"\tstruct y *y = make(\"} {\",\n"
	"\t\t\t   '\\'');\n"
	"\tint err;\n"
	"\n"							/* 10 */
	"\tif (!y) {\n"
	"\t\tpr_err(\"no\\n\");\n"
	"\t\treturn -ENOMEM;\n"
	"\t}\n"
	"\terr = x->a ? 1 : 2;\n"				/* 15 */
	"\tfor (;;)\n"
	"\t\tif (err)\n"
	"\t\t\tgoto out;\n"
	"out:\n"
	"\treturn err;\n"					/* 20 */
	"}\n";

static void test_code(struct test *t)
{
	u32 first, end, label;
	code_exits exits = { 0 };
	struct code_fn fn;
	struct code c;
	char *s;

	code_init(&c, text, strlen(text));
	CHECK(t, code_function(&c, 2, &fn) && code_is(&c, fn.name, "first"));
	CHECK(t, code_function(&c, 18, &fn) && code_is(&c, fn.name, "second") && code_is(&c, fn.head, "static"));
	CHECK(t, !code_function(&c, 3, &fn) && !code_function(&c, 22, &fn));
	CHECK(t, code_function(&c, 15, &fn));
	code_failures(&c, &fn, &exits);
	CHECK(t, exits.nr == 2);
	CHECK(t, exits.nr == 2 && code_is(&c, exits.at[0].first, "return") && c.tok.at[exits.at[0].first].line == 13);
	CHECK(t, exits.nr == 2 && code_is(&c, exits.at[1].first, "goto") && code_is(&c, exits.at[1].first + 1, "out"));
	label = code_label(&c, &fn, "out");
	CHECK(t, label != CODE_NONE && c.tok.at[label].line == 19);
	CHECK(t, code_label(&c, &fn, "a") == CODE_NONE);
	CHECK(t, code_return(&c, &fn, label, &first, &end) && first == end && code_is(&c, first, "err"));
	CHECK(t, code_statement(&c, &fn, code_at_line(&c, &fn, 8), &first, &end) && c.tok.at[first].line == 7);
	CHECK(t, c.tok.at[code_past_declarations(&c, &fn, first)].line == 11);
	CHECK(t, code_is(&c, code_at(&c, &fn, 7, 16), "make"));
	CHECK(t, code_at(&c, &fn, 7, 15) == CODE_NONE);
	CHECK(t, code_statement(&c, &fn, code_at_line(&c, &fn, 15), &first, &end));
	s = code_words(&c, first, end);
	CHECK_STR(t, s, "err = x->a ? 1 : 2;");
	free(s);
	vec_free(&exits);
	code_free(&c);
	code_init(&c, "void f(void) { if (a) { }", 25);	/* brackets that do not pair up */
	CHECK(t, !code_function(&c, 1, &fn));
	code_free(&c);
}

static void check_edit(struct test *t, const char *old, const char *new, const char *diff)
{
	struct strbuf out = { 0 }, unified = { 0 };
	struct edits e;

	edits_diff(old, new, &e);
	edits_apply(&e, old, &out);
	CHECK_STR(t, strbuf_str(&out), new);
	edits_unified(&e, old, "d/x.c", &unified);
	if (diff)
		CHECK_STR(t, strbuf_str(&unified), diff);
	edits_free(&e);
	strbuf_free(&out);
	strbuf_free(&unified);
}

static void test_edit(struct test *t)
{
	struct edits a, b;
	struct strbuf out = { 0 };

	check_edit(t, "a\nb\nc\n", "a\nx\nc\n", "--- a/d/x.c\n+++ b/d/x.c\n@@ -1,3 +1,3 @@\n a\n-b\n+x\n c\n");
	check_edit(t, "a\n", "a\nb\n", "--- a/d/x.c\n+++ b/d/x.c\n@@ -1,1 +1,2 @@\n a\n+b\n");
	check_edit(t, "a\nb", "a\nc", "--- a/d/x.c\n+++ b/d/x.c\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n"
		   "+c\n\\ No newline at end of file\n");
	check_edit(t, "", "a\n", NULL);
	check_edit(t, "a\nb\na\nb\n", "", NULL);
	check_edit(t, "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\nx\n2\n3\n4\n5\n6\n7\n9\n", NULL);
	edits_diff("1\n2\n3\n4\n5\n6\n", "1\n2a\n2b\n3\n4\n5\n6\n", &a);
	edits_diff("1\n2\n3\n4\n5\n6\n", "1\n2\n3\n4\n6\n", &b);
	CHECK(t, edits_line(&a, 1) == 1 && edits_line(&a, 2) == 0 && edits_line(&a, 3) == 4 && edits_line(&b, 6) == 5);
	CHECK(t, !edits_meet(&a, &b) && edits_meet(&a, &a));
	edits_merge(&a, &b);
	edits_apply(&a, "1\n2\n3\n4\n5\n6\n", &out);
	CHECK_STR(t, strbuf_str(&out), "1\n2a\n2b\n3\n4\n6\n");
	edits_free(&a);
	edits_free(&b);
	strbuf_free(&out);
}

int main(void)
{
	struct test t = { 0 };

	test_code(&t);
	test_edit(&t);
	return test_done(&t);
}
