// SPDX-License-Identifier: GPL-2.0-only
/*
 * The builder: the unit's tables, and blocks, events and terminators of the open function.
 *
 * Input: the calls of front/ (or of ir_read.c).  Output: the arrays of a unit.  While a function is open, its
 * events lie in the order in which they were made, chained by block; ir_layout.c puts them into place.
 * Invariant: a closed block never changes.  Cost: O(1) per call.
 */
#include "ir/ir_build.h"
#include "ir/ir_impl.h"

void irb_init(struct ir_builder *b)
{
	*b = (struct ir_builder){ 0 };
	strtab_init(&b->str);
}

void irb_free(struct ir_builder *b)
{
	strtab_free(&b->str);
#define X(n, t) vec_free(&b->n);
	IR_SECTIONS(X)
#undef X
	map_free(&b->sym_map);
	map_free(&b->field_map);
	map_free(&b->file_map);
	map_free(&b->num_map);
	vec_free(&b->blk);
	vec_free(&b->o_ev);
	vec_free(&b->o_arg);
	vec_free(&b->o_succ);
	vec_free(&b->o_case);
	vec_free(&b->slot);
	vec_free(&b->scratch);
}

void irb_unit(struct ir_builder *b, struct ir_unit *out)
{
	/* why: the inline helpers of ir.h add an offset, if only 0, to each array; NULL does not bear that */
	static const u64 empty[2];

	BUG_ON(b->open);
#define X(n, t) out->n = b->n.at ? b->n.at : (const void *)empty; out->nr_##n = b->n.nr;
	IR_SECTIONS(X)
#undef X
	out->text = b->str.text;
	out->nr_text = b->str.len;
}

/* ---- tables ---- */

ir_str irb_str(struct ir_builder *b, const char *s)
{
	/* why two steps: adding may move off */
	u32 id = strtab_add(&b->str, s ? s : "");

	return b->str.off[id];
}

u32 irb_file(struct ir_builder *b, const char *path, u32 flags)
{
	ir_str str = irb_str(b, path);
	u32 id = map_get(&b->file_map, str);

	if (id == MAP_NONE) {
		/* why: ir_loc.file has 16 bits; a TU with more files than that does not exist outside of tests */
		if (b->file.nr > UINT16_MAX)
			return UINT16_MAX;
		id = b->file.nr;
		vec_push(&b->file, (struct ir_file){ .path = str });
		map_put(&b->file_map, str, id);
	}
	b->file.at[id].flags |= flags;
	return id;
}

u32 irb_type(struct ir_builder *b, struct ir_type t)
{
	vec_push(&b->type, t);
	return b->type.nr - 1;
}

u32 irb_field(struct ir_builder *b, const char *rec, const char *name, u32 type, u32 off)
{
	struct ir_field f = { .rec = irb_str(b, rec), .name = irb_str(b, name), .type = type, .off = off };
	u64 key = (u64)f.rec << 32 | f.name;
	u32 id = map_get(&b->field_map, key);

	if (id != MAP_NONE)
		return id;
	vec_push(&b->field, f);
	map_put(&b->field_map, key, b->field.nr - 1);
	return b->field.nr - 1;
}

u32 irb_sym(struct ir_builder *b, const char *name, enum ir_sym_kind kind, u32 flags, u32 file)
{
	ir_str str = irb_str(b, name);
	u64 key = (u64)str << 32 | (u64)kind << 31;
	struct ir_sym *s;
	u32 id;

	if (flags & IR_SYM_STATIC)
		key |= 1u << 30 | (file & 0x3fffffff);
	id = map_get(&b->sym_map, key);
	if (id == MAP_NONE) {
		id = b->sym.nr;
		vec_push(&b->sym, (struct ir_sym){ .name = str, .kind = (u16)kind, .file = file, .type = IR_NONE });
		map_put(&b->sym_map, key, id);
	}
	s = b->sym.at + id;
	if ((flags & IR_SYM_DEFINED) && !(s->flags & IR_SYM_DEFINED))
		s->file = file;
	s->flags |= (u16)flags;
	return id;
}

/* ---- numbers of initialisers ---- */

/*
 * num_map: (var, field) -> MANY, or how many different numbers it has so far; (var, field, value) is found by a look
 * at them, at most IR_MAX_NUMS, from the end: a member's numbers are rarely far away.
 */
static u64 num_key(u32 var, u32 field)
{
	return (u64)var << 32 | field;
}

bool irb_num_is_many(const struct ir_builder *b, u32 var, u32 field)
{
	return map_get(&b->num_map, num_key(var, field)) == IR_MAX_NUMS + 1;
}

static bool num_is_known(const struct ir_builder *b, u32 var, u32 field, u32 nr, s64 value)
{
	for (u32 i = b->num.nr; nr && i--;) {
		const struct ir_num *n = &b->num.at[i];

		if (n->var != var)
			return false;
		if (n->field != field)
			continue;
		if (n->value == value)
			return true;
		nr--;
	}
	return false;
}

