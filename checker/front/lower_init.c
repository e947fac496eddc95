// SPDX-License-Identifier: GPL-2.0-only
/*
 * Initialisers.  Those of globals become rows of two tables: which function or object stands in which field (init),
 * and which numbers (num).  Those of locals and compound literals become stores.
 *
 * libclang shows an initialiser as it was written.  A designated one is an UnexposedExpr whose children are the
 * designators (MemberRef for .x, an expression for [n], two for [a ... b]) and the value; a positional one goes by
 * the order of fields.  Braces that were left out around an inner record are not put back.
 * Members that are not named are zero; small records of locals get stores that say so.
 */
#include <string.h>

#include "front/lower.h"

/* Elements of a local array that get a store of their own; the others are evaluated only. */
#define MAX_ELEMENTS 64
/* Members of a local record that get a store of 0 when they are not named: larger records are unknown there. */
#define MAX_ZEROES 24
/* Numbers of one variable that are evaluated: a table of registers has thousands, and they are all different. */
#define MAX_NUMS 512

struct members {
	VEC(CXCursor) at;
};

static enum CXVisitorResult member_visit(CXCursor c, CXClientData data)
{
	struct members *m = data;

	vec_push(&m->at, c);
	return CXVisit_Continue;
}

static void init_row(struct lower *lw, u32 var_sym, u32 field, CXCursor at, CXCursor ref)
{
	struct ir_init row = { .var = var_sym, .field = field, .sym = lower_sym(lw, ref) };

	row.loc = lower_loc(lw, at);
	vec_push(&lw->b->init, row);
}

static bool evaluates(CXCursor c, s64 *out)
{
	CXEvalResult r = clang_Cursor_Evaluate(c);
	bool ok = r && clang_EvalResult_getKind(r) == CXEval_Int;

	if (ok)
		*out = clang_EvalResult_getAsLongLong(r);
	if (r)
		clang_EvalResult_dispose(r);
	return ok;
}

static bool is_number(const struct lower *lw, u32 type)
{
	u8 kind = type == IR_NONE ? T_OTHER : lw->b->type.at[type].kind;

	return kind == T_INT || kind == T_BOOL || kind == T_ENUM;
}

/* Into the table of numbers, when the member is one. */
static void number(struct lower *lw, u32 var_sym, u32 field, CXCursor c)
{
	s64 value = 0;
	bool known;

	if (field == IR_NONE || var_sym == IR_NONE || irb_num_is_many(lw->b, var_sym, field))
		return;
	if (!is_number(lw, lw->b->field.at[field].type))
		return;
	known = lw->nr_nums++ < MAX_NUMS && evaluates(c, &value);
	irb_num(lw->b, var_sym, field, !known, value);
}

/* What stands for a member: rows of init, or a number. */
static void row(struct lower *lw, u32 var_sym, u32 field, CXCursor c)
{
	if (lower_skip(c).kind != CXCursor_InitListExpr)
		number(lw, var_sym, field, c);
	lower_global_init(lw, var_sym, field, c);
}

static void rows_of_list(struct lower *lw, u32 var_sym, u32 field, CXCursor list)
{
	CXType t = clang_getCanonicalType(clang_getCursorType(list));
	struct members m = { 0 };
	struct kids k;
	u32 next = 0;

	kids_get(&k, list);
	if (t.kind == CXType_Record && k.nr)
		clang_Type_visitFields(t, member_visit, &m);
	for (u32 i = 0; i < k.nr; i++) {
		CXCursor c = kid(&k, i);
		struct kids d;

		if (c.kind == CXCursor_UnexposedExpr) {
			CXCursor last = clang_getNullCursor();

			kids_get(&d, c);
			for (u32 j = 0; j + 1 < d.nr; j++)
				if (kid(&d, j).kind == CXCursor_MemberRef)
					last = kid(&d, j);
			if (!clang_Cursor_isNull(last)) {
				u32 f = lower_field(lw, clang_getCursorReferenced(last));

				row(lw, var_sym, f == IR_NONE ? field : f, kid(&d, d.nr - 1));
				/* positional initialisers go on behind the designated member */
				for (u32 j = 0; j < m.at.nr; j++)
					if (clang_equalCursors(m.at.at[j], clang_getCursorReferenced(kid(&d, 0))))
						next = j + 1;
				kids_free(&d);
				continue;
			}
			kids_free(&d);
		}
		if (m.at.nr) {
			u32 f = next < m.at.nr ? lower_field(lw, m.at.at[next]) : IR_NONE;

			next++;
			row(lw, var_sym, f == IR_NONE ? field : f, c);
		} else {
			lower_global_init(lw, var_sym, field, c);
		}
	}
	vec_free(&m.at);
	kids_free(&k);
}

