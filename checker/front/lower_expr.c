// SPDX-License-Identifier: GPL-2.0-only
/*
 * Expressions.  lower_expr() emits the calls and stores of an expression as events of the current block, in
 * evaluation order, and gives back the value tree of what is left.  Conditions with `&&`, `||`, `!` and `?:` become
 * control flow, so that every branch tests one comparison.
 *
 * What libclang hides is recovered by shape: a cursor "UnexposedExpr" with one child is an implicit cast, with
 * three __builtin_choose_expr, with four the GNU `a ?: b`, without any a constant that the compiler can evaluate
 * (offsetof, __builtin_types_compatible_p).  sizeof and typeof operands are never entered: they are not evaluated.
 */
#include <string.h>

#include "front/lower.h"

bool lower_is_expr(CXCursor c)
{
	return clang_isExpression(c.kind);
}

/* The only expression child, or a null cursor. */
static CXCursor single_expr(CXCursor c)
{
	CXCursor one = clang_getNullCursor();
	struct kids k;
	u32 n = 0;

	kids_get(&k, c);
	for (u32 i = 0; i < k.nr; i++) {
		if (lower_is_expr(kid(&k, i))) {
			one = kid(&k, i);
			n++;
		}
	}
	kids_free(&k);
	return n == 1 ? one : clang_getNullCursor();
}

/*
 * Does an UnexposedExpr only convert its single child?  Then it is where the child is.  It is not for
 * __builtin_types_compatible_p(typeof(x), int), va_arg and a constant that the compiler knows.
 */
static bool is_conversion(CXCursor c, CXCursor child)
{
	return c.kind == CXCursor_ParenExpr ||
		clang_equalLocations(clang_getCursorLocation(c), clang_getCursorLocation(child));
}

CXCursor lower_skip(CXCursor c)
{
	while (c.kind == CXCursor_ParenExpr || c.kind == CXCursor_UnexposedExpr) {
		CXCursor in = single_expr(c);

		if (clang_Cursor_isNull(in) || !is_conversion(c, in))
			break;
		c = in;
	}
	return c;
}

static ir_val_id evaluate(struct lower *lw, CXCursor c)
{
	CXEvalResult r = clang_Cursor_Evaluate(c);
	ir_val_id v;

	if (!r)
		return irb_unknown(lw->b);
	v = clang_EvalResult_getKind(r) == CXEval_Int ?
		irb_const(lw->b, clang_EvalResult_getAsLongLong(r)) : irb_unknown(lw->b);
	clang_EvalResult_dispose(r);
	return v;
}

ir_val_id lower_temp(struct lower *lw, CXType t, struct ir_loc loc)
{
	u32 l = irb_local(lw->b, "", lower_type(lw, t), loc);

	return irb_val(lw->b, V_LOCAL, OP_NONE, 0, l, 0);
}

void lower_life(struct lower *lw, ir_val_id place, struct ir_loc loc)
{
	irb_event(lw->b, lw->cur, (struct ir_event){ .kind = EV_LIFE, .a = place, .loc = loc });
}

void lower_set(struct lower *lw, ir_val_id place, ir_val_id v, struct ir_loc loc, u32 flags)
{
	irb_event(lw->b, lw->cur, (struct ir_event){
		.kind = EV_SET, .flags = (u8)flags, .a = place, .b = v, .loc = loc });
}

