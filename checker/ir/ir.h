/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The IR: what is left of one TU once libclang is gone.
 *
 * A unit is a set of flat arrays of fixed-size records that refer to each other by index.  The same
 * bytes are built by front/ (through ir_build.h), written to a summary file, mapped from it, and read by
 * flow/ and link/: nothing is parsed or fixed up on the way.
 *
 * A function is a control-flow graph.  A basic block is a run of events and one terminator.  Operands of
 * events are values: expression trees that are free of control flow and of calls (a call is always an
 * event; its result is the value V_RESULT).  `a && b`, `a || b` and `?:` become branches.
 *
 *      func ──> blocks ──> events ──> args ──> values (a DAG, hash-consed per function)
 *                    └──> succs, cases
 *
 * Places and values.  V_LOCAL, V_GLOBAL, V_FIELD, V_DEREF and V_INDEX name a place in memory; used as an
 * operand they stand for what is stored there at that moment.  V_ADDR(place) is the place's address.
 * `p->f` is FIELD(DEREF(p), f); DEREF(ADDR(x)) and ADDR(DEREF(x)) are folded to x by the builder, so one
 * place has one value id.  An access path is such a chain.
 *
 * Indexes in a function's records (values, args, blocks, succs, cases, locals) count from the
 * function's own first record; types, fields, symbols, files and strings are of the unit.
 */
#ifndef IR_IR_H
#define IR_IR_H

#include "base/types.h"

typedef u32 ir_str;		/* offset in the unit's text; 0 is "" */
typedef u32 ir_val_id;		/* index among the function's values; 0 is V_NONE */

#define IR_NONE UINT32_MAX

struct ir_loc {			/* where the user wrote it: expansion, not spelling, of a macro */
	u32 line;		/* from 1; 0 = no place (implicit) */
	u16 col;		/* from 1, saturating */
	u16 file;		/* index in ir_unit.files */
};

struct ir_file {
	ir_str path;		/* relative to the source tree where it is below it, else absolute, normal */
	u32 flags;		/* IR_FILE_* */
};
#define IR_FILE_MAIN	1u	/* the TU's own .c file */
#define IR_FILE_PCH	2u	/* came with the precompiled header */

enum ir_type_kind {
	T_OTHER, T_VOID, T_BOOL, T_INT, T_ENUM, T_FLOAT, T_PTR, T_ARRAY, T_RECORD, T_FUNC,
};

struct ir_type {
	u8 kind;		/* enum ir_type_kind of the canonical type */
	u8 bits;		/* size of a T_BOOL/T_INT/T_ENUM in bits */
	u8 is_signed;
	u8 pad;
	ir_str name;		/* canonical spelling without qualifiers: "struct net_device *" */
	ir_str alias;		/* the typedef it was written with ("gfp_t", "irqreturn_t"), or 0 */
	u32 elem;		/* pointee or element type of T_PTR/T_ARRAY, smaller than its own index; else IR_NONE */
};

struct ir_field {
	/*
	 * "struct foo"; members of anonymous records belong to the named one around.  The unnamed record that is the
	 * type of a member is "struct foo.member", any other one is named by its place, "struct @file:line".
	 */
	ir_str rec;
	ir_str name;
	u32 type;
	u32 off;		/* bytes from the start of that record; IR_NONE: unknown, or a bit field inside a byte */
};

enum ir_sym_kind { SYM_FUNC, SYM_VAR };
#define IR_SYM_STATIC	1u	/* internal linkage: its key is name@file */
#define IR_SYM_DEFINED	2u	/* defined in this unit */
#define IR_SYM_WEAK	4u
#define IR_SYM_INLINE	8u
#define IR_SYM_EXPORTED	16u	/* EXPORT_SYMBOL*() */
#define IR_SYM_NORETURN	32u
#define IR_SYM_VARIADIC	64u
#define IR_SYM_CONST	128u	/* variable: const, so nobody stores to it */

struct ir_sym {
	ir_str name;
	u16 kind;		/* enum ir_sym_kind */
	u16 flags;		/* IR_SYM_* */
	u32 file;		/* of the definition when IR_SYM_STATIC or IR_SYM_DEFINED, else of the declaration */
	u32 type;		/* variable: its type.  Function: its return type */
	ir_str sig;		/* function: canonical function type, "int (struct sk_buff *)" */
};

/*
 * An annotation of a declaration: acquires, releases, must_hold, cleanup, ... with its argument as text, and
 * "context=" with what the kernel-doc comment says in its Context: section.
 */
struct ir_annot {
	u32 sym;
	ir_str text;		/* "acquires=lock" */
};

/* A named integer that the prelude asked the compiler for: gfp bits, version, ... */
struct ir_const {
	ir_str name;		/* "__GFP_DIRECT_RECLAIM" */
	u32 pad;
	s64 value;
};