/* c ? a : b: the one that is taken, where the compiler knows (IS_ENABLED()). */
static void init_choice(struct lower *lw, u32 var_sym, u32 field, CXCursor c)
{
	int truth = -1;
	struct kids k;

	kids_get(&k, c);
	if (k.nr == 3) {
		CXEvalResult r = clang_Cursor_Evaluate(kid(&k, 0));

		if (r && clang_EvalResult_getKind(r) == CXEval_Int)
			truth = clang_EvalResult_getAsLongLong(r) != 0;
		if (r)
			clang_EvalResult_dispose(r);
	}
	for (u32 i = 0; i < k.nr; i++)
		if (clang_isExpression(kid(&k, i).kind) && (truth < 0 || i == (truth ? 1 : 2)))
			lower_global_init(lw, var_sym, field, kid(&k, i));
	kids_free(&k);
}

void lower_global(struct lower *lw, u32 var_sym, CXCursor var, CXCursor init)
{
	s64 value;

	lw->nr_nums = 0;
	if (is_number(lw, lw->b->sym.at[var_sym].type) && !clang_isVolatileQualifiedType(clang_getCursorType(var)) &&
	    evaluates(init, &value))
		irb_num(lw->b, var_sym, IR_NONE, false, value);
	lower_global_init(lw, var_sym, IR_NONE, init);
}

void lower_global_init(struct lower *lw, u32 var_sym, u32 field, CXCursor c)
{
	struct kids k;

	if (lw->depth > LOWER_MAX_DEPTH) {
		lw->nr_too_deep++;
		return;
	}
	lw->depth++;
	switch (c.kind) {
	case CXCursor_InitListExpr:
		rows_of_list(lw, var_sym, field, c);
		break;
	case CXCursor_DeclRefExpr: {
		CXCursor ref = clang_getCursorReferenced(c);

		if (ref.kind == CXCursor_FunctionDecl)
			init_row(lw, var_sym, field, c, ref);
		break;
	}
	case CXCursor_UnaryOperator:
		kids_get(&k, c);
		if (k.nr == 1 && clang_getCursorUnaryOperatorKind(c) == CXUnaryOperator_AddrOf) {
			CXCursor inner = lower_skip(kid(&k, 0));
			CXCursor ref = clang_getCursorReferenced(inner);

			if (inner.kind == CXCursor_DeclRefExpr &&
			    (ref.kind == CXCursor_FunctionDecl || ref.kind == CXCursor_VarDecl))
				init_row(lw, var_sym, field, c, ref);
		}
		kids_free(&k);
		break;
	case CXCursor_ConditionalOperator:
		init_choice(lw, var_sym, field, c);
		break;
	case CXCursor_StmtExpr:
	case CXCursor_IntegerLiteral:
	case CXCursor_StringLiteral:
	case CXCursor_CallExpr:
		break;
	default:
		if (!clang_isExpression(c.kind))
			break;
		kids_get(&k, c);
		for (u32 i = 0; i < k.nr; i++)
			if (clang_isExpression(kid(&k, i).kind))
				lower_global_init(lw, var_sym, field, kid(&k, i));
		kids_free(&k);
	}
	lw->depth--;
}

/* ---- locals ---- */

static void init_place(struct lower *lw, ir_val_id place, CXType t, CXCursor init, struct ir_loc loc);

static ir_val_id element(struct lower *lw, ir_val_id array, s64 nr)
{
	return irb_val(lw->b, V_INDEX, OP_NONE, 0, irb_addr(lw->b, array), irb_const(lw->b, nr));
}

static ir_val_id member(struct lower *lw, ir_val_id record, CXCursor field)
{
	u32 f = lower_field(lw, field);

	return f == IR_NONE ? record : irb_val(lw->b, V_FIELD, OP_NONE, 0, record, f);
}

/* .a.b[3] = value; of [a ... b] the first element. */
static void designated(struct lower *lw, ir_val_id place, CXType t, const struct kids *d, struct ir_loc loc)
{
	for (u32 i = 0; i + 1 < d->nr; i++) {
		CXCursor c = kid(d, i);
		s64 nr;

		if (c.kind == CXCursor_MemberRef) {
			c = clang_getCursorReferenced(c);
			place = member(lw, place, c);
			t = clang_getCursorType(c);
		} else if (lower_is_expr(c) && clang_getArrayElementType(t).kind != CXType_Invalid) {
			if (!evaluates(c, &nr))
				nr = 0;
			place = element(lw, place, nr);
			t = clang_getArrayElementType(t);
		}
	}
	init_place(lw, place, t, kid(d, d->nr - 1), loc);
}

