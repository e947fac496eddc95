// SPDX-License-Identifier: GPL-2.0-only
/* Is a record off near some code? See near.h. */
#include "flow/near.h"

#include "flow/flow.h"

bool rule_off_near(const struct world *w, const struct rule *r, u32 folder)
{
	for (u32 i = 0; i < r->near_nr; i++)
		if (map_get(&w->near, near_key(folder, w->rules->near.at[r->near_at + i])) != MAP_NONE)
			return true;
	return false;
}
