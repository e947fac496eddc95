// SPDX-License-Identifier: GPL-2.0-only
/*
 * Values of the open function: made, folded, hash-consed.
 *
 * Equal values get one id, so that "the same place" is "the same number".  Invariant: a value's operands have
 * smaller ids than the value, and making a value anew from its own operands gives that value (folding is a
 * fixpoint); the text form relies on both.
 *
 * The table of values is open-addressed.  A function starts with a small part of it and doubles that part when
 * it is half full; slots of older generations count as empty.  So a small function after a huge one pays for
 * neither clearing nor cache misses.  Cost: O(1) per value.
 */
#include "ir/ir_build.h"
#include "ir/ir_impl.h"

#define SLOTS_MIN 256u

static const struct ir_val *val_at(const struct ir_builder *b, ir_val_id v)
{
	BUG_ON(!b->open || v >= b->val.nr - b->cur.val_at);
	return b->val.at + b->cur.val_at + v;
}

static u32 val_hash(const struct ir_val *v)
{
	u64 h = (u64)v->a << 32 | v->b;

	h ^= ((u64)v->kind << 24 | (u64)v->op << 16 | v->flags) * 0x9e3779b97f4a7c15ull;
	h ^= h >> 32;
	h *= 0xd6e8feb86659fd93ull;
	return (u32)(h >> 32);
}

static bool val_same(const struct ir_val *x, const struct ir_val *y)
{
	return x->kind == y->kind && x->op == y->op && x->flags == y->flags && x->a == y->a && x->b == y->b;
}

/* The slot that holds v, or the empty one where it belongs. */
static struct irb_slot *val_slot(const struct ir_builder *b, const struct ir_val *v)
{
	for (u32 i = val_hash(v) & b->slot_mask;; i = (i + 1) & b->slot_mask) {
		struct irb_slot *s = b->slot.at + i;

		if (s->gen != b->gen || val_same(val_at(b, s->id), v))
			return s;
	}
}

static void slots_new_gen(struct ir_builder *b, u32 size)
{
	if (b->slot.nr < size)
		vec_extend(&b->slot, size - b->slot.nr);
	b->slot_mask = size - 1;
	if (++b->gen)
		return;
	memset(b->slot.at, 0, b->slot.nr * sizeof(*b->slot.at));
	b->gen = 1;
}

static void slots_grow(struct ir_builder *b)
{
	u32 nr = b->val.nr - b->cur.val_at;

	slots_new_gen(b, (b->slot_mask + 1) * 2);
	for (ir_val_id id = 1; id < nr; id++)
		*val_slot(b, val_at(b, id)) = (struct irb_slot){ .gen = b->gen, .id = id };
}

void irb_values_begin(struct ir_builder *b)
{
	slots_new_gen(b, SLOTS_MIN);
	b->next_unknown = 0;
	vec_push(&b->val, (struct ir_val){ .kind = V_NONE });
}

/* Finds or appends; no folding. */
static ir_val_id val_cons(struct ir_builder *b, enum ir_val_kind kind, enum ir_op op, u32 flags, u32 x, u32 y)
{
	struct ir_val v = { .kind = (u8)kind, .op = (u8)op, .flags = (u16)flags, .a = x, .b = y };
	u32 id = b->val.nr - b->cur.val_at;
	struct irb_slot *s;

	BUG_ON(!b->open);
	if (id > b->slot_mask / 2)
		slots_grow(b);
	s = val_slot(b, &v);
	if (s->gen == b->gen)
		return s->id;
	*s = (struct irb_slot){ .gen = b->gen, .id = id };
	vec_push(&b->val, v);
	return id;
}

const struct ir_val *irb_get(const struct ir_builder *b, ir_val_id v)
{
	return val_at(b, v);
}

bool irb_is_const(const struct ir_builder *b, ir_val_id v, s64 *c)
{
	const struct ir_val *p = val_at(b, v);

	if (p->kind != V_CONST)
		return false;
	*c = ir_val_const(p);
	return true;
}

ir_val_id irb_const(struct ir_builder *b, s64 c)
{
	return val_cons(b, V_CONST, OP_NONE, 0, (u32)(u64)c, (u32)((u64)c >> 32));
}

ir_val_id irb_unknown(struct ir_builder *b)
{
	return val_cons(b, V_UNKNOWN, OP_NONE, 0, b->next_unknown++, 0);
}

ir_val_id irb_addr(struct ir_builder *b, ir_val_id place)
{
	const struct ir_val *p = val_at(b, place);

	if (p->kind == V_DEREF)
		return p->a;
	if (p->kind == V_FUNC || p->kind == V_STR)
		return place;
	if (!ir_is_place((enum ir_val_kind)p->kind))
		return irb_unknown(b);
	return val_cons(b, V_ADDR, OP_NONE, 0, place, 0);
}

