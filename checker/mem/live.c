// SPDX-License-Identifier: GPL-2.0-only
/*
 * Live variables: which locals may be read, from the start of a block on, before they are set.
 *
 * A local whose address is taken is always live.  Backward over the blocks until nothing changes; a bit per local.
 * Cost: blocks x locals / 64, a few rounds.
 */
#include "mem/mem_int.h"

static u64 *live_of(const struct mrun *r, u32 block)
{
	return r->live.at + (size_t)block * r->live_words;
}

bool mem_is_live(const struct mrun *r, u32 block, u32 local)
{
	return live_of(r, block)[local / 64] >> (local % 64) & 1;
}

static void gen_value(const struct mrun *r, ir_val_id id, u64 *live);

/* A place that is stored to: what it takes to reach it is read, the local itself is not. */
static void gen_place(const struct mrun *r, ir_val_id id, u64 *live)
{
	const struct ir_val *v = &ir_vals(r->f->u, r->f->fn)[id];

	switch (v->kind) {
	case V_FIELD:
		gen_place(r, v->a, live);
		break;
	case V_DEREF:
		gen_value(r, v->a, live);
		break;
	case V_INDEX:
		gen_value(r, v->a, live);
		gen_value(r, v->b, live);
		break;
	default:
		break;
	}
}

static void gen_value(const struct mrun *r, ir_val_id id, u64 *live)
{
	const struct ir_val *v = &ir_vals(r->f->u, r->f->fn)[id];

	switch (v->kind) {
	case V_LOCAL:
		live[v->a / 64] |= 1ull << (v->a % 64);
		break;
	case V_FIELD: case V_DEREF: case V_UN: case V_ADDR:
		gen_value(r, v->a, live);
		break;
	case V_INDEX: case V_BIN:
		gen_value(r, v->a, live);
		gen_value(r, v->b, live);
		break;
	default:
		break;
	}
}

static void event_live(const struct mrun *r, const struct ir_event *e, u64 *live)
{
	const struct ir_val *to = &ir_vals(r->f->u, r->f->fn)[e->a];
	const ir_val_id *a = ir_args(r->f->u, r->f->fn, e);

	switch (e->kind) {
	case EV_SET:
		if (to->kind == V_LOCAL)
			live[to->a / 64] &= ~(1ull << (to->a % 64));
		else
			gen_place(r, e->a, live);
		gen_value(r, e->b, live);
		break;
	case EV_CALL:
	case EV_ASM:
		for (u32 i = 0; i < e->nargs; i++)
			gen_value(r, a[i], live);
		if (e->kind == EV_CALL)
			gen_value(r, e->a, live);
		break;
	case EV_USE:
		gen_value(r, e->a, live);
		break;
	default:
		break;
	}
}

/* Locals whose address is taken, and parameters: their old value has a name of its own. */
static void always_live(struct mrun *r, u64 *live)
{
	const struct ir_func *fn = r->f->fn;

	for (u32 i = 0; i < fn->nparams; i++)
		live[i / 64] |= 1ull << (i % 64);
	for (u32 i = 0; i < fn->val_nr; i++) {
		const struct ir_val *all = ir_vals(r->f->u, fn), *v = &all[i];

		if (v->kind != V_ADDR)
			continue;
		v = &all[v->a];
		while (v->kind == V_FIELD)
			v = &all[v->a];
		if (v->kind == V_LOCAL)
			live[v->a / 64] |= 1ull << (v->a % 64);
	}
	for (u32 b = 1; b < fn->blk_nr; b++)
		memcpy(live_of(r, b), live, r->live_words * sizeof(u64));
}

static bool block_live(struct mrun *r, u32 block, u64 *now)
{
	const struct ir_block *b = &ir_blocks(r->f->u, r->f->fn)[block];
	const u32 *succ = ir_succs(r->f->u, r->f->fn, b);
	u64 *in = live_of(r, block);
	bool changed = false;

	memset(now, 0, r->live_words * sizeof(u64));
	for (u32 i = 0; i < b->succ_nr; i++)
		for (u32 w = 0; w < r->live_words; w++)
			now[w] |= live_of(r, succ[i])[w];
	if (b->cond)
		gen_value(r, b->cond, now);
	for (u32 i = b->ev_nr; i; i--)
		event_live(r, ir_events(r->f->u, r->f->fn) + b->ev_at + i - 1, now);
	for (u32 w = 0; w < r->live_words; w++) {
		changed |= now[w] & ~in[w];
		in[w] |= now[w];
	}
	return changed;
}

void mem_liveness(struct mrun *r)
{
	u32 nr = r->f->fn->blk_nr, tmp, rows;
	bool changed = true;

	r->live_words = (r->f->fn->local_nr + 63) / 64;
	vec_clear(&r->live);
	/* one row more, for the block at hand */
	rows = (nr + 1) * r->live_words;
	vec_extend(&r->live, rows);
	if (!r->live_words)
		return;
	always_live(r, live_of(r, 0));
	tmp = nr;
	while (changed) {
		changed = false;
		for (u32 b = nr; b; b--)
			changed |= block_live(r, b - 1, live_of(r, tmp));
	}
}