static bool is_designated(struct lower *lw, CXCursor c, struct kids *d)
{
	d->nr = 0;
	d->more = NULL;
	if (c.kind != CXCursor_UnexposedExpr)
		return false;
	kids_get(d, c);
	if (d->nr >= 2 && (kid(d, 0).kind == CXCursor_MemberRef || lower_begins_with(lw, c, '[')))
		return true;
	kids_free(d);
	return false;
}

/* A member that no initialiser names is 0.  Unions and arrays are left alone: a store would say too much, or cost. */
static void zero(struct lower *lw, ir_val_id record, CXCursor field, struct ir_loc loc)
{
	u8 kind = lower_type_at(lw, clang_getCursorType(field))->kind;

	if (kind != T_ARRAY && kind != T_RECORD && kind != T_OTHER && lower_field(lw, field) != IR_NONE)
		lower_set(lw, member(lw, record, field), irb_const(lw->b, 0), loc, IR_EV_INIT);
}

/* Behind the member or element that d names, positions go on. */
static u32 position_after(const struct members *m, const struct kids *d)
{
	CXCursor first = kid(d, 0);
	s64 nr;

	if (first.kind != CXCursor_MemberRef)
		return evaluates(first, &nr) && nr >= 0 && nr < UINT32_MAX ? (u32)nr + 1 : MAX_ELEMENTS;
	first = clang_getCursorReferenced(first);
	for (u32 i = 0; i < m->at.nr; i++)
		if (clang_equalCursors(m->at.at[i], first))
			return i + 1;
	return m->at.nr;
}

static void init_list(struct lower *lw, ir_val_id place, CXType t, CXCursor list, struct ir_loc loc)
{
	CXType elem = clang_getArrayElementType(t);
	bool record = t.kind == CXType_Record, named[MAX_ZEROES] = { false };
	struct members m = { 0 };
	struct kids k, d;
	u32 next = 0;

	kids_get(&k, list);
	if (record)
		clang_Type_visitFields(t, member_visit, &m);
	for (u32 i = 0; i < k.nr; i++) {
		CXCursor c = kid(&k, i);

		if (is_designated(lw, c, &d)) {
			designated(lw, place, t, &d, loc);
			next = position_after(&m, &d);
			kids_free(&d);
		} else if (next < m.at.nr) {
			CXCursor f = m.at.at[next++];

			init_place(lw, member(lw, place, f), clang_getCursorType(f), c, loc);
		} else if (elem.kind != CXType_Invalid && next < MAX_ELEMENTS) {
			init_place(lw, element(lw, place, next++), elem, c, loc);
		} else if (!record && elem.kind == CXType_Invalid) {
			init_place(lw, place, t, c, loc);	/* int x = { 1 } */
		} else if (lower_is_expr(c)) {
			lower_expr_drop(lw, c);
		}
		if (record && next && next <= MAX_ZEROES)
			named[next - 1] = true;
	}
	if (m.at.nr <= MAX_ZEROES && clang_getTypeDeclaration(t).kind == CXCursor_StructDecl)
		for (u32 i = 0; i < m.at.nr; i++)
			if (!named[i])
				zero(lw, place, m.at.at[i], loc);
	vec_free(&m.at);
	kids_free(&k);
}

static void init_place(struct lower *lw, ir_val_id place, CXType t, CXCursor init, struct ir_loc loc)
{
	CXCursor in = lower_skip(init);

	t = clang_getCanonicalType(t);
	if (lw->depth > LOWER_MAX_DEPTH) {
		lw->nr_too_deep++;
	} else if (in.kind == CXCursor_InitListExpr) {
		lw->depth++;
		init_list(lw, place, t, in, loc);
		lw->depth--;
	} else if (!lower_is_expr(in)) {
		return;
	} else if (clang_getArrayElementType(t).kind != CXType_Invalid) {
		lower_expr_drop(lw, init);		/* a string, or braces that were left out */
	} else {
		lower_set(lw, place, lower_expr(lw, init), loc, IR_EV_INIT);
	}
}

void lower_init(struct lower *lw, ir_val_id place, CXType t, CXCursor init, struct ir_loc loc)
{
	/* only what is named gets a store: what was there before is gone all the same */
	if (lower_skip(init).kind == CXCursor_InitListExpr || lower_type_at(lw, t)->kind == T_ARRAY)
		lower_life(lw, place, loc);
	init_place(lw, place, t, init, loc);
}
