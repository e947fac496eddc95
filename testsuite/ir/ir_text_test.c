// SPDX-License-Identifier: GPL-2.0-only
/*
 * The text form: samples and random units survive printing and reading, bad text gives its message, and values
 * read well for people.
 */
#include <glob.h>

#include "../test.h"
#include "base/file.h"
#include "ir/ir_build.h"

/* Reads, verifies and prints; the text, or the message in *err.  The caller frees it. */
static char *read_and_print(const char *name, const char *text, struct err *err)
{
	struct strbuf out = { 0 };
	struct ir_builder b;
	struct ir_unit u;
	int rc;

	irb_init(&b);
	rc = ir_read(name, text, &b, err);
	if (!rc) {
		irb_unit(&b, &u);
		rc = ir_verify(&u, err);
	}
	if (!rc)
		ir_print(&u, &out);
	irb_free(&b);
	return rc ? NULL : strbuf_detach(&out);
}

/* The text behind the comment lines at the top. */
static const char *behind_comments(const char *s)
{
	while (*s == '#')
		s = strchr(s, '\n') + 1;
	return s;
}

static void test_sample(struct test *t, const char *path)
{
	struct strbuf text = { 0 };
	struct err err = { "" };
	char *got = NULL;

	if (!file_read(path, &text, &err))
		got = read_and_print(path, strbuf_str(&text), &err);
	CHECK_NAMED(t, got && !strcmp(got, behind_comments(strbuf_str(&text))), path);
	if (!got)
		printf("# %s\n", err.msg);
	free(got);
	strbuf_free(&text);
}

/* The first line is "# error: LINE:COL: MESSAGE". */
static void test_bad(struct test *t, const char *path)
{
	struct strbuf text = { 0 }, want = { 0 };
	struct err err = { "" };
	const char *s;
	char *got;

	CHECK_NAMED(t, !file_read(path, &text, &err), "reads the file");
	s = strbuf_str(&text);
	if (!strncmp(s, "# error: ", 9))
		strbuf_printf(&want, "%s:%.*s", path, (int)strcspn(s + 9, "\n"), s + 9);
	got = read_and_print(path, s, &err);
	CHECK_NAMED(t, !got && !strcmp(err.msg, strbuf_str(&want)), path);
	if (strcmp(err.msg, strbuf_str(&want)))
		printf("#  got: %s\n# want: %s\n", err.msg, strbuf_str(&want));
	free(got);
	strbuf_free(&text);
	strbuf_free(&want);
}

static void for_each_file(struct test *t, const char *pattern, void (*f)(struct test *t, const char *path))
{
	glob_t g;

	CHECK_NAMED(t, !glob(pattern, 0, NULL, &g), pattern);
	for (size_t i = 0; i < g.gl_pathc; i++)
		f(t, g.gl_pathv[i]);
	globfree(&g);
}

/* What is written by hand may be written differently. */
static void test_free_form(struct test *t)
{
	struct err err = { "" };
	char *got;

	got = read_and_print("x",
		"field \"r\" f -\n"
		"sym   func f -   # a comment\n"
		"sym var v \t-\n"
		"func @f {\n"
		"param n -\n"
		"entry:\n"
		"  %r=call @f(%later , ( 0x10|1 ))as \"m\"implicit\n"
		"  branch 1 == 1 ? go : never\n"
		"never:\n"
		"  %later = call @v()\n"
		"  return %later\n"
		"go:\n"
		"  set *&n = 3 <u n\n"
		"  use (&n)->f\n"
		"  return -%r\n"
		"}\n", &err);
	CHECK_STR(t, got,
		"field \"r\" f -\n"
		"sym func f -\n"
		"sym var v -\n"
		"\n"
		"func @f end 0 {\n"
		"\tparam n -\n"
		"b0:\n"
		"\t%0 = call @f(?0, 17) implicit as \"m\"\n"
		"\tjump b1\n"
		"b1:\n"
		"\tset n = n >u 3\n"
		"\tuse n.f\n"
		"\treturn -%0\n"
		"}\n");
	free(got);
}

