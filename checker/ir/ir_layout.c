// SPDX-License-Identifier: GPL-2.0-only
/*
 * Layout: the open function becomes records of the unit.
 *
 * Input: blocks, chained events and values in the order in which they were made.  Output: reachable blocks in
 * reverse postorder from the entry, their events, args, successors and cases in block order, and the values that
 * are still used, in their old order.  Results of calls that were dropped become unknown.
 * Invariant: laying out a function that was laid out before changes nothing.  Cost: O(size of the function).
 */
#include "ir/ir_impl.h"

struct layout {
	u32 *order;		/* final number -> block */
	u32 *blk_new;		/* block -> final number, or IR_NONE */
	u32 *ev_new;		/* event -> final index, or IR_NONE */
	u32 *val_new;		/* value -> is it used, later its final id */
	u32 nr_blocks;
};

/* Depth-first, successors from the last to the first: so the first one, the fall-through, gets the next number. */
static void number_blocks(struct ir_builder *b, struct layout *l, u32 *stack, u32 *todo)
{
	u32 nr = b->blk.nr, at = nr, depth = 0;

	for (u32 i = 0; i < nr; i++)
		l->blk_new[i] = IR_NONE;
	stack[depth] = 0;
	todo[0] = b->blk.at[0].succ_nr;
	l->blk_new[0] = 0;
	for (;;) {
		u32 blk = stack[depth], to;

		if (!todo[blk]) {
			l->order[--at] = blk;
			if (!depth--)
				break;
			continue;
		}
		to = b->o_succ.at[b->blk.at[blk].succ_at + --todo[blk]];
		if (l->blk_new[to] != IR_NONE)
			continue;
		l->blk_new[to] = 0;
		todo[to] = b->blk.at[to].succ_nr;
		stack[++depth] = to;
	}
	l->nr_blocks = nr - at;
	l->order += at;
	for (u32 i = 0; i < l->nr_blocks; i++)
		l->blk_new[l->order[i]] = i;
}

static void put_events(struct ir_builder *b, struct layout *l, const struct irb_block *from, struct ir_block *to)
{
	to->ev_at = b->event.nr - b->cur.ev_at;
	for (u32 i = from->ev_first; i != IR_NONE; i = b->o_ev.at[i].next) {
		struct ir_event e = b->o_ev.at[i].e;

		if (e.kind == EV_CALL || e.kind == EV_ASM) {
			u32 from_at = e.b;

			e.b = b->arg.nr - b->cur.arg_at;
			vec_reserve(&b->arg, e.nargs);
			for (u32 k = 0; k < e.nargs; k++)
				b->arg.at[b->arg.nr++] = b->o_arg.at[from_at + k];
		}
		l->ev_new[i] = b->event.nr - b->cur.ev_at;
		vec_push(&b->event, e);
	}
	to->ev_nr = b->event.nr - b->cur.ev_at - to->ev_at;
}

static void put_block(struct ir_builder *b, struct layout *l, const struct irb_block *from)
{
	struct ir_block to = {
		.term = from->term, .cond = from->cond, .loc = from->loc,
		.succ_at = b->succ.nr - b->cur.succ_at, .succ_nr = from->succ_nr,
		.case_at = b->cas.nr - b->cur.case_at,
	};

	put_events(b, l, from, &to);
	for (u32 i = 0; i < from->succ_nr; i++)
		vec_push(&b->succ, l->blk_new[b->o_succ.at[from->succ_at + i]]);
	for (u32 i = 0; i < from->case_nr; i++)
		vec_push(&b->cas, b->o_case.at[from->case_at + i]);
	vec_push(&b->block, to);
}

static void use_operands(u32 *used, const struct ir_val *v)
{
	switch (v->kind) {
	case V_INDEX:
	case V_BIN:
		used[v->b] = 1;
		used[v->a] = 1;
		break;
	case V_FIELD:
	case V_DEREF:
	case V_ADDR:
	case V_UN:
		used[v->a] = 1;
		break;
	default:
		break;
	}
}