ir_val_id irb_deref(struct ir_builder *b, ir_val_id ptr)
{
	const struct ir_val *p = val_at(b, ptr);

	if (p->kind == V_ADDR)
		return p->a;
	if (p->kind == V_FUNC)
		return ptr;
	if (p->kind == V_NONE)
		return irb_unknown(b);
	return val_cons(b, V_DEREF, OP_NONE, 0, ptr, 0);
}

/* A function is a value and a variable a place, whichever the caller took it for. */
static ir_val_id val_symbol(struct ir_builder *b, enum ir_val_kind kind, u32 sym)
{
	BUG_ON(sym >= b->sym.nr);
	if (b->sym.at[sym].kind == SYM_FUNC)
		return val_cons(b, V_FUNC, OP_NONE, 0, sym, 0);
	sym = val_cons(b, V_GLOBAL, OP_NONE, 0, sym, 0);
	return kind == V_FUNC ? irb_addr(b, sym) : sym;
}

static ir_val_id val_field(struct ir_builder *b, ir_val_id rec, u32 field)
{
	enum ir_val_kind kind = (enum ir_val_kind)val_at(b, rec)->kind;

	BUG_ON(field >= b->field.nr);
	if (!ir_is_place(kind) && kind != V_RESULT && kind != V_UNKNOWN)
		return irb_unknown(b);
	return val_cons(b, V_FIELD, OP_NONE, 0, rec, field);
}

static ir_val_id val_unknown(struct ir_builder *b, u32 number)
{
	if (number == UINT32_MAX)
		return irb_unknown(b);
	b->next_unknown = MAX(b->next_unknown, number + 1);
	return val_cons(b, V_UNKNOWN, OP_NONE, 0, number, 0);
}

ir_val_id irb_val(struct ir_builder *b, enum ir_val_kind kind, enum ir_op op, u32 flags, u32 a, u32 c)
{
	switch (kind) {
	case V_NONE:
		return 0;
	case V_CONST:
		return val_cons(b, V_CONST, OP_NONE, 0, a, c);
	case V_LOCAL:
		BUG_ON(a >= b->local.nr - b->cur.local_at);
		return val_cons(b, V_LOCAL, OP_NONE, 0, a, 0);
	case V_GLOBAL:
	case V_FUNC:
		return val_symbol(b, kind, a);
	case V_FIELD:
		return val_field(b, a, c);
	case V_DEREF:
		return irb_deref(b, a);
	case V_INDEX:
		if (!val_at(b, a)->kind || !val_at(b, c)->kind)
			return irb_unknown(b);
		return val_cons(b, V_INDEX, OP_NONE, 0, a, c);
	case V_ADDR:
		return irb_addr(b, a);
	case V_RESULT:
	case V_STR:
		return val_cons(b, kind, OP_NONE, 0, a, 0);
	case V_BIN:
		return irb_bin(b, op, flags, a, c);
	case V_UN:
		return irb_un(b, op, a);
	case V_UNKNOWN:
		return val_unknown(b, a);
	}
	BUG("bad value kind");
}

/* ---- folding ---- */

static bool op_is_commutative(enum ir_op op)
{
	return op == OP_ADD || op == OP_MUL || op == OP_AND || op == OP_OR || op == OP_XOR || op == OP_EQ ||
	       op == OP_NE;
}

/* The operator of !(x op y). */
static enum ir_op op_inverse(enum ir_op op)
{
	static const u8 inverse[] = {
		[OP_EQ] = OP_NE, [OP_NE] = OP_EQ, [OP_LT] = OP_GE, [OP_GE] = OP_LT, [OP_LE] = OP_GT, [OP_GT] = OP_LE,
	};

	return op >= OP_EQ && op <= OP_GE ? (enum ir_op)inverse[op] : OP_NONE;
}

/* The operator of y op x; OP_NONE when the operands cannot change sides. */
static enum ir_op op_mirrored(enum ir_op op)
{
	switch (op) {
	case OP_LT: return OP_GT;
	case OP_GT: return OP_LT;
	case OP_LE: return OP_GE;
	case OP_GE: return OP_LE;
	default: return op_is_commutative(op) ? op : OP_NONE;
	}
}

static bool fold_divide(enum ir_op op, bool is_unsigned, s64 x, s64 y, s64 *out)
{
	if (!y || (!is_unsigned && x == INT64_MIN && y == -1))
		return false;
	if (op == OP_DIV)
		*out = is_unsigned ? (s64)((u64)x / (u64)y) : x / y;
	else
		*out = is_unsigned ? (s64)((u64)x % (u64)y) : x % y;
	return true;
}