static ir_val_id decl_ref(struct lower *lw, CXCursor c)
{
	CXCursor ref = clang_getCursorReferenced(c);
	ir_val_id v;
	u32 l;

	switch (ref.kind) {
	case CXCursor_EnumConstantDecl:
		return irb_const(lw->b, clang_getEnumConstantDeclValue(ref));
	case CXCursor_FunctionDecl:
		return irb_val(lw->b, V_FUNC, OP_NONE, 0, lower_sym(lw, ref), 0);
	case CXCursor_VarDecl:
	case CXCursor_ParmDecl:
		l = map_get(&lw->local_map, (u64)(uintptr_t)ref.data[0]);
		if (l != MAP_NONE) {
			v = irb_val(lw->b, V_LOCAL, OP_NONE, 0, l, 0);
		} else {
			l = map_get(&lw->static_map, (u64)(uintptr_t)ref.data[0]);
			v = irb_val(lw->b, V_GLOBAL, OP_NONE, 0, l != MAP_NONE ? l : lower_sym(lw, ref), 0);
		}
		/* a parameter that is written as an array is a pointer */
		if (ref.kind == CXCursor_VarDecl && lower_type_at(lw, clang_getCursorType(ref))->kind == T_ARRAY)
			return irb_addr(lw->b, v);
		return v;
	default:
		return irb_unknown(lw->b);
	}
}

static bool is_place(struct lower *lw, ir_val_id v)
{
	u8 k = irb_get(lw->b, v)->kind;

	return k == V_LOCAL || k == V_GLOBAL || k == V_FIELD || k == V_DEREF || k == V_INDEX;
}

static ir_val_id member_ref(struct lower *lw, CXCursor c)
{
	CXCursor field = clang_getCursorReferenced(c);
	ir_val_id base, v;
	struct kids k;
	CXType bt;
	u32 f;

	kids_get(&k, c);
	if (!k.nr || !lower_is_expr(kid(&k, 0))) {
		kids_free(&k);
		return irb_unknown(lw->b);
	}
	base = lower_expr(lw, kid(&k, 0));
	bt = clang_getCanonicalType(clang_getCursorType(kid(&k, 0)));
	kids_free(&k);
	if (bt.kind == CXType_Pointer) {
		base = irb_deref(lw->b, base);
	} else if (!is_place(lw, base)) {
		/* a record returned by value: give it a home, so that its members are places */
		ir_val_id t = lower_temp(lw, bt, lower_loc(lw, c));

		lower_set(lw, t, base, lower_loc(lw, c), 0);
		base = t;
	}
	f = lower_field(lw, field);
	if (f == IR_NONE)
		return base;
	v = irb_val(lw->b, V_FIELD, OP_NONE, 0, base, f);
	if (lw->b->type.at[lw->b->field.at[f].type].kind == T_ARRAY)
		return irb_addr(lw->b, v);
	return v;
}

/* A builtin that is no call; false when it is one like any other. */
static bool builtin(struct lower *lw, CXCursor c, const char *name, ir_val_id *out)
{
	int nr = clang_Cursor_getNumArguments(c);
	s64 k;

	if (strncmp(name, "__builtin_", 10))
		return false;
	name += 10;
	if (!strcmp(name, "expect") || !strcmp(name, "expect_with_probability") || !strcmp(name, "assume_aligned")) {
		*out = lower_expr(lw, clang_Cursor_getArgument(c, 0));
	} else if (!strcmp(name, "constant_p")) {
		CXCursor a = lower_skip(clang_Cursor_getArgument(c, 0));
		bool simple = a.kind == CXCursor_IntegerLiteral || a.kind == CXCursor_DeclRefExpr ||
			a.kind == CXCursor_BinaryOperator || a.kind == CXCursor_CStyleCastExpr;
		ir_val_id v = simple ? evaluate(lw, a) : 0;

		*out = irb_const(lw->b, v && irb_is_const(lw->b, v, &k));
	} else if (!strcmp(name, "unreachable") || !strcmp(name, "trap")) {
		irb_unreachable(lw->b, lw->cur);
		lw->cur = irb_block_new(lw->b);
		*out = irb_unknown(lw->b);
	} else if (!strncmp(name, "mem", 3) || !strncmp(name, "str", 3) || !strncmp(name, "alloca", 6)) {
		return false;
	} else {
		for (int i = 0; i < nr; i++)
			lower_expr_drop(lw, clang_Cursor_getArgument(c, (unsigned)i));
		*out = irb_unknown(lw->b);
	}
	return true;
}

