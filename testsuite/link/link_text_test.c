// SPDX-License-Identifier: GPL-2.0-only
/*
 * flow and link from text to text: each link/X.ir is read, linked with the rules of the project, solved, and its call
 * graph, roots and effects are compared with link/X.out.  UPDATE=1 in the environment writes the .out files anew.
 */
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../test.h"
#include "base/file.h"
#include "ir/ir_build.h"
#include "link/link.h"

static void solve(const struct ir_unit *u, const struct rules *rules, struct strbuf *out)
{
	struct program p;

	link_init(&p, rules, false);
	link_add_unit(&p, u, "case");
	link_resolve(&p);
	link_solve(&p, 1);
	link_watch(&p, NULL, 0);
	link_print_graph(&p, out);
	strbuf_puts(out, "-- roots\n");
	link_print_roots(&p, out);
	strbuf_puts(out, "-- effects\n");
	link_print_effects(&p, out);
	strbuf_printf(out, "-- candidates: %u\n", p.cand.nr);
	link_free(&p);
}

static void run_case(struct test *t, const char *path, const struct rules *rules)
{
	struct strbuf text = { 0 }, got = { 0 }, want = { 0 };
	char *expected = xmalloc(strlen(path) + 8);
	struct ir_builder b;
	struct err err = { 0 };
	struct ir_unit u;

	strcpy(expected, path);
	strcpy(strrchr(expected, '.'), ".out");
	irb_init(&b);
	CHECK_NAMED(t, !file_read(path, &text, &err), path);
	CHECK_NAMED(t, !ir_read(path, text.buf, &b, &err), "it reads");
	if (err.msg[0])
		printf("# %s\n", err.msg);
	irb_unit(&b, &u);
	CHECK_NAMED(t, !ir_verify(&u, &err), "it verifies");
	solve(&u, rules, &got);
	if (getenv("UPDATE"))
		CHECK_NAMED(t, !file_write_atomic(expected, got.buf, got.len, &err), "written");
	CHECK_NAMED(t, !file_read(expected, &want, &err), expected);
	CHECK_NAMED(t, want.len == got.len && !memcmp(want.buf, got.buf, got.len), "effects as expected");
	if (want.len != got.len || memcmp(want.buf, got.buf, got.len))
		printf("# got:\n%s# wanted:\n%s", strbuf_str(&got), strbuf_str(&want));
	irb_free(&b);
	strbuf_free(&text);
	strbuf_free(&got);
	strbuf_free(&want);
	free(expected);
}

int main(void)
{
	struct err err = { 0 };
	struct test t = { 0 };
	struct rules rules;
	glob_t g;

	rules_init(&rules, RULES_VERSION(6, 1, 0));
	CHECK_NAMED(&t, !rules_read_dir(&rules, "../rules", &err), "rules");
	CHECK_NAMED(&t, !glob("link/*.ir", 0, NULL, &g) && g.gl_pathc, "cases found");
	for (size_t i = 0; i < g.gl_pathc; i++)
		run_case(&t, g.gl_pathv[i], &rules);
	globfree(&g);
	rules_free(&rules);
	return test_done(&t);
}