/* What was kept of the member says nothing beside MANY. */
static void num_many(struct ir_builder *b, u32 var, u32 field)
{
	u32 first = b->num.nr, out;

	while (first && b->num.at[first - 1].var == var)
		first--;
	out = first;
	for (u32 i = first; i < b->num.nr; i++)
		if (b->num.at[i].field != field)
			b->num.at[out++] = b->num.at[i];
	b->num.nr = out;
	vec_push(&b->num, (struct ir_num){ .var = var, .field = field, .flags = IR_NUM_MANY });
}

void irb_num(struct ir_builder *b, u32 var, u32 field, bool many, s64 value)
{
	u32 nr = map_get(&b->num_map, num_key(var, field));

	if (nr == MAP_NONE)
		nr = 0;
	if (nr > IR_MAX_NUMS || (!many && num_is_known(b, var, field, nr, value)))
		return;
	if (many || nr == IR_MAX_NUMS) {
		num_many(b, var, field);
		nr = IR_MAX_NUMS;
	} else {
		vec_push(&b->num, (struct ir_num){ .var = var, .field = field, .value = value });
	}
	map_put(&b->num_map, num_key(var, field), nr + 1);
}

/* ---- functions ---- */

void irb_func_begin(struct ir_builder *b, u32 sym, struct ir_loc loc, u32 end_line)
{
	BUG_ON(b->open || sym >= b->sym.nr);
	b->open = true;
	b->cur = (struct ir_func){
		.sym = sym, .loc = loc, .end_line = end_line,
		.val_at = b->val.nr, .ev_at = b->event.nr, .arg_at = b->arg.nr, .blk_at = b->block.nr,
		.succ_at = b->succ.nr, .case_at = b->cas.nr, .local_at = b->local.nr,
	};
	vec_clear(&b->blk);
	vec_clear(&b->o_ev);
	vec_clear(&b->o_arg);
	vec_clear(&b->o_succ);
	vec_clear(&b->o_case);
	irb_values_begin(b);
}

void irb_func_abort(struct ir_builder *b)
{
	BUG_ON(!b->open);
	b->val.nr = b->cur.val_at;
	b->local.nr = b->cur.local_at;
	b->open = false;
}

u32 irb_local(struct ir_builder *b, const char *name, u32 type, struct ir_loc loc)
{
	BUG_ON(!b->open);
	vec_push(&b->local, (struct ir_local){ .name = irb_str(b, name), .type = type, .loc = loc });
	return b->local.nr - 1 - b->cur.local_at;
}

/* The last block that fits stands for all further ones: control that gets there is lost. */
u32 irb_block_new(struct ir_builder *b)
{
	struct irb_block n = { .ev_first = IR_NONE, .ev_last = IR_NONE };

	BUG_ON(!b->open);
	if (b->blk.nr == IR_MAX_BLOCKS)
		return IR_MAX_BLOCKS - 1;
	if (b->blk.nr == IR_MAX_BLOCKS - 1) {
		n.closed = true;
		b->cur.flags |= IR_FUNC_TRUNCATED;
	}
	vec_push(&b->blk, n);
	return b->blk.nr - 1;
}

/* ---- events ---- */

static struct irb_block *block_at(struct ir_builder *b, u32 blk)
{
	BUG_ON(!b->open || blk >= b->blk.nr);
	return b->blk.at + blk;
}

bool irb_closed(const struct ir_builder *b, u32 blk)
{
	BUG_ON(!b->open || blk >= b->blk.nr);
	return b->blk.at[blk].closed;
}

static bool may_append(struct ir_builder *b, u32 blk)
{
	if (block_at(b, blk)->closed)
		return false;
	if (b->o_ev.nr < IR_MAX_EVENTS)
		return true;
	b->cur.flags |= IR_FUNC_TRUNCATED;
	return false;
}

static void append(struct ir_builder *b, u32 blk, const struct ir_event *e)
{
	struct irb_block *p = block_at(b, blk);
	u32 nr = b->o_ev.nr;

	vec_push(&b->o_ev, (struct irb_event){ .e = *e, .next = IR_NONE });
	if (p->ev_last == IR_NONE)
		p->ev_first = nr;
	else
		b->o_ev.at[p->ev_last].next = nr;
	p->ev_last = nr;
}

static ir_val_id known_value(struct ir_builder *b, ir_val_id v)
{
	return v ? v : irb_unknown(b);
}