/* What libclang says that a call refers to is also the function that gave the pointer: f of f(1)(2). */
static bool direct_callee(CXCursor c, CXCursor *fn)
{
	CXCursor callee;
	struct kids k;
	bool direct;

	*fn = clang_getCursorReferenced(c);
	if (fn->kind != CXCursor_FunctionDecl)
		return false;
	kids_get(&k, c);
	callee = k.nr ? lower_skip(kid(&k, 0)) : clang_getNullCursor();
	direct = callee.kind == CXCursor_DeclRefExpr || callee.kind == CXCursor_UnaryOperator;
	kids_free(&k);
	return direct;
}

static ir_val_id call_expr(struct lower *lw, CXCursor c)
{
	int nr = clang_Cursor_getNumArguments(c), nargs = MIN(nr, 60);
	struct ir_event e = { .kind = EV_CALL };
	ir_val_id args[60], v;
	bool noreturn = false;
	const char *name;
	CXCursor fn;

	if (direct_callee(c, &fn)) {
		u32 sym = lower_sym(lw, fn);

		name = lw->b->str.text + lw->b->sym.at[sym].name;
		if (builtin(lw, c, name, &v))
			return v;
		noreturn = lw->b->sym.at[sym].flags & IR_SYM_NORETURN;
		e.a = irb_val(lw->b, V_FUNC, OP_NONE, 0, sym, 0);
		e.name = lower_written(lw, c);
		if (e.name == lw->b->sym.at[sym].name)
			e.name = 0;
		e.text = lower_gfp(lw, c, sym);
		if (e.name)
			e.flags |= IR_EV_MACRO;
	} else {
		struct kids k;

		kids_get(&k, c);
		e.a = k.nr ? lower_expr(lw, kid(&k, 0)) : irb_unknown(lw->b);
		kids_free(&k);
		e.text = lower_gfp(lw, c, IR_NONE);
		/* its macro, if any, cannot be told from the first identifier of the callee */
	}
	for (int i = 0; i < nargs; i++)
		args[i] = lower_expr(lw, clang_Cursor_getArgument(c, (unsigned)i));
	e.loc = lower_loc(lw, c);
	v = irb_call(lw->b, lw->cur, e, args, (u32)nargs);
	if (noreturn) {
		irb_unreachable(lw->b, lw->cur);
		lw->cur = irb_block_new(lw->b);
	}
	return v;
}

static const struct {
	u8 op;
	bool compare;
} binops[] = {
	[CXBinaryOperator_Mul] = { OP_MUL, false }, [CXBinaryOperator_Div] = { OP_DIV, false },
	[CXBinaryOperator_Rem] = { OP_REM, false }, [CXBinaryOperator_Add] = { OP_ADD, false },
	[CXBinaryOperator_Sub] = { OP_SUB, false }, [CXBinaryOperator_Shl] = { OP_SHL, false },
	[CXBinaryOperator_Shr] = { OP_SHR, false }, [CXBinaryOperator_LT] = { OP_LT, true },
	[CXBinaryOperator_GT] = { OP_GT, true }, [CXBinaryOperator_LE] = { OP_LE, true },
	[CXBinaryOperator_GE] = { OP_GE, true }, [CXBinaryOperator_EQ] = { OP_EQ, true },
	[CXBinaryOperator_NE] = { OP_NE, true }, [CXBinaryOperator_And] = { OP_AND, false },
	[CXBinaryOperator_Xor] = { OP_XOR, false }, [CXBinaryOperator_Or] = { OP_OR, false },
	[CXBinaryOperator_MulAssign] = { OP_MUL, false }, [CXBinaryOperator_DivAssign] = { OP_DIV, false },
	[CXBinaryOperator_RemAssign] = { OP_REM, false }, [CXBinaryOperator_AddAssign] = { OP_ADD, false },
	[CXBinaryOperator_SubAssign] = { OP_SUB, false }, [CXBinaryOperator_ShlAssign] = { OP_SHL, false },
	[CXBinaryOperator_ShrAssign] = { OP_SHR, false }, [CXBinaryOperator_AndAssign] = { OP_AND, false },
	[CXBinaryOperator_XorAssign] = { OP_XOR, false }, [CXBinaryOperator_OrAssign] = { OP_OR, false },
	[CXBinaryOperator_Comma] = { OP_NONE, false },
};

