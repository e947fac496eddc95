// SPDX-License-Identifier: GPL-2.0-only
/* The builder: folding, hash-consing, layout, what happens to dead code and at the bounds. */
#include "../test.h"
#include "ir/ir_build.h"

static const struct ir_loc nowhere;

static void begin(struct ir_builder *b)
{
	irb_init(b);
	irb_field(b, "struct x", "f", IR_NONE, IR_NONE);
	irb_func_begin(b, irb_sym(b, "f", SYM_FUNC, 0, IR_NONE), nowhere, 9);
	irb_local(b, "x", IR_NONE, nowhere);
	irb_local(b, "y", IR_NONE, nowhere);
}

static ir_val_id local(struct ir_builder *b, u32 nr)
{
	return irb_val(b, V_LOCAL, OP_NONE, 0, nr, 0);
}

static bool folds(struct ir_builder *b, s64 x, enum ir_op op, u32 flags, s64 y, s64 want)
{
	ir_val_id v = irb_bin(b, op, flags, irb_const(b, x), irb_const(b, y));
	s64 got;

	return irb_is_const(b, v, &got) && got == want;
}

static bool stays(struct ir_builder *b, s64 x, enum ir_op op, s64 y)
{
	s64 got;

	return !irb_is_const(b, irb_bin(b, op, 0, irb_const(b, x), irb_const(b, y)), &got);
}

static void test_constants(struct test *t)
{
	struct ir_builder b;

	begin(&b);
	CHECK(t, folds(&b, INT64_MAX, OP_ADD, 0, 1, INT64_MIN));
	CHECK(t, folds(&b, INT64_MIN, OP_MUL, 0, -1, INT64_MIN));
	CHECK(t, folds(&b, -7, OP_DIV, 0, 2, -3));
	CHECK(t, folds(&b, -1, OP_DIV, IR_VAL_UNSIGNED, 2, INT64_MAX));
	CHECK(t, folds(&b, -8, OP_SHR, 0, 1, -4));
	CHECK(t, folds(&b, -8, OP_SHR, IR_VAL_UNSIGNED, 1, 0x7ffffffffffffffc));
	CHECK(t, folds(&b, 1, OP_SHL, 0, 63, INT64_MIN));
	CHECK(t, folds(&b, -1, OP_LT, 0, 0, 1) && folds(&b, -1, OP_LT, IR_VAL_UNSIGNED, 0, 0));
	CHECK(t, folds(&b, 3, OP_GE, 0, 3, 1) && folds(&b, 3, OP_GT, 0, 3, 0) && folds(&b, 3, OP_LE, 0, 2, 0));
	CHECK(t, stays(&b, 1, OP_DIV, 0) && stays(&b, 1, OP_REM, 0) && stays(&b, INT64_MIN, OP_DIV, -1));
	CHECK(t, stays(&b, 1, OP_SHL, 64) && stays(&b, 1, OP_SHR, -1));
	irb_func_abort(&b);
	irb_free(&b);
}

static void test_identities(struct test *t)
{
	struct ir_builder b;
	ir_val_id x, y, zero, three, lt;

	begin(&b);
	x = local(&b, 0);
	y = local(&b, 1);
	zero = irb_const(&b, 0);
	three = irb_const(&b, 3);
	CHECK(t, x == local(&b, 0) && x != y);
	CHECK(t, irb_bin(&b, OP_OR, 0, x, zero) == x && irb_bin(&b, OP_OR, 0, zero, x) == x);
	CHECK(t, irb_bin(&b, OP_AND, 0, x, zero) == zero);
	CHECK(t, irb_bin(&b, OP_ADD, 0, three, x) == irb_bin(&b, OP_ADD, 0, x, three));
	lt = irb_bin(&b, OP_LT, IR_VAL_UNSIGNED, three, x);
	CHECK(t, lt == irb_bin(&b, OP_GT, IR_VAL_UNSIGNED, x, three));
	CHECK(t, irb_un(&b, OP_LNOT, lt) == irb_bin(&b, OP_LE, IR_VAL_UNSIGNED, x, three));
	CHECK(t, irb_un(&b, OP_LNOT, irb_un(&b, OP_LNOT, x)) == irb_bin(&b, OP_NE, 0, x, zero));
	CHECK(t, irb_bin(&b, OP_OR, 0, irb_bin(&b, OP_OR, 0, x, three), irb_const(&b, 4)) ==
		 irb_bin(&b, OP_OR, 0, x, irb_const(&b, 7)));
	CHECK(t, irb_bin(&b, OP_ADD, IR_VAL_UNSIGNED, x, y) == irb_bin(&b, OP_ADD, 0, x, y));
	CHECK(t, irb_deref(&b, irb_addr(&b, x)) == x && irb_addr(&b, irb_deref(&b, y)) == y);
	CHECK(t, irb_unknown(&b) != irb_unknown(&b));
	CHECK(t, irb_get(&b, irb_addr(&b, three))->kind == V_UNKNOWN);
	irb_func_abort(&b);
	irb_free(&b);
}

