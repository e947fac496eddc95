/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where function pointers go: a graph of slots (flow/target.h).  Internal to link/.
 *
 * A slot is a member, a variable, a parameter or local, or a function that is only a name; whatever object a member is
 * part of, it is one slot, and so is an array with all its elements and what a pointer to function pointers points to.
 * An edge says that what is in one slot may be copied to another; a source puts a function into one.
 */
#ifndef LINK_SLOTS_H
#define LINK_SLOTS_H

#include "link/link.h"

#define PARAMS_UNKNOWN 255u

struct slot_edge {
	u32 from, to;		/* slots */
};

struct slot_source {
	u32 slot, sym;
};

struct slot_user {		/* a folder that calls through a member */
	u32 field, folder;
};

struct slots {
	struct map id;		/* key -> slot */
	VEC(u64) key;
	VEC(u8) params;		/* how many the slot's type has, or PARAMS_UNKNOWN */
	VEC(struct slot_edge) edge;
	VEC(struct slot_source) source;
	VEC(struct slot_user) user;
	VEC(u8) ruled;		/* per program field: 1 = has no context in rules/, 2 = has one, 0 = not asked yet */
};

/* Sets after propagation: those of slot i are sym[at[i]] .. sym[at[i + 1] - 1], sorted. */
struct slot_sets {
	VEC(u32) at;
	VEC(u32) sym;
};

/* link_slots.c */
void slots_collect(struct program *p, struct slots *s);
void slots_free(struct slots *s);
/* How many parameters a function type has ("int (struct foo *, int)"); PARAMS_UNKNOWN: variadic, or not plain. */
u8 count_params(const char *type);

/* link_slots_solve.c */
void slots_solve(struct program *p, struct slots *s, struct slot_sets *out);

#endif