static u32 sign_flag(struct lower *lw, CXCursor operand)
{
	const struct ir_type *t = lower_type_at(lw, clang_getCursorType(operand));

	return (t->kind == T_INT && !t->is_signed) || t->kind == T_PTR || t->kind == T_BOOL ? IR_VAL_UNSIGNED : 0;
}

/* A value that needs control flow: 1 on the yes path, 0 on the other. */
static ir_val_id bool_value(struct lower *lw, CXCursor c)
{
	u32 yes = irb_block_new(lw->b), no = irb_block_new(lw->b), join = irb_block_new(lw->b);
	struct ir_loc loc = lower_loc(lw, c);
	ir_val_id t = lower_temp(lw, clang_getCursorType(c), loc);

	lower_cond(lw, c, yes, no);
	lw->cur = yes;
	lower_set(lw, t, irb_const(lw->b, 1), loc, 0);
	irb_jump(lw->b, yes, join);
	lw->cur = no;
	lower_set(lw, t, irb_const(lw->b, 0), loc, 0);
	irb_jump(lw->b, no, join);
	lw->cur = join;
	return t;
}

static ir_val_id binary(struct lower *lw, CXCursor c)
{
	enum CXBinaryOperatorKind op = clang_getCursorBinaryOperatorKind(c);
	ir_val_id x, y;
	struct kids k;
	u32 flags;

	if (op == CXBinaryOperator_LAnd || op == CXBinaryOperator_LOr)
		return bool_value(lw, c);
	kids_get(&k, c);
	if (k.nr != 2) {
		kids_free(&k);
		return irb_unknown(lw->b);
	}
	if (op == CXBinaryOperator_Comma) {
		lower_expr_drop(lw, kid(&k, 0));
		y = lower_expr(lw, kid(&k, 1));
		kids_free(&k);
		return y;
	}
	x = lower_expr(lw, kid(&k, 0));
	if (op == CXBinaryOperator_Assign) {
		y = lower_expr(lw, kid(&k, 1));
		lower_set(lw, x, y, lower_loc(lw, c), 0);
		kids_free(&k);
		return x;
	}
	y = lower_expr(lw, kid(&k, 1));
	flags = sign_flag(lw, kid(&k, 0));
	kids_free(&k);
	if ((u32)op >= ARRAY_SIZE(binops) || !binops[op].op)
		return irb_unknown(lw->b);
	return irb_bin(lw->b, (enum ir_op)binops[op].op, flags, x, y);
}

static ir_val_id compound_assign(struct lower *lw, CXCursor c)
{
	enum CXBinaryOperatorKind op = clang_getCursorBinaryOperatorKind(c);
	ir_val_id x, y;
	struct kids k;
	u32 flags;

	kids_get(&k, c);
	if (k.nr != 2 || (u32)op >= ARRAY_SIZE(binops) || !binops[op].op) {
		kids_free(&k);
		return irb_unknown(lw->b);
	}
	x = lower_expr(lw, kid(&k, 0));
	y = lower_expr(lw, kid(&k, 1));
	flags = sign_flag(lw, kid(&k, 0));
	kids_free(&k);
	y = irb_bin(lw->b, (enum ir_op)binops[op].op, flags, x, y);
	lower_set(lw, x, y, lower_loc(lw, c), 0);
	return x;
}

/* A function and a pointer to it are the same value: (*fn)(x) is fn(x), &f is f. */
static bool is_function(CXType t)
{
	t = clang_getCanonicalType(t);
	return t.kind == CXType_FunctionProto || t.kind == CXType_FunctionNoProto;
}