static bool fold_shift(enum ir_op op, bool is_unsigned, s64 x, s64 y, s64 *out)
{
	if (y < 0 || y > 63)
		return false;
	if (op == OP_SHL)
		*out = (s64)((u64)x << y);
	else
		*out = is_unsigned ? (s64)((u64)x >> y) : x >> y;
	return true;
}

/* C semantics on 64 bits; false: leave it alone. */
static bool fold_bin(enum ir_op op, bool is_unsigned, s64 x, s64 y, s64 *out)
{
	bool less = is_unsigned ? (u64)x < (u64)y : x < y;

	switch (op) {
	case OP_ADD: *out = (s64)((u64)x + (u64)y); return true;
	case OP_SUB: *out = (s64)((u64)x - (u64)y); return true;
	case OP_MUL: *out = (s64)((u64)x * (u64)y); return true;
	case OP_AND: *out = x & y; return true;
	case OP_OR:  *out = x | y; return true;
	case OP_XOR: *out = x ^ y; return true;
	case OP_EQ:  *out = x == y; return true;
	case OP_NE:  *out = x != y; return true;
	case OP_LT:  *out = less; return true;
	case OP_GE:  *out = !less; return true;
	case OP_LE:  *out = less || x == y; return true;
	case OP_GT:  *out = !less && x != y; return true;
	case OP_DIV:
	case OP_REM: return fold_divide(op, is_unsigned, x, y, out);
	case OP_SHL:
	case OP_SHR: return fold_shift(op, is_unsigned, x, y, out);
	default: return false;
	}
}

/* x op c, where that is x or a constant; 0 when it is neither. */
static ir_val_id fold_identity(struct ir_builder *b, enum ir_op op, ir_val_id x, s64 c)
{
	switch (op) {
	case OP_ADD:
	case OP_SUB:
	case OP_OR:
	case OP_XOR:
	case OP_SHL:
	case OP_SHR:
		return c ? 0 : x;
	case OP_AND:
		if (!c)
			return irb_const(b, 0);
		return c == -1 ? x : 0;
	case OP_MUL:
		if (!c)
			return irb_const(b, 0);
		return c == 1 ? x : 0;
	case OP_DIV:
		return c == 1 ? x : 0;
	default:
		return 0;
	}
}

/* (x | c1) | c2 and (x & c1) & c2: chains of gfp flags become one mask. */
static ir_val_id fold_masks(struct ir_builder *b, enum ir_op op, ir_val_id x, s64 c)
{
	struct ir_val v = *val_at(b, x);
	s64 inner;

	if ((op != OP_OR && op != OP_AND) || v.kind != V_BIN || v.op != op || !irb_is_const(b, v.b, &inner))
		return 0;
	return irb_bin(b, op, 0, v.a, irb_const(b, op == OP_OR ? inner | c : inner & c));
}

ir_val_id irb_bin(struct ir_builder *b, enum ir_op op, u32 flags, ir_val_id x, ir_val_id y)
{
	bool x_const, y_const;
	s64 cx = 0, cy = 0, c;
	ir_val_id v;

	BUG_ON(op < OP_ADD || op > OP_GE);
	if (!x || !y)
		return irb_unknown(b);
	flags = ir_op_has_sign(op) ? flags & IR_VAL_UNSIGNED : 0;
	x_const = irb_is_const(b, x, &cx);
	y_const = irb_is_const(b, y, &cy);
	if (x_const && y_const && fold_bin(op, flags & IR_VAL_UNSIGNED, cx, cy, &c))
		return irb_const(b, c);
	if (x_const && !y_const && op_mirrored(op))
		return irb_bin(b, op_mirrored(op), flags, y, x);
	if (y_const) {
		v = fold_identity(b, op, x, cy);
		if (!v)
			v = fold_masks(b, op, x, cy);
		if (v)
			return v;
	}
	return val_cons(b, V_BIN, op, flags, x, y);
}

ir_val_id irb_un(struct ir_builder *b, enum ir_op op, ir_val_id x)
{
	struct ir_val v = *val_at(b, x);
	s64 c;

	BUG_ON(op < OP_NEG || op > OP_LNOT);
	if (!x)
		return irb_unknown(b);
	if (irb_is_const(b, x, &c))
		return irb_const(b, op == OP_NEG ? (s64)(0 - (u64)c) : op == OP_NOT ? ~c : !c);
	if (op == OP_LNOT && v.kind == V_BIN && op_inverse((enum ir_op)v.op))
		return irb_bin(b, op_inverse((enum ir_op)v.op), v.flags, v.a, v.b);
	if (v.kind == V_UN && v.op == op)
		return op == OP_LNOT ? irb_bin(b, OP_NE, 0, v.a, irb_const(b, 0)) : v.a;
	return val_cons(b, V_UN, op, 0, x, 0);
}