/* !(x op 1) and 1 op x, against what the folded constants say for x = 0, 1, 2. */
static void test_comparisons(struct test *t)
{
	struct ir_builder b;
	u32 nr_ok = 0;

	begin(&b);
	for (u32 op = OP_EQ; op <= OP_GE; op++) {
		ir_val_id x = local(&b, 0), one = irb_const(&b, 1);
		struct ir_val cmp = *irb_get(&b, irb_bin(&b, (enum ir_op)op, 0, x, one));
		struct ir_val not = *irb_get(&b, irb_un(&b, OP_LNOT, irb_bin(&b, (enum ir_op)op, 0, x, one)));
		struct ir_val turned = *irb_get(&b, irb_bin(&b, (enum ir_op)op, 0, one, x));

		for (s64 k = 0; k < 3; k++) {
			ir_val_id v = irb_const(&b, k);
			ir_val_id is = irb_bin(&b, (enum ir_op)cmp.op, 0, v, one);
			ir_val_id back = irb_bin(&b, (enum ir_op)op, 0, one, v);

			nr_ok += cmp.a == x && not.a == x && turned.a == x &&
				 is != irb_bin(&b, (enum ir_op)not.op, 0, v, one) &&
				 back == irb_bin(&b, (enum ir_op)turned.op, 0, v, one);
		}
	}
	CHECK(t, nr_ok == 18);
	irb_func_abort(&b);
	irb_free(&b);
}

static void test_function_values(struct test *t)
{
	struct ir_builder b;
	ir_val_id f;

	begin(&b);
	f = irb_val(&b, V_GLOBAL, OP_NONE, 0, 0, 0);
	CHECK(t, irb_get(&b, f)->kind == V_FUNC);
	CHECK(t, irb_addr(&b, f) == f && irb_deref(&b, f) == f);
	irb_func_abort(&b);
	irb_free(&b);
}

/* A call in dead code: its result becomes unknown, and the calls behind it move up. */
static void test_layout(struct test *t)
{
	struct ir_event call = { .kind = EV_CALL };
	struct ir_builder b;
	struct ir_unit u;
	struct err err = { "" };
	u32 entry, dead, late, early;
	ir_val_id args[2];

	begin(&b);
	entry = irb_block_new(&b);
	dead = irb_block_new(&b);
	late = irb_block_new(&b);
	early = irb_block_new(&b);
	call.a = irb_val(&b, V_FUNC, OP_NONE, 0, 0, 0);
	args[0] = irb_call(&b, dead, call, NULL, 0);
	irb_jump(&b, dead, late);
	args[1] = irb_call(&b, early, call, NULL, 0);
	irb_jump(&b, early, late);
	irb_call(&b, late, call, args, 2);
	irb_return(&b, late, args[1], nowhere);
	irb_branch(&b, entry, local(&b, 0), early, late, nowhere);
	irb_event(&b, entry, (struct ir_event){ .kind = EV_USE, .a = local(&b, 0) });
	irb_func_end(&b, 1, 0);
	irb_unit(&b, &u);
	CHECK(t, !ir_verify(&u, &err));
	CHECK(t, u.nr_block == 3 && u.nr_event == 2 && u.nr_arg == 2);
	CHECK(t, u.block[0].ev_nr == 0 && u.succ[0] == 1 && u.succ[1] == 2);
	CHECK(t, u.val[u.arg[0]].kind == V_UNKNOWN);
	CHECK(t, u.val[u.arg[1]].kind == V_RESULT && u.val[u.arg[1]].a == 0);
	CHECK(t, u.func[0].nparams == 1 && u.func[0].local_nr == 2);
	irb_free(&b);
}