ir_val_id irb_call(struct ir_builder *b, u32 blk, struct ir_event e, const ir_val_id *args, u32 nargs)
{
	bool is_asm = e.kind == EV_ASM;

	BUG_ON(e.kind != EV_CALL && !is_asm);
	if (!may_append(b, blk))
		return is_asm ? 0 : irb_unknown(b);
	if (nargs > UINT16_MAX) {
		nargs = UINT16_MAX;
		b->cur.flags |= IR_FUNC_TRUNCATED;
	}
	e.a = is_asm ? 0 : known_value(b, e.a);
	e.b = b->o_arg.nr;
	e.nargs = (u16)nargs;
	vec_reserve(&b->o_arg, nargs);
	for (u32 i = 0; i < nargs; i++)
		b->o_arg.at[b->o_arg.nr++] = args[i];
	append(b, blk, &e);
	return is_asm ? 0 : irb_val(b, V_RESULT, OP_NONE, 0, b->o_ev.nr - 1, 0);
}

/* What an operand must be is made sure of here, so that a slip of the lowering costs one event, not the TU. */
void irb_event(struct ir_builder *b, u32 blk, struct ir_event e)
{
	enum ir_val_kind kind;

	if (e.kind == EV_CALL || e.kind == EV_ASM) {
		irb_call(b, blk, e, NULL, 0);
		return;
	}
	BUG_ON(e.kind > EV_LIFE);
	if (!may_append(b, blk))
		return;
	e.nargs = 0;
	kind = (enum ir_val_kind)irb_get(b, e.a)->kind;
	if (e.kind == EV_LIFE && kind != V_LOCAL)
		return;
	if (e.kind == EV_SET && !ir_is_place(kind) && kind != V_UNKNOWN)
		e.a = irb_unknown(b);
	e.a = known_value(b, e.a);
	e.b = e.kind == EV_SET ? known_value(b, e.b) : 0;
	append(b, blk, &e);
}

/* ---- terminators ---- */

/* False when the block has its terminator already: then the new one is for dead code. */
static bool block_close(struct ir_builder *b, u32 blk, enum ir_term term, ir_val_id cond, struct ir_loc loc)
{
	struct irb_block *p = block_at(b, blk);

	if (p->closed)
		return false;
	p->closed = true;
	p->term = (u8)term;
	p->cond = cond;
	p->loc = loc;
	p->succ_at = b->o_succ.nr;
	p->case_at = b->o_case.nr;
	return true;
}

static void succ_add(struct ir_builder *b, u32 blk, u32 to)
{
	BUG_ON(to >= b->blk.nr);
	vec_push(&b->o_succ, to);
	block_at(b, blk)->succ_nr++;
}

static void jump_at(struct ir_builder *b, u32 blk, u32 to, struct ir_loc loc)
{
	if (block_close(b, blk, TERM_JUMP, 0, loc))
		succ_add(b, blk, to);
}

void irb_jump(struct ir_builder *b, u32 blk, u32 to)
{
	jump_at(b, blk, to, (struct ir_loc){ 0 });
}

void irb_branch(struct ir_builder *b, u32 blk, ir_val_id cond, u32 yes, u32 no, struct ir_loc loc)
{
	s64 c;

	if (irb_closed(b, blk))
		return;
	cond = known_value(b, cond);
	if (irb_is_const(b, cond, &c)) {
		jump_at(b, blk, c ? yes : no, loc);
		return;
	}
	block_close(b, blk, TERM_BRANCH, cond, loc);
	succ_add(b, blk, yes);
	succ_add(b, blk, no);
}

void irb_return(struct ir_builder *b, u32 blk, ir_val_id v, struct ir_loc loc)
{
	block_close(b, blk, TERM_RETURN, v, loc);
}

void irb_switch(struct ir_builder *b, u32 blk, ir_val_id cond, const struct ir_case *cas, const u32 *succ,
		u32 ncases, u32 deflt, struct ir_loc loc)
{
	s64 c;

	if (irb_closed(b, blk))
		return;
	cond = known_value(b, cond);
	/* why: `switch (sizeof(x))` is how the kernel picks among inline functions by size */
	if (irb_is_const(b, cond, &c)) {
		for (u32 i = 0; i < ncases; i++) {
			if (c >= cas[i].lo && c <= cas[i].hi) {
				jump_at(b, blk, succ[i], loc);
				return;
			}
		}
		jump_at(b, blk, deflt, loc);
		return;
	}
	block_close(b, blk, TERM_SWITCH, cond, loc);
	for (u32 i = 0; i < ncases; i++) {
		succ_add(b, blk, succ[i]);
		vec_push(&b->o_case, cas[i]);
	}
	succ_add(b, blk, deflt);
	block_at(b, blk)->case_nr = ncases;
}

void irb_asm_goto(struct ir_builder *b, u32 blk, const u32 *succ, u32 nr, struct ir_loc loc)
{
	BUG_ON(!nr);
	if (!block_close(b, blk, TERM_ASM_GOTO, 0, loc))
		return;
	for (u32 i = 0; i < nr; i++)
		succ_add(b, blk, succ[i]);
}

void irb_unreachable(struct ir_builder *b, u32 blk)
{
	block_close(b, blk, TERM_NONE, 0, (struct ir_loc){ 0 });
}
