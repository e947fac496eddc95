// SPDX-License-Identifier: GPL-2.0-only
/*
 * Ways through a function that its author hardly means, though nothing in it rules them out: past a loop that is never
 * entered, past a switch that knows no such value, on behind a WARN_ON() that fired.
 *
 * Output: marks of a state, which a merge with a state that came another way takes away.  What goes wrong only on such
 * a way is graded low.  Blocks are in reverse postorder: an edge to a lower one, or to itself, goes back.
 * Cost: linear in the edges, once per function.
 */
#include "mem/mem_int.h"

void mem_ways(struct mrun *r)
{
	const struct ir_block *b = ir_blocks(r->f->u, r->f->fn);
	u32 end = 0;

	vec_clear(&r->shape);
	vec_extend(&r->shape, r->f->fn->blk_nr);
	for (u32 i = 0; i < r->f->fn->blk_nr; i++) {
		const u32 *succ = ir_succs(r->f->u, r->f->fn, &b[i]);

		for (u32 k = 0; k < b[i].succ_nr; k++) {
			struct mem_shape *to = &r->shape.at[succ[k]];

			to->preds++;
			if (succ[k] <= i)
				to->loop_end = MAX(to->loop_end, i + 1);
		}
	}
	/* whoever comes back to a block has taken an edge that goes back over it */
	for (u32 i = 0; i < r->f->fn->blk_nr; i++) {
		end = MAX(end, r->shape.at[i].loop_end);
		r->shape.at[i].again = end > i;
	}
}

void mem_way_arrives(const struct mrun *r, struct mstate *st, u32 block)
{
	st->header = r->shape.at[block].loop_end && block > r->block ? block + 1 : 0;
}

void mem_way_taken(const struct mrun *r, struct mstate *st, u32 i)
{
	const struct ir_block *b = &ir_blocks(r->f->u, r->f->fn)[r->block];
	u32 to = ir_succs(r->f->u, r->f->fn, b)[i];

	if (b->term == TERM_BRANCH && st->header == r->block + 1 && to >= r->shape.at[r->block].loop_end)
		st->hardly |= HARDLY_EMPTY;
	/* a default that is written has a block of its own */
	if (b->term == TERM_SWITCH && b->succ_nr > 2 && i + 1 == b->succ_nr && r->shape.at[to].preds > 1)
		st->hardly |= HARDLY_EMPTY;
}

/* The object whose count both have asked; one that is NULL has none to ask. */
static fx_id counted_in_both(struct mrun *r, struct mstate *a, struct mstate *b)
{
	struct mstate *without = a->counted ? b : a;
	fx_id v = a->counted ? a->counted : b->counted;
	struct aval is;
	s64 c;

	if (a->counted == b->counted)
		return v;
	is = !without->counted ? ev_aval(r->f, &without->s, v) : AVAL_TOP;
	return aval_is_const(&is, &c) && !c ? v : 0;
}

bool mem_way_merges(struct mrun *r, struct mstate *a, struct mstate *b)
{
	bool changed = a->hardly & ~b->hardly;
	fx_id counted = counted_in_both(r, a, b);

	changed |= a->counted != counted;
	a->counted = counted;
	a->hardly &= b->hardly;
	if (a->header != b->header)
		a->header = 0;
	return changed;
}
