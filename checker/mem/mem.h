/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * mem: who owns which memory.
 *
 * Input: a linked and solved program, and the records new, free, take, realloc and borrow of rules/.
 * Output: for each function its effects on memory, as formulas over its parameters, and hits: places where memory is
 * lost, released twice, used after its release, released in the wrong way, or relied on without a test.
 *
 * The property that the simulation tracks is a set of objects: pointers that this function has to release, has
 * released, has handed over, or has not yet looked at.  Store, facts and expressions are those of flow/.
 * Callees come before callers; those that call each other have two rounds, and take each other as unknown functions,
 * which borrow, in the first one.
 * Cost: linear in the events times the states per block (MEM_MAX_STATES); every bound is counted.
 */
#ifndef MEM_MEM_H
#define MEM_MEM_H

#include "link/link.h"

/* What is wrong.  The first five are the checks; HIT() in checks/memory.c has their ids. */
enum mem_check { MEM_UNCHECKED, MEM_LEAK, MEM_DOUBLE_FREE, MEM_USE_AFTER_FREE, MEM_MISMATCHED, MEM_NR_CHECKS };

/* In which way. */
enum mem_how {
	HOW_DEREF,		/* unchecked: dereferenced at event */
	HOW_PASSED,		/* unchecked: the callee at event dereferences it */
	HOW_STORED,		/* unchecked: stored at event, and nobody tests it there */
	HOW_DROPPED,		/* unchecked: stored by the callee at event, which says whether, and its result is dropped */
	HOW_WRONG_TEST,		/* unchecked: only tested for the wrong kind of failure */
	HOW_RETURN,		/* leak: lost at a return */
	HOW_OVERWRITTEN,	/* leak: the last pointer to it is overwritten at event */
	HOW_CONTAINER,		/* leak: what holds it is released at event, and it is not */
	HOW_SIBLING,		/* leak: stays in an object of the caller's on this failure, where another one releases it */
	HOW_LEFT,		/* leak: left in an object of the caller's at this failing return, and no caller releases it */
	HOW_FORGOTTEN,		/* leak: a member of the record that is released at event, as others know */
	HOW_KEPT,		/* leak: a parameter that other returns release or hand on */
	HOW_FREED,		/* double free; use: in this function */
	HOW_RETURNED,		/* use after free: a released pointer is returned */
	HOW_KIND,		/* mismatched: another kind of memory */
	HOW_STACK, HOW_STATIC, HOW_INSIDE, HOW_ERROR,	/* mismatched: not the start of allocated memory */
	HOW_SIZE,		/* mismatched: another size, or order */
};

#define MEM_TRAIL 16

/* A step of the way: successor `way` of block `at` was taken; or CRUMB_CALL: the call at event `at` went that way. */
struct mem_crumb {
	u16 at, way;
};

#define CRUMB_CALL 0x8000u	/* in way, with one of: */
enum mem_way { WAY_ANY, WAY_ZERO, WAY_NEGATIVE, WAY_NONZERO };

struct mem_hit {
	u8 check, how;
	u8 confidence;		/* 0 low .. 2 high */
	u8 nr_trail;
	bool failing;		/* leak: at a return that says so */
	u8 side, strange;	/* leak: as in struct obj */
	bool unless_tested;	/* unchecked: only if no path tests it for any kind of failure */
	u32 fn;			/* program symbol */
	u32 event;		/* where it is wrong; IR_NONE: at the end of `block` */
	u32 block;
	u32 alloc;		/* event of fn that brings the memory in, or IR_NONE */
	u32 freed;		/* event of fn that releases it (first), or IR_NONE */
	u32 what;		/* string id in mem.str: the pointer as an expression, 0 = none */
	u64 have, want;		/* rules.by bits: of the memory (leak, mismatched), of the function (mismatched) */
	u32 given;		/* leak: event of fn that was given it last, or IR_NONE */
	u32 sibling;		/* leak: event of fn that releases it on another path, or IR_NONE */
	u32 other_fn, other_event;	/* HOW_FORGOTTEN: who does not forget it, or IR_NONE */
	struct mem_crumb trail[MEM_TRAIL];	/* the way since `alloc`, along the path; its last steps */
};

struct mem_stats {
	u64 nr_functions, nr_visits, nr_hits;
	u64 nr_blurred;		/* states joined at the bound: objects in which they differ are given up */
	u64 nr_bound_steps;	/* functions left at the step bound */
	u64 nr_objects_dropped;	/* over MEM_MAX_OBJ in one state */
	u64 nr_effects_dropped;	/* over MEM_MAX_EXITS or MEM_MAX_OPS: callers take them as unknown */
	u64 nr_objects;		/* allocations followed */
};

/* ---- effects ---- */

enum mem_op_kind {
	OP_FREE,		/* releases the value of `what` */
	OP_TAKE,		/* keeps it: it is no longer the caller's */
	OP_NEW,			/* place `what` := fresh memory that the caller owns */
	OP_SET,			/* place `what` := value (0: something unknown) */
	OP_DEAD,		/* place `what` := memory that was allocated and released */
};

/* Who else may still hold what is gone perhaps (OBJ_SOME), or surely (OBJ_FREED).  Part of a model file. */
enum mem_drop {
	DROP_NONE,		/* it was released, not dropped */
	DROP_SHARED,		/* others may have a reference */
	DROP_LAST,		/* that is unlikely */
	DROP_RCU,		/* OBJ_FREED: it is there until the RCU section ends */
	DROP_COUNTED,		/* the reference was dropped by the object's own count */
};