static void test_constant_conditions(struct test *t)
{
	struct ir_case cas[2] = { { 1, 3 }, { 8, 8 } };
	struct ir_builder b;
	struct ir_unit u;
	u32 e, x, y, z;

	begin(&b);
	e = irb_block_new(&b);
	x = irb_block_new(&b);
	y = irb_block_new(&b);
	z = irb_block_new(&b);
	irb_branch(&b, e, irb_const(&b, 2), x, y, nowhere);
	irb_switch(&b, x, irb_const(&b, 8), cas, (u32[]){ y, z }, 2, y, nowhere);
	irb_return(&b, y, 0, nowhere);
	irb_unreachable(&b, z);
	irb_return(&b, z, 0, nowhere);
	CHECK(t, irb_closed(&b, z));
	irb_func_end(&b, 0, 0);
	irb_unit(&b, &u);
	CHECK(t, u.nr_block == 3 && u.block[0].term == TERM_JUMP && u.block[1].term == TERM_JUMP);
	CHECK(t, u.block[2].term == TERM_NONE);
	irb_free(&b);
}

static void test_bounds(struct test *t)
{
	struct ir_event use = { .kind = EV_USE };
	struct err err = { "" };
	struct ir_builder b;
	struct ir_unit u;
	u32 last;

	begin(&b);
	last = irb_block_new(&b);
	for (u32 i = 0; i < IR_MAX_EVENTS + 10; i++) {
		use.a = irb_bin(&b, OP_ADD, 0, local(&b, 0), irb_const(&b, i + 1));
		irb_event(&b, last, use);
	}
	for (u32 i = 0; i < IR_MAX_BLOCKS + 10; i++) {
		u32 next = irb_block_new(&b);

		irb_jump(&b, last, next);
		last = next;
	}
	irb_func_end(&b, 0, 0);
	irb_func_begin(&b, 0, nowhere, 1);		/* a small one after the huge one */
	irb_func_end(&b, 0, 0);
	irb_unit(&b, &u);
	CHECK(t, !ir_verify(&u, &err));
	CHECK(t, u.func[0].flags == IR_FUNC_TRUNCATED && !u.func[1].flags);
	CHECK(t, u.func[0].ev_nr == IR_MAX_EVENTS && u.func[0].blk_nr == IR_MAX_BLOCKS);
	CHECK(t, u.func[1].blk_nr == 1 && u.func[1].val_nr == 1);
	irb_free(&b);
}

static void test_tables(struct test *t)
{
	struct ir_builder b;
	u32 f;

	irb_init(&b);
	f = irb_sym(&b, "f", SYM_FUNC, 0, 1);
	CHECK(t, f == irb_sym(&b, "f", SYM_FUNC, IR_SYM_DEFINED, 2));
	CHECK(t, b.sym.at[f].flags == IR_SYM_DEFINED && b.sym.at[f].file == 2);
	CHECK(t, f != irb_sym(&b, "f", SYM_FUNC, IR_SYM_STATIC, 2));
	CHECK(t, irb_sym(&b, "f", SYM_FUNC, IR_SYM_STATIC, 2) != irb_sym(&b, "f", SYM_FUNC, IR_SYM_STATIC, 3));
	CHECK(t, irb_file(&b, "x.h", 0) == irb_file(&b, "x.h", IR_FILE_PCH) && b.file.at[0].flags == IR_FILE_PCH);
	CHECK(t, irb_field(&b, "struct a", "f", 0, IR_NONE) == irb_field(&b, "struct a", "f", 1, IR_NONE));
	CHECK(t, irb_field(&b, "struct a", "f", 0, IR_NONE) != irb_field(&b, "struct b", "f", 0, IR_NONE));
	irb_free(&b);
}

int main(void)
{
	struct test t = { 0 };

	test_constants(&t);
	test_identities(&t);
	test_comparisons(&t);
	test_function_values(&t);
	test_layout(&t);
	test_constant_conditions(&t);
	test_bounds(&t);
	test_tables(&t);
	return test_done(&t);
}