static void test_people(struct test *t)
{
	static const char head[] =
		"field \"struct p\" lock -\nfield \"struct p\" q -\nfield \"struct p\" ops -\n"
		"sym func f -\nsym var jiffies -\n"
		"func @f {\nparam p -\nparam dev -\nparam i -\nparam \"\" -\nb0:\n"
		"%r = call @f()\n%k = call @f() as \"kzalloc\"\n%i = call p->ops(1)\n";
	static const char *const cases[][2] = {
		{ "p->lock", "p->lock" }, { "&p->lock", "&p->lock" }, { "*p", "*p" },
		{ "&(&dev->q)[i].lock", "&dev->q[i].lock" }, { "(dev->q)[i].lock", "dev->q[i].lock" },
		{ "%r", "f()" }, { "%k->lock", "kzalloc()->lock" }, { "%i", "p->ops()" },
		{ "(i + 1) << 2", "(i + 1) << 2" }, { "!(*p)", "!(*p)" }, { "-1", "-1" }, { "@jiffies", "jiffies" },
		{ "\"a\\n\"", "\"a\\n\"" }, { "?7", "<expression>" }, { "$\"\"->q", "<unnamed>->q" }, { "@f", "f" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct strbuf text = { 0 }, got = { 0 };
		struct err err = { "" };
		struct ir_builder b;
		struct ir_unit u;

		strbuf_printf(&text, "%suse %s\nreturn\n}\n", head, cases[i][0]);
		irb_init(&b);
		if (!ir_read("x", strbuf_str(&text), &b, &err)) {
			irb_unit(&b, &u);
			ir_print_val(&u, u.func, u.event[3].a, &got);
		}
		CHECK_NAMED(t, !strcmp(strbuf_str(&got), cases[i][1]), cases[i][1]);
		if (strcmp(strbuf_str(&got), cases[i][1]))
			printf("# got: %s %s\n", strbuf_str(&got), err.msg);
		irb_free(&b);
		strbuf_free(&text);
		strbuf_free(&got);
	}
}

/* ---- random units ---- */

static u32 rnd(u64 *seed, u32 below)
{
	*seed = *seed * 6364136223846793005ull + 1442695040888963407ull;
	return (u32)(*seed >> 33) % below;
}

static ir_val_id random_value(struct ir_builder *b, u64 *seed, u32 depth)
{
	u32 what = rnd(seed, depth ? 12 : 5);

	switch (what) {
	case 0: return irb_const(b, (s64)rnd(seed, 9) - 4);
	case 1:
	case 2: return irb_val(b, V_LOCAL, OP_NONE, 0, rnd(seed, 3), 0);
	case 3: return irb_val(b, rnd(seed, 2) ? V_GLOBAL : V_FUNC, OP_NONE, 0, rnd(seed, 4), 0);
	case 4: return rnd(seed, 9) ? irb_val(b, V_STR, OP_NONE, 0, irb_str(b, "s\x80\"\\"), 0) : irb_unknown(b);
	case 5: return irb_addr(b, random_value(b, seed, depth - 1));
	case 6: return irb_deref(b, random_value(b, seed, depth - 1));
	case 7: return irb_un(b, (enum ir_op)(OP_NEG + rnd(seed, 3)), random_value(b, seed, depth - 1));
	case 8:
	case 9:
		return irb_val(b, V_FIELD, OP_NONE, 0, random_value(b, seed, depth - 1), rnd(seed, 3));
	case 10:
		return irb_val(b, V_INDEX, OP_NONE, 0, random_value(b, seed, depth - 1),
			       random_value(b, seed, depth - 1));
	default:
		return irb_bin(b, (enum ir_op)(OP_ADD + rnd(seed, 16)), rnd(seed, 2), random_value(b, seed, depth - 1),
			       random_value(b, seed, depth - 1));
	}
}

static void random_block(struct ir_builder *b, u64 *seed, u32 blk, u32 nr_blocks, ir_val_id *last)
{
	struct ir_loc loc = { .line = rnd(seed, 99), .col = (u16)rnd(seed, 9), .file = (u16)rnd(seed, 2) };

	for (u32 i = rnd(seed, 5); i; i--) {
		struct ir_event e = { .kind = (u8)rnd(seed, 5), .flags = (u8)rnd(seed, 8), .loc = loc };
		ir_val_id args[3] = { random_value(b, seed, 3), *last, 0 };

		e.name = rnd(seed, 3) ? 0 : irb_str(b, "macro");
		e.text = rnd(seed, 3) ? 0 : irb_str(b, "GFP_KERNEL | x");
		e.a = random_value(b, seed, 6);
		e.b = random_value(b, seed, 3);
		if (e.kind == EV_CALL || e.kind == EV_ASM)
			*last = irb_call(b, blk, e, args, rnd(seed, 4));
		else
			irb_event(b, blk, e);
	}
	switch (rnd(seed, 6)) {
	case 0: irb_jump(b, blk, rnd(seed, nr_blocks)); break;
	case 1:
	case 2:
		irb_branch(b, blk, random_value(b, seed, 4), rnd(seed, nr_blocks), rnd(seed, nr_blocks), loc);
		break;
	case 3: irb_return(b, blk, rnd(seed, 2) ? *last : 0, loc); break;
	case 4: {
		struct ir_case cas[2] = { { -3, 5 }, { 7, 7 } };
		u32 succ[2] = { rnd(seed, nr_blocks), rnd(seed, nr_blocks) };

		irb_switch(b, blk, random_value(b, seed, 2), cas, succ, rnd(seed, 3), rnd(seed, nr_blocks), loc);
		break;
	}
	default: {
		u32 succ[2] = { rnd(seed, nr_blocks), rnd(seed, nr_blocks) };

		irb_asm_goto(b, blk, succ, 1 + rnd(seed, 2), loc);
	}
	}
}

static void random_unit(struct ir_builder *b, u64 *seed)
{
	irb_file(b, "a.c", IR_FILE_MAIN);
	irb_file(b, "b.h", 0);
	irb_field(b, "struct x", "lock", IR_NONE, IR_NONE);
	irb_field(b, "struct y}", "lock", IR_NONE, IR_NONE);
	irb_field(b, "struct x", "other", IR_NONE, IR_NONE);
	irb_sym(b, "f", SYM_FUNC, IR_SYM_DEFINED, 0);
	irb_sym(b, "v", SYM_VAR, 0, 0);
	irb_sym(b, "f", SYM_FUNC, IR_SYM_STATIC, 1);
	irb_sym(b, "f", SYM_VAR, IR_SYM_STATIC, 1);
	for (u32 k = rnd(seed, 4); k; k--) {
		u32 nr = 1 + rnd(seed, 9);
		ir_val_id last = 0;

		irb_func_begin(b, rnd(seed, 2) * 2, (struct ir_loc){ .line = 3, .file = (u16)rnd(seed, 2) }, 9);
		irb_local(b, "a", IR_NONE, (struct ir_loc){ 0 });
		irb_local(b, "a", IR_NONE, (struct ir_loc){ .line = 1, .file = 1 });
		irb_local(b, "not a name", IR_NONE, (struct ir_loc){ 0 });
		for (u32 i = 0; i < nr; i++)
			irb_block_new(b);
		for (u32 i = 0; i < nr; i++)
			random_block(b, seed, i, nr, &last);
		irb_func_end(b, rnd(seed, 3), 0);
	}
}

static void test_random(struct test *t)
{
	u32 nr_same = 0, nr_sound = 0, nr_events = 0;
	const u32 nr = 3000;

	for (u64 i = 0; i < nr; i++) {
		struct strbuf one = { 0 };
		struct err err = { "" };
		struct ir_builder b;
		struct ir_unit u;
		u64 seed = i;
		char *two;

		irb_init(&b);
		random_unit(&b, &seed);
		irb_unit(&b, &u);
		nr_sound += !ir_verify(&u, &err);
		nr_events += u.nr_event;
		ir_print(&u, &one);
		two = read_and_print("random", strbuf_str(&one), &err);
		if (two && !strcmp(two, strbuf_str(&one)))
			nr_same++;
		else if (nr_same == i)
			printf("# seed %u: %s\n%s\n----\n%s\n", (u32)i, err.msg, strbuf_str(&one), two ? two : "");
		free(two);
		strbuf_free(&one);
		irb_free(&b);
	}
	CHECK(t, nr_sound == nr);
	CHECK(t, nr_same == nr);
	CHECK(t, nr_events > nr);
}

int main(void)
{
	struct test t = { 0 };

	for_each_file(&t, "ir/*.ir", test_sample);
	for_each_file(&t, "ir/bad/*.ir", test_bad);
	test_free_form(&t);
	test_people(&t);
	test_random(&t);
	return test_done(&t);
}
