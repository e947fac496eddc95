/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a call through a pointer may reach.
 *
 * Input: the sets that link/ made (link_indirect.c), one per slot: a place that holds function pointers, whatever
 * object it is in.  Output: the functions that one caller may reach through it, each with how sure that is.
 * Nothing here allocates; a set has at most TARGETS_MAX functions.
 */
#ifndef FLOW_TARGET_H
#define FLOW_TARGET_H

#include "base/map.h"
#include "base/vec.h"
#include "ir/ir.h"

#define TARGETS_MAX 64u

/* How sure is the edge? */
enum target_kind {
	TARGET_FIELD,		/* the member is set to several functions */
	TARGET_NEAR,		/* to several, but this one stands in the caller's folder */
	TARGET_EXACT,		/* the member, or the variable, is only ever set to this one */
	TARGET_NR
};

struct target {
	u32 sym;
	u8 kind;		/* enum target_kind */
};

struct target_set {
	u32 first, nr;		/* in targets.sym */
	bool split;		/* records of the same name in different folders: a caller means those of its own */
};

struct targets {
	struct map slot;	/* slot_*() -> index in set */
	VEC(struct target_set) set;
	VEC(u32) sym;
};

/* Slots: any u64 that is distinct. */
static inline u64 slot_field(u32 field)
{
	return 1ull << 60 | field;
}

static inline u64 slot_var(u32 sym)
{
	return 2ull << 60 | sym;
}

/* A member of one known variable. */
static inline u64 slot_var_field(u32 sym, u32 field)
{
	return 3ull << 60 | (u64)(sym & 0xfffffffu) << 28 | (field & 0xfffffffu);
}

static inline u64 slot_local(u32 fn, u32 local)
{
	return 4ull << 60 | (u64)fn << 24 | (local & 0xffffffu);
}

/* A function that is only a name for others (bind rules). */
static inline u64 slot_bound(u32 sym)
{
	return 5ull << 60 | sym;
}

/* A member of a record that is itself a member: x->nb.notifier_call. */
static inline u64 slot_part(u32 outer, u32 field)
{
	return 6ull << 60 | (u64)(outer & 0xfffffffu) << 28 | (field & 0xfffffffu);
}

struct world;

/* The first of the slots that is known; NULL when none is. */
const struct target_set *targets_find(const struct world *w, const u64 *slot, u32 nr);
/* Those that `caller` may reach: at most TARGETS_MAX. */
u32 targets_of(const struct world *w, const struct target_set *set, u32 caller, struct target out[TARGETS_MAX]);
/* What a value may hold, as the function's IR writes it; NULL when nothing is known. */
const struct target_set *targets_of_val(const struct world *w, u32 fn, ir_val_id v);
/* The same for the callee of a call; NULL also for a direct call. */
const struct target_set *targets_of_call(const struct world *w, u32 fn, const struct ir_event *call);
/* Confidence of an edge: 0 low .. 2 high. */
u8 target_confidence(enum target_kind kind);

#endif