/* A pointer to a function or to an object that stands in an initialiser. */
struct ir_init {
	u32 var;		/* symbol of the outermost variable, or IR_NONE for a local */
	u32 field;		/* innermost field that receives it, or IR_NONE (array of pointers, plain variable) */
	u32 sym;		/* the function or variable whose address it is */
	struct ir_loc loc;
};

/*
 * A number in a member of a static initialiser.  Equal ones of a variable stand once (a table has many rows); of a
 * member with more than IR_MAX_NUMS different ones only IR_NUM_MANY is kept.  What no initialiser names is 0.
 * A variable that is a number itself has one, without a field, when its initialiser is there and can be evaluated.
 */
struct ir_num {
	u32 var;		/* symbol of the outermost variable */
	u32 field;		/* innermost field that receives it; IR_NONE: the variable itself */
	u32 flags;		/* IR_NUM_* */
	u32 pad;
	s64 value;
};
#define IR_NUM_MANY	1u	/* any value */
#define IR_MAX_NUMS	4u

enum ir_val_kind {
	V_NONE,			/* only id 0 */
	V_CONST,		/* ir_val_const() */
	V_LOCAL,		/* place; a = local index.  The parameters are the first locals */
	V_GLOBAL,		/* place; a = symbol */
	V_FUNC,			/* a = symbol: the function's address */
	V_FIELD,		/* place; a = place of the record, b = field */
	V_DEREF,		/* place; a = pointer value */
	V_INDEX,		/* place; a = pointer value, b = index value */
	V_ADDR,			/* a = place */
	V_RESULT,		/* a = event index of the call, counted within the function */
	V_BIN,			/* op, a, b */
	V_UN,			/* op, a */
	V_STR,			/* a = ir_str: a string literal's address */
	V_UNKNOWN,		/* anything else; a = a number that makes it distinct */
};

/* Operators of V_BIN and V_UN.  Order matters only to the tables in ir_print.c. */
enum ir_op {
	OP_NONE, OP_ADD, OP_SUB, OP_MUL, OP_DIV, OP_REM, OP_SHL, OP_SHR, OP_AND, OP_OR, OP_XOR,
	OP_EQ, OP_NE, OP_LT, OP_LE, OP_GT, OP_GE,	/* signedness is that of the operands' C type: flag below */
	OP_NEG, OP_NOT, OP_LNOT,			/* unary: - ~ ! */
};

struct ir_val {			/* 12 bytes */
	u8 kind;		/* enum ir_val_kind */
	u8 op;			/* enum ir_op */
	u16 flags;		/* IR_VAL_* */
	u32 a, b;
};
#define IR_VAL_UNSIGNED	1u	/* OP_LT..OP_GE, OP_SHR, OP_DIV, OP_REM compare or divide unsigned */

static inline bool ir_is_place(enum ir_val_kind k)
{
	return k == V_LOCAL || k == V_GLOBAL || k == V_FIELD || k == V_DEREF || k == V_INDEX;
}

static inline s64 ir_val_const(const struct ir_val *v)
{
	return (s64)((u64)v->b << 32 | v->a);
}

enum ir_event_kind {
	EV_CALL,		/* a = callee (V_FUNC, or any value for an indirect call), b = first arg */
	EV_SET,			/* a = place, b = value stored */
	EV_USE,			/* a = value that is evaluated and dropped (matters for dereferences) */
	EV_ASM,			/* inline assembly: memory may change; args = operands */
	EV_LIFE,		/* a = V_LOCAL: the local's life begins here (its old value is gone) */
};
#define IR_EV_IMPLICIT	1u	/* a destructor of a cleanup attribute: nobody wrote this call here */
#define IR_EV_MACRO	2u	/* comes out of a macro expansion; `name` is that macro */
#define IR_EV_INIT	4u	/* EV_SET that is a declaration's initialiser */

struct ir_event {		/* 28 bytes */
	u8 kind;		/* enum ir_event_kind */
	u8 flags;		/* IR_EV_* */
	u16 nargs;		/* EV_CALL, EV_ASM */
	u32 a, b;
	ir_str name;		/* EV_CALL: the macro it was written as ("wait_event"), or 0 */
	struct ir_loc loc;
	ir_str text;		/* EV_CALL: the gfp-like argument as written ("GFP_KERNEL"), or 0 */
};

enum ir_term {
	TERM_NONE,		/* unreachable end: after a noreturn call, or the end of a dead block */
	TERM_JUMP,		/* 1 successor */
	TERM_BRANCH,		/* cond; successors: true, false */
	TERM_SWITCH,		/* cond; successor i serves cases[case_at + i]; the last one is the default */
	TERM_ASM_GOTO,		/* fall-through first, then the labels */
	TERM_RETURN,		/* cond = the value, or 0 */
};

