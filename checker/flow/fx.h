/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Symbolic expressions: what a value is in terms of the function's entry.
 *
 * IR values speak of places "now"; an fx speaks of what they held.  FX_PARAM(0) is the first argument as it came in,
 * however the parameter was assigned later.  One table lives as long as the program and holds what effects
 * export (paths from parameters and globals); another is reused for each function.  Nodes are hash-consed, so
 * equal expressions have equal ids.  Depth is bounded (FX_MAX_DEPTH): what would grow deeper is unknown.
 */
#ifndef FLOW_FX_H
#define FLOW_FX_H

#include <pthread.h>

#include "base/map.h"
#include "base/strbuf.h"
#include "base/vec.h"
#include "ir/ir.h"

enum fx_kind {
	FX_NONE,		/* id 0: nothing, no value */
	FX_CONST,		/* c */
	FX_PARAM,		/* a = index: value at entry */
	FX_LOCAL,		/* place; a = local */
	FX_GLOBAL,		/* place; a = program symbol */
	FX_FUNC,		/* a = program symbol */
	FX_FIELD,		/* place; a = place, b = program field */
	FX_DEREF,		/* place; a = pointer */
	FX_INDEX,		/* place; a = pointer, b = index or 0 */
	FX_ADDR,		/* a = place */
	FX_RESULT,		/* a = call event */
	FX_BIN,			/* op, a, b */
	FX_UN,			/* op, a */
	FX_JOIN,		/* a = block, b = place: value after a merge of different ones */
	FX_CTX,			/* a = ATOMIC bits: 1 when the context has any of them, else 0 */
	FX_STR,			/* a string literal's address */
	FX_UNKNOWN,		/* a = event that made it, b = number */
};

struct fx {
	u8 kind, op;
	u8 depth;
	u8 local;		/* mentions FX_LOCAL/RESULT/JOIN/UNKNOWN: has no meaning outside of the function */
	u8 has_result;		/* mentions FX_RESULT or FX_UNKNOWN */
	u8 pad[3];
	u32 a, b;
};

typedef u32 fx_id;

#define FX_MAX_DEPTH 12u
#define FX_UNSIGNED 0x80u	/* in op: OP_LT and OP_LE compare unsigned */

struct fx_slots {		/* hash slots that hold ids; 0: free */
	struct fx_slots *old;	/* of a shared table: those it had before, which somebody may still read */
	u32 nr;			/* a power of two */
	u32 id[];
};

/*
 * A shared table may be added to by several threads at a time.  Its nodes never move, so whoever has an id reads the
 * node without a lock; so does the search for a node that is there already, which is what mostly happens.  Ids then
 * differ from run to run: they are compared for equality only, never ordered or printed.
 */
struct fx_tab {
	VEC(struct fx) at;	/* shared: cap is a bound */
	struct fx_slots *slots;
	bool shared;
	pthread_mutex_t lock;	/* of a shared table's additions */
};

void fx_init(struct fx_tab *t);
void fx_init_shared(struct fx_tab *t);
void fx_reset(struct fx_tab *t);		/* empty again, memory kept */
void fx_free(struct fx_tab *t);
/* Finds or adds; folds DEREF(ADDR), ADDR(DEREF), constants.  0: the bound of depth, or of a shared table, is reached. */
fx_id fx_make(struct fx_tab *t, enum fx_kind kind, u8 op, u32 a, u32 b);
fx_id fx_const(struct fx_tab *t, s64 c);
static inline const struct fx *fx_at(const struct fx_tab *t, fx_id id)
{
	return &t->at.at[id];
}
static inline bool fx_is_const(const struct fx_tab *t, fx_id id, s64 *c)
{
	const struct fx *x = fx_at(t, id);

	if (x->kind != FX_CONST)
		return false;
	*c = (s64)((u64)x->b << 32 | x->a);
	return true;
}
static inline bool fx_is_place(enum fx_kind k)
{
	return k == FX_LOCAL || k == FX_GLOBAL || k == FX_FIELD || k == FX_DEREF || k == FX_INDEX;
}
/*
 * An order by what they say and not by their ids: the same in each run.  Symbols and members stand in the order of the
 * program.
 */
int fx_order(const struct fx_tab *t, fx_id a, fx_id b);
bool fx_mentions_param(const struct fx_tab *t, fx_id id);
bool fx_mentions_event(const struct fx_tab *t, fx_id id, u32 event);

/*
 * Copies id from one table to another.  param: what FX_PARAM(i) becomes in dst (nr entries), or NULL to keep it.
 * 0 when it mentions something that has no meaning there.
 */
fx_id fx_copy(struct fx_tab *dst, const struct fx_tab *src, fx_id id, const fx_id *param, u32 nr);

#endif