/* Calls f for each value that an event or a terminator of the open function holds. */
#define for_each_root(b, p, f) do {								\
	for (u32 i_ = (b)->cur.ev_at; i_ < (b)->event.nr; i_++) {				\
		p = &(b)->event.at[i_].a; f;							\
		if ((b)->event.at[i_].kind == EV_SET) {						\
			p = &(b)->event.at[i_].b; f;						\
		}										\
	}											\
	for (u32 i_ = (b)->cur.arg_at; i_ < (b)->arg.nr; i_++) {				\
		p = &(b)->arg.at[i_]; f;							\
	}											\
	for (u32 i_ = (b)->cur.blk_at; i_ < (b)->block.nr; i_++) {				\
		p = &(b)->block.at[i_].cond; f;							\
	}											\
} while (0)

/* Operands have smaller ids, so one pass down finds all that is used and one pass up renumbers in place. */
static void compact_values(struct ir_builder *b, struct layout *l)
{
	struct ir_val *val = b->val.at + b->cur.val_at;
	u32 nr = b->val.nr - b->cur.val_at, out = 0, *id = l->val_new;
	ir_val_id *p;

	memset(id, 0, nr * sizeof(*id));
	for_each_root(b, p, id[*p] = 1);
	for (u32 v = nr - 1; v; v--)
		if (id[v])
			use_operands(id, val + v);
	id[0] = 1;
	for (u32 v = 0; v < nr; v++) {
		struct ir_val n = val[v];

		if (!id[v])
			continue;
		switch (n.kind) {
		case V_INDEX:
		case V_BIN:
			n.b = id[n.b];
			n.a = id[n.a];
			break;
		case V_FIELD:
		case V_DEREF:
		case V_ADDR:
		case V_UN:
			n.a = id[n.a];
			break;
		case V_RESULT:
			n.a = n.a < b->o_ev.nr ? l->ev_new[n.a] : IR_NONE;
			if (n.a == IR_NONE)
				n = (struct ir_val){ .kind = V_UNKNOWN, .a = b->next_unknown++ };
			break;
		default:
			break;
		}
		id[v] = out;
		val[out++] = n;
	}
	b->val.nr = b->cur.val_at + out;
	for_each_root(b, p, *p = id[*p]);
}

static void put_func(struct ir_builder *b, u32 nparams, u32 flags)
{
	struct ir_func *f = &b->cur;

	f->val_nr = b->val.nr - f->val_at;
	f->ev_nr = b->event.nr - f->ev_at;
	f->arg_nr = b->arg.nr - f->arg_at;
	f->blk_nr = b->block.nr - f->blk_at;
	f->succ_nr = b->succ.nr - f->succ_at;
	f->case_nr = b->cas.nr - f->case_at;
	f->local_nr = b->local.nr - f->local_at;
	f->nparams = MIN(nparams, f->local_nr);
	f->flags |= flags;
	vec_push(&b->func, *f);
}

void irb_func_end(struct ir_builder *b, u32 nparams, u32 flags)
{
	u32 nr_val, nr_ev, nr_blk, *stack, *todo;
	struct layout l;

	BUG_ON(!b->open);
	if (!b->blk.nr)
		irb_block_new(b);
	nr_blk = b->blk.nr;
	nr_ev = b->o_ev.nr;
	nr_val = b->val.nr - b->cur.val_at;
	vec_clear(&b->scratch);
	vec_reserve(&b->scratch, (u64)nr_blk * 4 + nr_ev + nr_val);
	l.order = b->scratch.at;
	l.blk_new = l.order + nr_blk;
	stack = l.blk_new + nr_blk;
	todo = stack + nr_blk;
	l.ev_new = todo + nr_blk;
	l.val_new = l.ev_new + nr_ev;

	number_blocks(b, &l, stack, todo);
	for (u32 i = 0; i < nr_ev; i++)
		l.ev_new[i] = IR_NONE;
	for (u32 i = 0; i < l.nr_blocks; i++)
		put_block(b, &l, b->blk.at + l.order[i]);
	compact_values(b, &l);
	put_func(b, nparams, flags);
	b->open = false;
}