/* used: whether the old value of x++ matters. */
static ir_val_id unary(struct lower *lw, CXCursor c, bool used)
{
	enum CXUnaryOperatorKind op = clang_getCursorUnaryOperatorKind(c);
	struct ir_loc loc;
	ir_val_id x, y, t;
	CXType of;
	struct kids k;

	kids_get(&k, c);
	if (k.nr != 1) {
		kids_free(&k);
		return evaluate(lw, c);
	}
	of = clang_getCursorType(op == CXUnaryOperator_Deref ? c : kid(&k, 0));
	if (op == CXUnaryOperator_LNot) {
		CXCursor in = lower_skip(kid(&k, 0));

		if (in.kind == CXCursor_BinaryOperator &&
		    (clang_getCursorBinaryOperatorKind(in) == CXBinaryOperator_LAnd ||
		     clang_getCursorBinaryOperatorKind(in) == CXBinaryOperator_LOr)) {
			kids_free(&k);
			return bool_value(lw, c);
		}
	}
	x = lower_expr(lw, kid(&k, 0));
	kids_free(&k);
	switch (op) {
	case CXUnaryOperator_PostInc:
	case CXUnaryOperator_PostDec:
	case CXUnaryOperator_PreInc:
	case CXUnaryOperator_PreDec:
		loc = lower_loc(lw, c);
		t = x;
		if (used && (op == CXUnaryOperator_PostInc || op == CXUnaryOperator_PostDec)) {
			t = lower_temp(lw, clang_getCursorType(c), loc);
			lower_set(lw, t, x, loc, 0);
		}
		y = irb_bin(lw->b, op == CXUnaryOperator_PostInc || op == CXUnaryOperator_PreInc ? OP_ADD : OP_SUB,
			    0, x, irb_const(lw->b, 1));
		lower_set(lw, x, y, loc, 0);
		return t;
	case CXUnaryOperator_AddrOf:
		return is_place(lw, x) && !is_function(of) ? irb_addr(lw->b, x) : x;
	case CXUnaryOperator_Deref:
		return is_function(of) ? x : irb_deref(lw->b, x);
	case CXUnaryOperator_Minus:
		return irb_un(lw->b, OP_NEG, x);
	case CXUnaryOperator_Not:
		return irb_un(lw->b, OP_NOT, x);
	case CXUnaryOperator_LNot:
		return irb_un(lw->b, OP_LNOT, x);
	default:
		return x;
	}
}

/* c ? a : b, or with drop its effects only. */
static ir_val_id cond_value(struct lower *lw, CXCursor c, const struct kids *k, bool drop)
{
	u32 arm[2] = { irb_block_new(lw->b), irb_block_new(lw->b) }, join = irb_block_new(lw->b);
	struct ir_loc loc = lower_loc(lw, c);
	CXType ty = clang_getCursorType(c);
	ir_val_id t;

	drop |= ty.kind == CXType_Void;
	t = drop ? 0 : lower_temp(lw, ty, loc);
	lower_cond(lw, kid(k, 0), arm[0], arm[1]);
	for (u32 i = 0; i < 2; i++) {
		lw->cur = arm[i];
		if (drop)
			lower_expr_drop(lw, kid(k, i + 1));
		else
			lower_set(lw, t, lower_expr(lw, kid(k, i + 1)), loc, 0);
		irb_jump(lw->b, lw->cur, join);
	}
	lw->cur = join;
	return drop ? irb_unknown(lw->b) : t;
}

static ir_val_id conditional(struct lower *lw, CXCursor c, bool drop)
{
	struct kids k;
	ir_val_id v;

	kids_get(&k, c);
	v = k.nr == 3 ? cond_value(lw, c, &k, drop) : irb_unknown(lw->b);
	kids_free(&k);
	return v;
}

