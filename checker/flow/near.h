/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * unless_near=: a record is off in the folders where the code itself says otherwise.
 *
 * Input: what link_near.c found.  Output: an answer.  Cost: one lookup per name of the record, nothing for the others.
 */
#ifndef FLOW_NEAR_H
#define FLOW_NEAR_H

#include "base/types.h"

struct rule;
struct world;

/* Is the record off in that folder (flow_sym.folder)? */
bool rule_off_near(const struct world *w, const struct rule *r, u32 folder);

static inline u64 near_key(u32 folder, u32 name)
{
	return (u64)folder << 32 | name;
}

#endif