struct ir_block {		/* 36 bytes */
	u32 ev_at, ev_nr;	/* events; ev_at counts from the function's first event */
	u8 term;		/* enum ir_term */
	u8 pad[3];
	ir_val_id cond;
	u32 succ_at, succ_nr;
	u32 case_at;		/* TERM_SWITCH: succ_nr - 1 cases */
	struct ir_loc loc;	/* of the terminator */
};

struct ir_case {		/* GNU ranges: lo ... hi, both included */
	s64 lo, hi;
};

struct ir_local {
	ir_str name;
	u32 type;
	struct ir_loc loc;
};

#define IR_FUNC_TRUNCATED 1u	/* over a bound (IR_MAX_*): the CFG ends early; counted in the report */

struct ir_func {
	u32 sym;		/* its symbol: name, linkage, file */
	u32 flags;		/* IR_FUNC_* */
	struct ir_loc loc;
	u32 end_line;
	u32 nparams;
	u32 val_at, val_nr;	/* each pair: first record in the unit's array, and how many */
	u32 ev_at, ev_nr;
	u32 arg_at, arg_nr;
	u32 blk_at, blk_nr;	/* block 0 is the entry */
	u32 succ_at, succ_nr;
	u32 case_at, case_nr;
	u32 local_at, local_nr;
};

/* Bounds per function.  Reaching one sets IR_FUNC_TRUNCATED and is counted. */
#define IR_MAX_EVENTS	65535u
#define IR_MAX_BLOCKS	65535u

/*
 * The arrays of a unit, in the order in which they lie in a summary file.
 * IR_SECTION(name, element type)
 */
#define IR_SECTIONS(X)			\
	X(text, char)			\
	X(file, struct ir_file)		\
	X(type, struct ir_type)		\
	X(field, struct ir_field)	\
	X(sym, struct ir_sym)		\
	X(annot, struct ir_annot)	\
	X(cst, struct ir_const)		\
	X(init, struct ir_init)		\
	X(num, struct ir_num)		\
	X(func, struct ir_func)		\
	X(val, struct ir_val)		\
	X(event, struct ir_event)	\
	X(arg, ir_val_id)		\
	X(block, struct ir_block)	\
	X(succ, u32)			\
	X(cas, struct ir_case)		\
	X(local, struct ir_local)

struct ir_unit {		/* borrows all arrays */
#define X(n, t) const t *n; u32 nr_##n;
	IR_SECTIONS(X)
#undef X
};

static inline const char *ir_text(const struct ir_unit *u, ir_str s)
{
	return u->text + s;
}

static inline const struct ir_val *ir_vals(const struct ir_unit *u, const struct ir_func *f)
{
	return u->val + f->val_at;
}

static inline const struct ir_event *ir_events(const struct ir_unit *u, const struct ir_func *f)
{
	return u->event + f->ev_at;
}

static inline const struct ir_block *ir_blocks(const struct ir_unit *u, const struct ir_func *f)
{
	return u->block + f->blk_at;
}

static inline const u32 *ir_succs(const struct ir_unit *u, const struct ir_func *f, const struct ir_block *b)
{
	return u->succ + f->succ_at + b->succ_at;
}

static inline const ir_val_id *ir_args(const struct ir_unit *u, const struct ir_func *f, const struct ir_event *e)
{
	return u->arg + f->arg_at + e->b;
}

static inline const char *ir_func_name(const struct ir_unit *u, const struct ir_func *f)
{
	return ir_text(u, u->sym[f->sym].name);
}

/* ir_print.c, ir_read.c, ir_verify.c */
struct strbuf;
struct err;
struct ir_builder;

/* The whole unit, or one function of it, as text.  Deterministic; ir_read() gives the same unit back. */
void ir_print(const struct ir_unit *u, struct strbuf *out);
void ir_print_func(const struct ir_unit *u, const struct ir_func *f, struct strbuf *out);
/* One value as C-like text ("priv->lock"), for dumps and messages. */
void ir_print_val(const struct ir_unit *u, const struct ir_func *f, ir_val_id v, struct strbuf *out);
/* Reads what ir_print() wrote into a builder that irb_init() made.  name is for messages "name:line:col: ...". */
int ir_read(const char *name, const char *text, struct ir_builder *out, struct err *err) __must_check;
/*
 * Every index in range, entry block first, terminators with the right number of successors, places where
 * places must be, strings terminated.  Also the guard for mapped files, so it trusts nothing.  O(size).
 */
int ir_verify(const struct ir_unit *u, struct err *err) __must_check;

#endif