/* a ?: b, where a is evaluated once. */
static ir_val_id elvis(struct lower *lw, CXCursor c, CXCursor a, CXCursor b)
{
	u32 no = irb_block_new(lw->b), join = irb_block_new(lw->b);
	struct ir_loc loc = lower_loc(lw, c);
	ir_val_id t = lower_temp(lw, clang_getCursorType(c), loc);

	lower_set(lw, t, lower_expr(lw, a), loc, 0);
	irb_branch(lw->b, lw->cur, t, join, no, loc);
	lw->cur = no;
	lower_set(lw, t, lower_expr(lw, b), loc, 0);
	irb_jump(lw->b, lw->cur, join);
	lw->cur = join;
	return t;
}

static ir_val_id unexposed(struct lower *lw, CXCursor c)
{
	CXCursor e[4];
	struct kids k;
	ir_val_id v;
	u32 n = 0;
	s64 cond;

	kids_get(&k, c);
	for (u32 i = 0; i < k.nr; i++) {
		if (!lower_is_expr(kid(&k, i)))
			continue;
		if (n < 4)
			e[n] = kid(&k, i);
		n++;
	}
	if (n == 1 && is_conversion(c, e[0])) {
		v = lower_expr(lw, e[0]);
	} else if (n < 2) {
		v = evaluate(lw, c);
	} else if (n == 3) {
		v = evaluate(lw, e[0]);
		if (irb_is_const(lw->b, v, &cond))
			v = lower_expr(lw, cond ? e[1] : e[2]);
	} else if (n == 4 && clang_equalCursors(e[0], e[2])) {
		v = elvis(lw, c, e[0], e[3]);
	} else if (n == 4 && clang_equalRanges(clang_getCursorExtent(e[0]), clang_getCursorExtent(e[2]))) {
		v = elvis(lw, c, e[0], e[3]);
	} else {
		v = evaluate(lw, c);
		for (u32 i = 0; i < k.nr && !irb_is_const(lw->b, v, &cond); i++)
			if (lower_is_expr(kid(&k, i)))
				lower_expr_drop(lw, kid(&k, i));
	}
	kids_free(&k);
	return v;
}

/*
 * _Generic shows all of its branches and not which one is taken.  The result has the type of that one; when several
 * have it, nothing is known.
 */
static ir_val_id generic(struct lower *lw, CXCursor c)
{
	CXType want = clang_getCanonicalType(clang_getCursorType(c));
	CXCursor one = clang_getNullCursor();
	bool control = true;
	struct kids k;
	u32 n = 0;

	kids_get(&k, c);
	for (u32 i = 0; i < k.nr; i++) {
		if (!lower_is_expr(kid(&k, i)))
			continue;
		if (!control && clang_equalTypes(clang_getCanonicalType(clang_getCursorType(kid(&k, i))), want)) {
			one = kid(&k, i);
			n++;
		}
		control = false;
	}
	kids_free(&k);
	return n == 1 ? lower_expr(lw, one) : irb_unknown(lw->b);
}

static ir_val_id cast(struct lower *lw, CXCursor c)
{
	const struct ir_type *t;
	struct kids k;
	ir_val_id v = 0;
	s64 n;

	kids_get(&k, c);
	/* the last one: a typeof in the type shows its operand too */
	if (k.nr && lower_is_expr(kid(&k, k.nr - 1)))
		v = lower_expr(lw, kid(&k, k.nr - 1));
	kids_free(&k);
	if (!v)
		return irb_unknown(lw->b);
	if (!irb_is_const(lw->b, v, &n))
		return v;
	t = lower_type_at(lw, clang_getCursorType(c));
	if ((t->kind == T_INT || t->kind == T_ENUM) && t->bits && t->bits < 64) {
		u64 m = (1ull << t->bits) - 1, u = (u64)n & m;

		if (t->is_signed && u >> (t->bits - 1))
			u |= ~m;
		return irb_const(lw->b, (s64)u);
	}
	return v;
}

