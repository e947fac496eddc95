// SPDX-License-Identifier: GPL-2.0-only
/*
 * The verifier: it accepts what was read, and finds each index that is then bent.  The arrays lie in heap blocks
 * of their exact size, so that the address sanitizer sees a step outside.
 */
#include "../test.h"
#include "base/file.h"
#include "ir/ir_build.h"

struct copy {
	struct ir_unit u;
#define X(n, t) t *n;
	IR_SECTIONS(X)
#undef X
};

static void copy_make(struct copy *c, const struct ir_unit *u)
{
	c->u = *u;
#define X(n, t)								\
	c->n = xmalloc(u->nr_##n * sizeof(t));				\
	if (u->nr_##n)							\
		memcpy(c->n, u->n, u->nr_##n * sizeof(t));		\
	c->u.n = c->n;
	IR_SECTIONS(X)
#undef X
}

static void copy_free(struct copy *c)
{
#define X(n, t) free(c->n);
	IR_SECTIONS(X)
#undef X
}

static u32 first_val(const struct copy *c, enum ir_val_kind kind)
{
	for (u32 i = 0; i < c->u.nr_val; i++)
		if (c->val[i].kind == kind)
			return i;
	printf("# no value of kind %d in the sample\n", kind);
	exit(EXIT_FAILURE);
}

static u32 first_event(const struct copy *c, enum ir_event_kind kind)
{
	for (u32 i = 0; i < c->u.nr_event; i++)
		if (c->event[i].kind == kind)
			return i;
	printf("# no event of kind %d in the sample\n", kind);
	exit(EXIT_FAILURE);
}

static u32 first_term(const struct copy *c, enum ir_term term)
{
	for (u32 i = 0; i < c->u.nr_block; i++)
		if (c->block[i].term == term)
			return i;
	printf("# no terminator %d in the sample\n", term);
	exit(EXIT_FAILURE);
}

/* Bends one thing, expects a message with `want` in it. */
#define BENT(t, u, want, bend) do {						\
	struct copy c;								\
	struct err e_ = { "" };							\
	bool ok_;								\
	copy_make(&c, u);							\
	bend;									\
	ok_ = ir_verify(&c.u, &e_) == -1 && strstr(e_.msg, want);		\
	test_check(t, ok_, #bend, __FILE__, __LINE__);				\
	if (!ok_)								\
		printf("#  got: %s\n# want: %s\n", e_.msg, want);		\
	copy_free(&c);								\
} while (0)

static void test_tables(struct test *t, const struct ir_unit *u)
{
	BENT(t, u, "text is not terminated", c.text[c.u.nr_text - 1] = 'x');
	BENT(t, u, "text is not terminated", c.u.nr_text = 0);
	BENT(t, u, "file 0: path", c.file[0].path = c.u.nr_text);
	BENT(t, u, "type 1: unknown kind", c.type[1].kind = T_FUNC + 1);
	BENT(t, u, "type 1: name", c.type[1].alias = IR_NONE);
	BENT(t, u, "type 2: element", c.type[2].elem = 2);
	BENT(t, u, "field 0: type", c.field[0].type = c.u.nr_type);
	BENT(t, u, "field 1: name", c.field[1].rec = c.u.nr_text);
	BENT(t, u, "sym 0: unknown kind", c.sym[0].kind = 2);
	BENT(t, u, "sym 1: file", c.sym[1].file = c.u.nr_file);
	BENT(t, u, "annot 0: symbol", c.annot[0].sym = c.u.nr_sym);
	BENT(t, u, "cst 0: name", c.cst[0].name = c.u.nr_text);
	BENT(t, u, "init 0: symbol", c.init[0].sym = IR_NONE);
	BENT(t, u, "init 0: field", c.init[0].field = c.u.nr_field);
	BENT(t, u, "init 1: file", c.init[1].loc.file = 99);
}

static void test_ranges(struct test *t, const struct ir_unit *u)
{
	BENT(t, u, "func 0: symbol", c.func[0].sym = IR_NONE);
	BENT(t, u, "func 1: values out of order", c.func[1].val_at--);
	BENT(t, u, "func 1: values out of order", c.func[1].val_nr = IR_NONE);
	BENT(t, u, "func 1: events out of order", c.func[1].ev_at = IR_NONE);
	BENT(t, u, "func 1: blocks out of order", c.func[1].blk_nr++);
	BENT(t, u, "func 1: no entry block", c.func[1].blk_nr--);
	BENT(t, u, "no function", c.u.nr_block++);
	BENT(t, u, "func 0: no entry block", (c.u.nr_func = 1, c.func[0].blk_nr = 0));
	BENT(t, u, "func 0: locals out of order", c.func[0].nparams = 1000);
	BENT(t, u, "func 0: local 0: name", c.local[0].name = c.u.nr_text);
	BENT(t, u, "no function", c.u.nr_func--);
}

static void test_values(struct test *t, const struct ir_unit *u)
{
	BENT(t, u, "V_NONE", c.val[0].kind = V_CONST);
	BENT(t, u, "V_NONE", c.val[1].kind = V_NONE);
	BENT(t, u, "unknown kind", c.val[1].kind = V_UNKNOWN + 1);
	BENT(t, u, "local out", c.val[first_val(&c, V_LOCAL)].a = 99);
	BENT(t, u, "symbol out", c.val[first_val(&c, V_FUNC)].a = c.u.nr_sym);
	BENT(t, u, "wrong kind of symbol", c.val[first_val(&c, V_FUNC)].kind = V_GLOBAL);
	BENT(t, u, "operand out", c.val[first_val(&c, V_DEREF)].a = first_val(&c, V_DEREF));
	BENT(t, u, "operand out", c.val[first_val(&c, V_BIN)].b = 0);
	BENT(t, u, "unknown operator", c.val[first_val(&c, V_BIN)].op = OP_NEG);
	BENT(t, u, "unknown operator", c.val[first_val(&c, V_UN)].op = OP_GE);
	BENT(t, u, "field out", c.val[first_val(&c, V_FIELD)].b = c.u.nr_field);
	BENT(t, u, "no record", c.val[first_val(&c, V_FIELD)].a = IR_NONE);
	BENT(t, u, "no place", c.val[first_val(&c, V_ADDR)].a = 0);
	BENT(t, u, "event out", c.val[first_val(&c, V_RESULT)].a = c.func[0].ev_nr);
	BENT(t, u, "no call", c.event[c.val[first_val(&c, V_RESULT)].a].kind = EV_USE);
	BENT(t, u, "no string", c.val[first_val(&c, V_STR)].a = c.u.nr_text);
}

static void test_code(struct test *t, const struct ir_unit *u)
{
	BENT(t, u, "unknown kind", c.event[first_event(&c, EV_LIFE)].kind = EV_LIFE + 1);
	BENT(t, u, "callee", c.event[first_event(&c, EV_CALL)].a = 0);
	BENT(t, u, "args out of order", c.event[first_event(&c, EV_CALL)].b++);
	BENT(t, u, "args out of order", c.event[first_event(&c, EV_CALL)].nargs = UINT16_MAX);
	BENT(t, u, "no place", c.event[first_event(&c, EV_SET)].a = 0);
	BENT(t, u, "value out", c.event[first_event(&c, EV_SET)].b = IR_NONE);
	BENT(t, u, "value out", c.event[first_event(&c, EV_USE)].a = IR_NONE);
	BENT(t, u, "no local", c.event[first_event(&c, EV_LIFE)].a = first_val(&c, V_CONST));
	BENT(t, u, "name is", c.event[0].text = c.u.nr_text);
	BENT(t, u, "arg 0: value", c.arg[0] = IR_NONE);
	BENT(t, u, "unknown terminator", c.block[first_term(&c, TERM_RETURN)].term = TERM_RETURN + 1);
	BENT(t, u, "a jump needs", c.block[first_term(&c, TERM_BRANCH)].term = TERM_JUMP);
	BENT(t, u, "a branch needs", c.block[first_term(&c, TERM_BRANCH)].cond = 0);
	BENT(t, u, "successors of an end", c.block[first_term(&c, TERM_BRANCH)].term = TERM_RETURN);
	BENT(t, u, "cases out of order", c.block[first_term(&c, TERM_BRANCH)].term = TERM_SWITCH);
	BENT(t, u, "condition out", c.block[0].cond = IR_NONE);
	BENT(t, u, "successor out", c.succ[0] = IR_NONE);
	BENT(t, u, "events out of order", c.block[1].ev_at--);
	BENT(t, u, "out of order", c.block[0].succ_nr = IR_NONE);
	BENT(t, u, "belong to no block", c.block[c.func[0].blk_nr - 1].ev_nr--);
}

int main(void)
{
	struct test t = { 0 };
	struct strbuf text = { 0 };
	struct err err = { "" };
	struct ir_builder b;
	struct ir_unit u;

	irb_init(&b);
	if (file_read("ir/verify.ir", &text, &err) || ir_read("verify.ir", strbuf_str(&text), &b, &err)) {
		printf("Bail out! %s\n", err.msg);
		return EXIT_FAILURE;
	}
	irb_unit(&b, &u);
	CHECK(&t, !ir_verify(&u, &err));
	CHECK(&t, !ir_verify(&(struct ir_unit){ .text = "", .nr_text = 1 }, &err));
	test_tables(&t, &u);
	test_ranges(&t, &u);
	test_values(&t, &u);
	test_code(&t, &u);
	irb_free(&b);
	strbuf_free(&text);
	return test_done(&t);
}
