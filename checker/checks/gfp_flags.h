/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Between the files of the check gfp-flags: gfp_flags.c (who is told of the calls, words of flags), gfp_flags_bits.c
 * (bits of a unit's tree), gfp_flags_wide.c (flags that a function was given and does not use), gfp_flags_place.c
 * (flags in the wrong place), gfp_flags_test.c (tests that mistake GFP_NOFS for atomic), gfp_flags_say.c (findings).
 */
#ifndef CHECKS_GFP_FLAGS_H
#define CHECKS_GFP_FLAGS_H

#include "checks/at.h"

/* A record of kind "flags" in the bits of one tree. */
struct gfp_record {
	u64 has, lacks;
	bool on;		/* the tree has all the flags that it names */
};

/* What the named constants are in one unit; units that agree share one. */
struct gfp_bits {
	const struct ir_unit *u;	/* one that has them */
	u64 all, direct, kswapd, fs, io, zero;
	VEC(struct gfp_record) rec;	/* as gfp.rec */
};

/*
 * A parameter of a function that becomes the flags of an allocator: (parameter & ~clear) | set gets there, if the
 * parameter's bits are as one and zero say.
 */
struct gfp_word {
	u32 param, families;
	u64 set, clear, one, zero;
	u32 event;		/* the call in this function */
	u32 callee;
	u32 below;		/* the callee's word; IR_NONE: it is the allocator */
	u32 next;		/* another one of the function, IR_NONE */
};

enum gfp_hit_kind {
	HIT_SWAPPED, HIT_NOT_FLAGS, HIT_NOT_GFP_T, HIT_RECORD, HIT_DROPPED, HIT_WIDER, HIT_WIDER_BELOW,
};

struct gfp_hit {
	struct link at;
	u8 kind, grade;		/* enum gfp_hit_kind, enum confidence */
	u32 rec;		/* HIT_RECORD: in gfp.rec */
	u32 word;		/* of the callee, IR_NONE */
	u32 callee;		/* with word */
	u32 arg;		/* HIT_SWAPPED, HIT_NOT_*: the argument at fault */
	struct link from;	/* HIT_WIDER*: the function with the parameter, and its call */
	u32 param;
	const char *name;		/* HIT_WIDER, HIT_DROPPED: of the constant, NULL */
	bool if_word;		/* HIT_WIDER*: counts only if the parameter is given to an allocator elsewhere */
};

#define GFP_MAX_PARAMS 4

/* The function at hand. */
struct gfp_fn {
	u32 fn;
	u32 nr;
	u32 param[GFP_MAX_PARAMS];	/* of type gfp_t */
	bool used[GFP_MAX_PARAMS];
};

struct gfp {
	const struct check_ctx *cx;
	bool off;
	VEC(const struct rule *) rec;
	VEC(struct gfp_bits) bits;
	u32 *bits_of;			/* per unit: in bits */
	VEC(struct gfp_word) word;
	u32 *first_word;		/* per symbol; IR_NONE */
	VEC(struct gfp_hit) hit;
	struct map seen;		/* place and kind of a hit */
	struct gfp_fn cur;
};

/* What reaches a place: bits known to be set or clear, and the expression behind them. */
struct gfp_value {
	u64 one, zero;
	fx_id root;		/* what is left when constants are taken off */
	u64 set, clear;
};

/* gfp_flags_bits.c */
void gfp_bits_init(struct gfp *g);
const struct gfp_bits *gfp_bits_of(const struct gfp *g, u32 fn);
/* The value of the flag that a text begins with; false when it begins with none. */
bool gfp_named(const struct gfp_bits *b, const char *text, u64 *out);
/* The name of a combination, "GFP_KERNEL"; NULL. */
const char *gfp_name(const struct gfp_bits *b, u64 bits);
struct gfp_value gfp_value(const struct gfp_bits *b, const struct flow_at *at, u32 arg);
bool gfp_is_gfp_t(const struct ir_unit *u, u32 type);
/* The constant that the argument is written as in the IR. */
bool gfp_const_arg(const struct gfp *g, const struct flow_at *at, u32 arg, u64 *out);

/* gfp_flags.c */
void gfp_hit(struct gfp *g, struct gfp_hit h);
/*
 * Does the function's parameter become the flags of an allocator, and decide whether it waits?  Known once the
 * function was simulated.
 */
bool gfp_has_word(const struct gfp *g, u32 fn, u32 param);
/* The argument with the flags of a function that rules/ knows, -1. */
int gfp_rule_arg(const struct gfp *g, u32 sym);

/* gfp_flags_wide.c: c goes to an allocator at this call, by its argument arg (IR_NONE: somewhere below). */
void gfp_enter(struct gfp *g, u32 fn);
void gfp_wider(struct gfp *g, const struct flow_at *at, u32 arg);
void gfp_wider_below(struct gfp *g, const struct flow_at *at);
/* gfp_flags_place.c */
void gfp_place(struct gfp *g, const struct flow_at *at);
/* gfp_flags_test.c */
void gfp_tests(const struct gfp *g);
/* gfp_flags_say.c */
void gfp_say(struct gfp *g);

#endif