struct mem_op {
	u8 kind;		/* enum mem_op_kind */
	bool may;		/* on some paths only */
	u8 dropped;		/* enum mem_drop, with OBJ_SOME */
	u16 flags;		/* OBJ_* of fresh memory */
	fx_id what, value;	/* in world.fx; FX_PARAM(MEM_RESULT) is the result */
	u64 by;			/* rules.by bits */
	const struct rule *drop;	/* OP_FREE, may: the record of what drops the reference in `value`, or NULL */
	u32 release;		/* and what runs when it was the last one: program symbol, or IR_NONE */
	s32 only;		/* may: the callee returns this number then, 0: not one only */
	u32 event;		/* in the callee, or in left_fn */
	u32 left_fn, left_block;	/* OP_NEW on a failing return: the function that failed first, and its return */
};

#define MEM_RESULT 63u		/* number of the parameter that stands for the result in paths of effects */
#define MEM_MAX_OPS 12u
#define MEM_MAX_EXITS 6u

#define FAIL_NULL 1u
#define FAIL_ERR 2u

struct mem_exit {
	struct atom cond[EFF_MAX_ATOMS];
	u8 nr_cond, nr_op;
	bool incomplete;	/* it does more than is said here */
	u8 fail;		/* FAIL_* bits: what it may return instead of the memory */
	bool fresh;		/* the result is memory that the caller owns, or whose failure the caller has to see */
	u16 ret_flags;		/* OBJ_* of it */
	u64 ret_by;
	u32 ret_event;		/* where it comes from */
	u32 block;		/* one of the blocks that return so */
	fx_id counted;		/* a reference to it was dropped: its count was asked; 0: none */
	bool warned;		/* behind a WARN_ON(): callers have no need to go there while there is another way */
	bool failing;		/* the result says that it failed */
	struct aval ret;
	fx_id ret_val;		/* the result where it can be named, else 0 */
	struct mem_op *op;	/* owned */
};

struct mem_effects {
	bool known;
	bool can_fail;		/* some result says that it failed */
	u8 nr_exit;		/* 0: no effect on memory, nothing known of the result */
	u32 deref;		/* bit per parameter: dereferenced on some path without a test */
	u32 use;		/* dereferenced at all */
	u32 test;		/* compared with NULL, or known not to matter when NULL */
	u32 passed;		/* given to a function that is called through a pointer */
	u32 deref_event[8];	/* where, of the first parameters */
	u64 writes;		/* Bloom filter of the members it may store to, callees included */
	struct mem_exit *exit;	/* owned */
};

/* A function releases a record that it did not make. */
struct mem_end {
	u32 fn, event;
	u32 record;		/* string id of its type */
};

struct mem {
	const struct program *p;
	struct mem_effects *eff;	/* per symbol */
	VEC(struct mem_hit) hit;	/* in the order of the functions */
	struct strtab str;
	struct mem_stats stats;
	u64 *bloom;		/* per program field: its bit in filters of members, made of its name */
	u8 *alias_bit;		/* and its number in the larger filter of a state */
	u8 *is_pointer;		/* per program field: some unit declares it as a pointer */
	u8 *is_inner;		/* not at the start of its record */
	u8 *is_array;		/* as an array */
	u8 *is_anonymous;	/* as a record without a name: its members are named as if they stood beside it */
	u8 *is_table;		/* per program field: a pointer to what holds a function that the last reference runs */
	u8 *is_part;		/* per program field: `part` of rules/: what a pointer there leads to goes with the object */
	u8 *is_link;		/* per program field: a pointer to the record that it is in */
	u8 *is_weak;		/* per program field: `borrow` of rules/: a pointer there does not keep the memory of who fails */
	u64 by_queued;		/* and those that are taken out of queues: they travel from hand to hand */
	u64 by_maybe;		/* those that some allocator returns without giving them away */
	u64 by_mixed;		/* those that stand for the things of many APIs */
	u64 by_plain;		/* and those that are nothing but memory: bytes */
	u64 by_returned;		/* kinds of memory that some function returns: rules.by bits */
	struct map member;		/* mem_member_key() -> what functions do with it, see member.c */
	VEC(struct mem_end) end;
	/* see forgotten.c; by program field: index of who releases it together with its record; some function leaves memory
	   there; releases it, or gives it away.  touched: function and field -> NOTE_* bits. */
	struct map together, owned, gone, touched;
	struct map cleaned;		/* what a failing function left to its callers, and one of them releases: see given.c */
};

/* How many functions... */
struct mem_belief {
	u32 relied;		/* dereference what is in the member without a look */
	u32 guarded;		/* dereference it where they know that it is there */
	u32 tested;		/* ask whether it is there */
	bool callers_look;	/* some caller of one who stores it asks right then */
};

/* file: in that file only, or IR_NONE. */
struct mem_belief mem_belief(const struct mem *m, u64 key, u32 file);

/* Analyses every function of the program.  The program must outlive *m. */
void mem_solve(struct mem *m, const struct program *p);
void mem_free(struct mem *m);
void mem_print(const struct mem *m, struct strbuf *out);

#endif