static ir_val_id compound_literal(struct lower *lw, CXCursor c)
{
	struct ir_loc loc = lower_loc(lw, c);
	ir_val_id t = lower_temp(lw, clang_getCursorType(c), loc);
	struct kids k;

	kids_get(&k, c);
	/* the last one: a typeof in its type shows its operand too */
	if (k.nr && lower_is_expr(kid(&k, k.nr - 1)))
		lower_init(lw, t, clang_getCursorType(c), kid(&k, k.nr - 1), loc);
	kids_free(&k);
	if (lower_type_at(lw, clang_getCursorType(c))->kind == T_ARRAY)
		return irb_addr(lw->b, t);
	return t;
}

static ir_val_id subscript(struct lower *lw, CXCursor c)
{
	ir_val_id v, i;
	struct kids k;

	kids_get(&k, c);
	if (k.nr != 2) {
		kids_free(&k);
		return irb_unknown(lw->b);
	}
	v = lower_expr(lw, kid(&k, 0));
	i = lower_expr(lw, kid(&k, 1));
	kids_free(&k);
	v = irb_val(lw->b, V_INDEX, OP_NONE, 0, v, i);
	if (lower_type_at(lw, clang_getCursorType(c))->kind == T_ARRAY)
		return irb_addr(lw->b, v);
	return v;
}

static ir_val_id string_literal(struct lower *lw, CXCursor c)
{
	CXString s = clang_getCursorSpelling(c);
	ir_val_id v = irb_val(lw->b, V_STR, OP_NONE, 0, irb_str(lw->b, clang_getCString(s)), 0);

	clang_disposeString(s);
	return v;
}

static ir_val_id expr_any(struct lower *lw, CXCursor c, bool used)
{
	switch ((int)c.kind) {
	case CXCursor_ParenExpr:
	case CXCursor_UnexposedExpr:
		return unexposed(lw, c);
	case CXCursor_DeclRefExpr:
		return decl_ref(lw, c);
	case CXCursor_MemberRefExpr:
		return member_ref(lw, c);
	case CXCursor_CallExpr:
		return call_expr(lw, c);
	case CXCursor_UnaryOperator:
		return unary(lw, c, used);
	case CXCursor_BinaryOperator:
		return binary(lw, c);
	case CXCursor_CompoundAssignOperator:
		return compound_assign(lw, c);
	case CXCursor_ConditionalOperator:
		return conditional(lw, c, false);
	case CXCursor_CStyleCastExpr:
		return cast(lw, c);
	case CXCursor_GenericSelectionExpr:
		return generic(lw, c);
	case CXCursor_ArraySubscriptExpr:
		return subscript(lw, c);
	case CXCursor_CompoundLiteralExpr:
		return compound_literal(lw, c);
	case CXCursor_StmtExpr: {
		CXCursor body = clang_getNullCursor();
		struct kids k;

		kids_get(&k, c);
		if (k.nr)
			body = kid(&k, 0);
		kids_free(&k);
		return clang_Cursor_isNull(body) ? irb_unknown(lw->b) : lower_stmt_expr(lw, body);
	}
	case CXCursor_IntegerLiteral:
	case CXCursor_CharacterLiteral:
	case CXCursor_UnaryExpr:
		return evaluate(lw, c);
	case CXCursor_StringLiteral:
		return string_literal(lw, c);
	default:
		return irb_unknown(lw->b);
	}
}

static ir_val_id expr_guarded(struct lower *lw, CXCursor c, bool used)
{
	ir_val_id v;

	if (lw->depth > LOWER_MAX_DEPTH) {
		lw->nr_too_deep++;
		return irb_unknown(lw->b);
	}
	lw->depth++;
	v = expr_any(lw, c, used);
	lw->depth--;
	return v;
}

ir_val_id lower_expr(struct lower *lw, CXCursor c)
{
	return expr_guarded(lw, c, true);
}

