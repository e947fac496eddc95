// SPDX-License-Identifier: GPL-2.0-only
/* Sets of targets as a caller sees them; see target.h.  Cost: one lookup, and the size of the set. */
#include "flow/flow.h"

const struct target_set *targets_find(const struct world *w, const u64 *slot, u32 nr)
{
	for (u32 i = 0; i < nr; i++) {
		u32 at = slot[i] ? map_get(&w->targets.slot, slot[i]) : MAP_NONE;

		if (at != MAP_NONE)
			return &w->targets.set.at[at];
	}
	return NULL;
}

u32 targets_of(const struct world *w, const struct target_set *set, u32 caller, struct target out[TARGETS_MAX])
{
	const u32 *sym = w->targets.sym.at + set->first;
	u32 folder = w->sym.at[caller].folder, n = 0;
	bool mine = false;

	for (u32 i = 0; set->split && i < set->nr; i++)
		mine |= w->sym.at[sym[i]].folder == folder;
	for (u32 i = 0; i < set->nr && n < TARGETS_MAX; i++) {
		bool near = w->sym.at[sym[i]].folder == folder;

		if (mine && !near)
			continue;
		out[n++] = (struct target){ sym[i],
			set->nr == 1 ? TARGET_EXACT : near ? TARGET_NEAR : TARGET_FIELD };
	}
	return n;
}

/* The variable that a place is part of, without going through a pointer; IR_NONE: none. */
static u32 variable_of(const struct ir_val *val, ir_val_id v)
{
	for (;;) {
		switch (val[v].kind) {
		case V_FIELD:
			v = val[v].a;
			break;
		case V_INDEX:
			if (val[val[v].a].kind != V_ADDR)
				return IR_NONE;
			v = val[val[v].a].a;
			break;
		case V_GLOBAL:
			return val[v].a;
		default:
			return IR_NONE;
		}
	}
}

const struct target_set *targets_of_call(const struct world *w, u32 fn, const struct ir_event *call)
{
	return targets_of_val(w, fn, call->a);
}

const struct target_set *targets_of_val(const struct world *w, u32 fn, ir_val_id v)
{
	const struct flow_unit *fu = &w->unit.at[w->sym.at[fn].unit];
	const struct ir_func *f = &fu->u->func[w->sym.at[fn].func];
	const struct ir_val *val = ir_vals(fu->u, f);
	u64 slot[2] = { 0 };
	u32 var;

	/* an element of an array, or what a pointer to a pointer points to, has the slot of the whole */
	while (val[v].kind == V_INDEX || val[v].kind == V_DEREF || val[v].kind == V_ADDR)
		v = val[v].a;
	switch (val[v].kind) {
	case V_FUNC:
		slot[0] = slot_bound(fu->sym[val[v].a]);
		break;
	case V_LOCAL:
		slot[0] = slot_local(fn, val[v].a);
		break;
	case V_GLOBAL:
		slot[0] = slot_var(fu->sym[val[v].a]);
		break;
	case V_FIELD:
		var = variable_of(val, v);
		slot[0] = var == IR_NONE ? 0 : slot_var_field(fu->sym[var], fu->field[val[v].b]);
		slot[1] = slot_field(fu->field[val[v].b]);
		break;
	default:
		break;
	}
	return targets_find(w, slot, 2);
}

u8 target_confidence(enum target_kind kind)
{
	return kind == TARGET_EXACT ? 2 : 1;
}
