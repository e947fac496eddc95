/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Building a unit: append-only.  One function is open at a time, between irb_func_begin() and irb_func_end().
 *
 * Blocks may be created before they are filled, and filled in any order; events of a block are contiguous in
 * the result because irb_func_end() lays them out block by block (unreachable blocks are dropped, blocks are
 * numbered in reverse postorder, values that nothing uses any more are dropped).
 *
 * Lowering dead code is harmless: events and terminators for a closed block are ignored.  The memory of one
 * function serves the next one; nothing is allocated per value, event or block.
 */
#ifndef IR_IR_BUILD_H
#define IR_IR_BUILD_H

#include "base/map.h"
#include "base/vec.h"
#include "ir/ir.h"

struct irb_event {
	struct ir_event e;	/* b of a call counts in ir_builder.o_arg */
	u32 next;		/* next event of the same block, or IR_NONE */
};

struct irb_block {
	u32 ev_first, ev_last;	/* in ir_builder.o_ev; IR_NONE when empty */
	u32 succ_at, succ_nr;	/* in ir_builder.o_succ */
	u32 case_at, case_nr;	/* in ir_builder.o_case */
	ir_val_id cond;
	struct ir_loc loc;
	u8 term;
	bool closed;		/* has its terminator */
};

/* A slot of the value table; it is empty unless gen is the builder's: clearing the table is one increment. */
struct irb_slot {
	u32 gen;
	ir_val_id id;
};

struct ir_builder {
	struct strtab str;	/* ir_str = strtab offset */
#define X(n, t) VEC(t) n;
	IR_SECTIONS(X)
#undef X
	struct map sym_map;	/* (name, kind, static?, file) -> symbol */
	struct map field_map;	/* (rec, name) -> field */
	struct map file_map;	/* path str -> file */
	struct map num_map;	/* (var, field) -> first of its numbers, which are neighbours until the next member */

	/*
	 * The open function.  Its values and locals go straight to the unit's arrays, the rest to o_*.
	 * An event's number, which V_RESULT uses until the layout, is its index in o_ev.
	 */
	struct ir_func cur;
	bool open;
	VEC(struct irb_block) blk;
	VEC(struct irb_event) o_ev;
	VEC(ir_val_id) o_arg;
	VEC(u32) o_succ;
	VEC(struct ir_case) o_case;
	u32 next_unknown;

	VEC(struct irb_slot) slot;
	u32 slot_mask;		/* the part of slot that the open function uses, less one */
	u32 gen;
	VEC(u32) scratch;	/* irb_func_end() */
};

void irb_init(struct ir_builder *b);
void irb_free(struct ir_builder *b);
/* A view of what was built; valid until the next change.  No function may be open. */
void irb_unit(struct ir_builder *b, struct ir_unit *out);

ir_str irb_str(struct ir_builder *b, const char *s);
u32 irb_file(struct ir_builder *b, const char *path, u32 flags);
u32 irb_type(struct ir_builder *b, struct ir_type t);	/* appends; callers keep their own map */
u32 irb_field(struct ir_builder *b, const char *rec, const char *name, u32 type, u32 off);
/* Finds or adds.  file matters for the identity only when flags has IR_SYM_STATIC; flags are OR-ed in. */
u32 irb_sym(struct ir_builder *b, const char *name, enum ir_sym_kind kind, u32 flags, u32 file);

/* A number that an initialiser stores; MANY: one that is not known.  O(1). */
void irb_num(struct ir_builder *b, u32 var, u32 field, bool many, s64 value);
/* Are all numbers for that member taken as "many" already?  Then none needs to be evaluated. */
bool irb_num_is_many(const struct ir_builder *b, u32 var, u32 field);

void irb_func_begin(struct ir_builder *b, u32 sym, struct ir_loc loc, u32 end_line);
u32 irb_local(struct ir_builder *b, const char *name, u32 type, struct ir_loc loc);	/* parameters first */
void irb_func_end(struct ir_builder *b, u32 nparams, u32 flags);
void irb_func_abort(struct ir_builder *b);		/* forgets the open function */

u32 irb_block_new(struct ir_builder *b);		/* the first one is the entry */

/*
 * Values.  All fold what they can: constants, DEREF(ADDR(x)), ADDR(DEREF(x)); what makes no sense (the address
 * of a sum) is a new V_UNKNOWN.  irb_val() does for its kind what irb_addr(), irb_bin() ... do.
 */
ir_val_id irb_const(struct ir_builder *b, s64 c);
ir_val_id irb_val(struct ir_builder *b, enum ir_val_kind kind, enum ir_op op, u32 flags, u32 a, u32 c);
ir_val_id irb_addr(struct ir_builder *b, ir_val_id place);
ir_val_id irb_deref(struct ir_builder *b, ir_val_id ptr);
ir_val_id irb_bin(struct ir_builder *b, enum ir_op op, u32 flags, ir_val_id x, ir_val_id y);
ir_val_id irb_un(struct ir_builder *b, enum ir_op op, ir_val_id x);
ir_val_id irb_unknown(struct ir_builder *b);
/* False, and *c untouched, when v is no constant. */
bool irb_is_const(const struct ir_builder *b, ir_val_id v, s64 *c);
const struct ir_val *irb_get(const struct ir_builder *b, ir_val_id v);

/*
 * Events go to the end of block blk; a closed block ignores them.  A call gives its V_RESULT (a V_UNKNOWN when
 * it was ignored).  An event with args but without result (e.kind is EV_ASM) goes through irb_call() too.
 */
ir_val_id irb_call(struct ir_builder *b, u32 blk, struct ir_event e, const ir_val_id *args, u32 nargs);
void irb_event(struct ir_builder *b, u32 blk, struct ir_event e);

void irb_jump(struct ir_builder *b, u32 blk, u32 to);
/* On a constant condition these two are jumps. */
void irb_branch(struct ir_builder *b, u32 blk, ir_val_id cond, u32 yes, u32 no, struct ir_loc loc);
void irb_return(struct ir_builder *b, u32 blk, ir_val_id v, struct ir_loc loc);
/* Ranges that overlap: the first one wins. */
void irb_switch(struct ir_builder *b, u32 blk, ir_val_id cond, const struct ir_case *cas, const u32 *succ,
		u32 ncases, u32 deflt, struct ir_loc loc);
void irb_asm_goto(struct ir_builder *b, u32 blk, const u32 *succ, u32 nr, struct ir_loc loc);
void irb_unreachable(struct ir_builder *b, u32 blk);
bool irb_closed(const struct ir_builder *b, u32 blk);

#endif