bool lower_is_step(CXCursor c)
{
	c = lower_skip(c);
	if (c.kind == CXCursor_CompoundAssignOperator)
		return true;
	if (c.kind == CXCursor_BinaryOperator) {
		enum CXBinaryOperatorKind op = clang_getCursorBinaryOperatorKind(c);

		return op == CXBinaryOperator_Assign || op == CXBinaryOperator_Comma;
	}
	if (c.kind == CXCursor_UnaryOperator) {
		enum CXUnaryOperatorKind op = clang_getCursorUnaryOperatorKind(c);

		return op == CXUnaryOperator_PostInc || op == CXUnaryOperator_PreInc ||
			op == CXUnaryOperator_PostDec || op == CXUnaryOperator_PreDec;
	}
	return false;
}

void lower_expr_drop(struct lower *lw, CXCursor c)
{
	CXCursor in = lower_skip(c);
	ir_val_id v;
	u8 k;

	if (in.kind == CXCursor_ConditionalOperator && lw->depth < LOWER_MAX_DEPTH) {
		lw->depth++;
		conditional(lw, in, true);
		lw->depth--;
		return;
	}
	v = expr_guarded(lw, c, false);
	k = irb_get(lw->b, v)->kind;
	if ((k == V_FIELD || k == V_DEREF || k == V_INDEX) && !lower_is_step(c))
		irb_event(lw->b, lw->cur, (struct ir_event){ .kind = EV_USE, .a = v, .loc = lower_loc(lw, c) });
}

/* c ? a : b as a condition: WARN_ON(c) is one, and its value is known in each arm. */
static void cond_of_arms(struct lower *lw, const struct kids *k, u32 yes, u32 no)
{
	u32 arm[2] = { irb_block_new(lw->b), irb_block_new(lw->b) };

	lower_cond(lw, kid(k, 0), arm[0], arm[1]);
	for (u32 i = 0; i < 2; i++) {
		lw->cur = arm[i];
		lower_cond(lw, kid(k, i + 1), yes, no);
	}
}

void lower_cond(struct lower *lw, CXCursor c, u32 yes, u32 no)
{
	CXCursor in = lower_skip(c);
	struct kids k;
	u32 mid;

	if (in.kind == CXCursor_BinaryOperator) {
		enum CXBinaryOperatorKind op = clang_getCursorBinaryOperatorKind(in);

		if (op == CXBinaryOperator_LAnd || op == CXBinaryOperator_LOr) {
			kids_get(&k, in);
			mid = irb_block_new(lw->b);
			lower_cond(lw, kid(&k, 0), op == CXBinaryOperator_LAnd ? mid : yes,
				   op == CXBinaryOperator_LAnd ? no : mid);
			lw->cur = mid;
			lower_cond(lw, kid(&k, 1), yes, no);
			kids_free(&k);
			return;
		}
		if (op == CXBinaryOperator_Comma) {
			kids_get(&k, in);
			lower_expr_drop(lw, kid(&k, 0));
			lower_cond(lw, kid(&k, 1), yes, no);
			kids_free(&k);
			return;
		}
	} else if (in.kind == CXCursor_ConditionalOperator) {
		kids_get(&k, in);
		if (k.nr == 3) {
			cond_of_arms(lw, &k, yes, no);
			kids_free(&k);
			return;
		}
		kids_free(&k);
	} else if (in.kind == CXCursor_UnaryOperator &&
		   clang_getCursorUnaryOperatorKind(in) == CXUnaryOperator_LNot) {
		kids_get(&k, in);
		in = kid(&k, 0);
		kids_free(&k);
		lower_cond(lw, in, no, yes);
		return;
	} else if (in.kind == CXCursor_CallExpr && clang_Cursor_getNumArguments(in) == 2) {
		CXString s = clang_getCursorSpelling(in);
		bool expect = !strcmp(clang_getCString(s), "__builtin_expect");

		clang_disposeString(s);
		if (expect) {
			lower_cond(lw, clang_Cursor_getArgument(in, 0), yes, no);
			return;
		}
	}
	irb_branch(lw->b, lw->cur, lower_expr(lw, in), yes, no, lower_loc(lw, c));
}
