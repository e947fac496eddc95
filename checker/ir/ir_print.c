// SPDX-License-Identifier: GPL-2.0-only
/*
 * The unit as text; checker/doc/ir.md defines the form.
 *
 * Input: a unit that ir_verify() accepts.  Output: text from which ir_read() makes the same unit, and that
 * depends on nothing but the unit's contents (no ids of values, no offsets of strings).
 * Cost: O(size of the text); names are counted once per unit.
 */
#include "ir/ir_impl.h"

/* A value whose tree has more nodes than this is a `let` of its own. */
#define LET_NODES 32u

static void put_words(struct strbuf *out, const struct ir_word *w, u32 flags)
{
	for (; w->word; w++) {
		if (flags & w->value)
			strbuf_printf(out, " %s", w->word);
		flags &= ~w->value;
	}
	if (flags)
		strbuf_printf(out, " flags %u", flags);
}

static void put_type(const struct ir_dump *d, u32 type)
{
	const struct ir_type *t;

	if (type == IR_NONE) {
		strbuf_puts(d->out, " -");
		return;
	}
	t = d->u->type + type;
	strbuf_putc(d->out, ' ');
	ir_print_quoted(d->out, ir_text(d->u, t->alias ? t->alias : t->name));
	if (d->type_place.at[type] > 1)
		strbuf_printf(d->out, "~%u", d->type_place.at[type]);
}

/* In a function, the file is the function's own unless `in` says otherwise; elsewhere it is the first one. */
static void put_loc(const struct ir_dump *d, struct ir_loc loc)
{
	u16 usual = d->f ? d->f->loc.file : 0;

	if (!loc.line && !loc.col && !loc.file)
		return;
	strbuf_printf(d->out, " at %u:%u", loc.line, loc.col);
	if (loc.file == usual || loc.file >= d->u->nr_file)
		return;
	strbuf_puts(d->out, " in ");
	ir_print_quoted(d->out, ir_text(d->u, d->u->file[loc.file].path));
}

/* ---- tables ---- */

static void put_files(const struct ir_dump *d)
{
	for (u32 i = 0; i < d->u->nr_file; i++) {
		strbuf_puts(d->out, "file ");
		ir_print_quoted(d->out, ir_text(d->u, d->u->file[i].path));
		put_words(d->out, ir_words_file, d->u->file[i].flags);
		strbuf_putc(d->out, '\n');
	}
}

static void put_types(const struct ir_dump *d)
{
	for (u32 i = 0; i < d->u->nr_type; i++) {
		const struct ir_type *t = d->u->type + i;

		strbuf_printf(d->out, "type %s", ir_words_type[t->kind].word);
		if (t->bits)
			strbuf_printf(d->out, " %u", t->bits);
		if (t->is_signed)
			strbuf_puts(d->out, " signed");
		strbuf_putc(d->out, ' ');
		ir_print_quoted(d->out, ir_text(d->u, t->name));
		if (t->alias) {
			strbuf_puts(d->out, " alias ");
			ir_print_quoted(d->out, ir_text(d->u, t->alias));
		}
		if (t->elem != IR_NONE) {
			strbuf_puts(d->out, " of");
			put_type(d, t->elem);
		}
		strbuf_putc(d->out, '\n');
	}
}

static void put_fields(const struct ir_dump *d)
{
	for (u32 i = 0; i < d->u->nr_field; i++) {
		const struct ir_field *f = d->u->field + i;

		strbuf_puts(d->out, "field ");
		ir_print_quoted(d->out, ir_text(d->u, f->rec));
		strbuf_putc(d->out, ' ');
		ir_print_name(d->out, ir_text(d->u, f->name));
		put_type(d, f->type);
		if (f->off != IR_NONE)
			strbuf_printf(d->out, " off %u", f->off);
		strbuf_putc(d->out, '\n');
	}
}

static void put_syms(const struct ir_dump *d)
{
	u32 usual = d->u->nr_file ? 0 : IR_NONE;

	for (u32 i = 0; i < d->u->nr_sym; i++) {
		const struct ir_sym *s = d->u->sym + i;

		strbuf_printf(d->out, "sym %s ", s->kind == SYM_FUNC ? "func" : "var");
		ir_print_name(d->out, ir_text(d->u, s->name));
		put_type(d, s->type);
		if (s->sig) {
			strbuf_puts(d->out, " sig ");
			ir_print_quoted(d->out, ir_text(d->u, s->sig));
		}
		put_words(d->out, ir_words_sym, s->flags);
		if (s->file == IR_NONE && usual != IR_NONE) {
			strbuf_puts(d->out, " in -");
		} else if (s->file != usual) {
			strbuf_puts(d->out, " in ");
			ir_print_quoted(d->out, ir_text(d->u, d->u->file[s->file].path));
		}
		strbuf_putc(d->out, '\n');
	}
}

static void put_init(const struct ir_dump *d, const struct ir_init *n)
{
	strbuf_puts(d->out, "init ");
	if (n->var == IR_NONE)
		strbuf_putc(d->out, '-');
	else
		ir_dump_sym(d, n->var);
	if (n->field != IR_NONE) {
		strbuf_putc(d->out, '.');
		ir_dump_field(d, n->field);
	}
	strbuf_puts(d->out, " = ");
	ir_dump_sym(d, n->sym);
	put_loc(d, n->loc);
	strbuf_putc(d->out, '\n');
}

static void put_num(const struct ir_dump *d, const struct ir_num *n)
{
	strbuf_puts(d->out, "num ");
	ir_dump_sym(d, n->var);
	if (n->field != IR_NONE) {
		strbuf_putc(d->out, '.');
		ir_dump_field(d, n->field);
	}
	if (n->flags & IR_NUM_MANY)
		strbuf_puts(d->out, " many\n");
	else
		strbuf_printf(d->out, " = %lld\n", (long long)n->value);
}

static void put_facts(const struct ir_dump *d)
{
	for (u32 i = 0; i < d->u->nr_annot; i++) {
		strbuf_puts(d->out, "annot ");
		ir_dump_sym(d, d->u->annot[i].sym);
		strbuf_putc(d->out, ' ');
		ir_print_quoted(d->out, ir_text(d->u, d->u->annot[i].text));
		strbuf_putc(d->out, '\n');
	}
	for (u32 i = 0; i < d->u->nr_cst; i++) {
		strbuf_puts(d->out, "const ");
		ir_print_name(d->out, ir_text(d->u, d->u->cst[i].name));
		strbuf_printf(d->out, " %lld\n", (long long)d->u->cst[i].value);
	}
	for (u32 i = 0; i < d->u->nr_init; i++)
		put_init(d, d->u->init + i);
	for (u32 i = 0; i < d->u->nr_num; i++)
		put_num(d, d->u->num + i);
}

/* ---- functions ---- */

static void put_args(const struct ir_dump *d, const struct ir_event *e)
{
	const ir_val_id *args = ir_args(d->u, d->f, e);

	strbuf_putc(d->out, '(');
	for (u32 i = 0; i < e->nargs; i++) {
		strbuf_puts(d->out, i ? ", " : "");
		ir_dump_val(d, args[i]);
	}
	strbuf_putc(d->out, ')');
}

static void put_event(const struct ir_dump *d, u32 nr, bool has_result)
{
	const struct ir_event *e = ir_events(d->u, d->f) + nr;

	strbuf_putc(d->out, '\t');
	switch (e->kind) {
	case EV_CALL:
		if (has_result)
			strbuf_printf(d->out, "%%%u = ", nr);
		strbuf_puts(d->out, "call ");
		ir_dump_operand(d, e->a);
		put_args(d, e);
		break;
	case EV_SET:
		strbuf_puts(d->out, "set ");
		ir_dump_val(d, e->a);
		strbuf_puts(d->out, " = ");
		ir_dump_val(d, e->b);
		break;
	case EV_ASM:
		strbuf_puts(d->out, "asm ");
		put_args(d, e);
		break;
	default:
		strbuf_puts(d->out, e->kind == EV_USE ? "use " : "life ");
		ir_dump_val(d, e->a);
	}
	put_words(d->out, ir_words_event, e->flags);
	if (e->name) {
		strbuf_puts(d->out, " as ");
		ir_print_quoted(d->out, ir_text(d->u, e->name));
	}
	if (e->text) {
		strbuf_puts(d->out, " text ");
		ir_print_quoted(d->out, ir_text(d->u, e->text));
	}
	put_loc(d, e->loc);
	strbuf_putc(d->out, '\n');
}

static void put_switch(const struct ir_dump *d, const struct ir_block *b)
{
	const struct ir_case *cas = d->u->cas + d->f->case_at + b->case_at;
	const u32 *succ = ir_succs(d->u, d->f, b);

	strbuf_puts(d->out, "switch ");
	ir_dump_val(d, b->cond);
	strbuf_puts(d->out, " ? ");
	for (u32 i = 0; i + 1 < b->succ_nr; i++) {
		strbuf_printf(d->out, "%lld", (long long)cas[i].lo);
		if (cas[i].hi != cas[i].lo)
			strbuf_printf(d->out, "..%lld", (long long)cas[i].hi);
		strbuf_printf(d->out, ": b%u, ", succ[i]);
	}
	strbuf_printf(d->out, "default: b%u", succ[b->succ_nr - 1]);
}

static void put_term(const struct ir_dump *d, const struct ir_block *b)
{
	const u32 *succ = ir_succs(d->u, d->f, b);

	strbuf_putc(d->out, '\t');
	switch (b->term) {
	case TERM_JUMP:
		strbuf_printf(d->out, "jump b%u", succ[0]);
		break;
	case TERM_BRANCH:
		strbuf_puts(d->out, "branch ");
		ir_dump_val(d, b->cond);
		strbuf_printf(d->out, " ? b%u : b%u", succ[0], succ[1]);
		break;
	case TERM_SWITCH:
		put_switch(d, b);
		break;
	case TERM_ASM_GOTO:
		strbuf_puts(d->out, "asm_goto");
		for (u32 i = 0; i < b->succ_nr; i++)
			strbuf_printf(d->out, "%s b%u", i ? "," : "", succ[i]);
		break;
	case TERM_RETURN:
		strbuf_puts(d->out, b->cond ? "return " : "return");
		if (b->cond)
			ir_dump_val(d, b->cond);
		break;
	default:
		strbuf_puts(d->out, "unreachable");
	}
	put_loc(d, b->loc);
	strbuf_putc(d->out, '\n');
}

/* Counts the nodes of each value's tree; the root of a large one becomes a leaf of the trees above it. */
static void find_lets(struct ir_dump *d)
{
	const struct ir_val *val = ir_vals(d->u, d->f);
	u32 *nodes = xcalloc(d->f->val_nr, sizeof(*nodes)), nr = 0;

	vec_clear(&d->let);
	vec_extend(&d->let, d->f->val_nr);
	for (u32 i = 1; i < d->f->val_nr; i++) {
		const struct ir_val *v = val + i;

		nodes[i] = 1;
		if (v->kind == V_BIN || v->kind == V_INDEX)
			nodes[i] += nodes[v->b];
		if (v->kind == V_BIN || v->kind == V_INDEX || v->kind == V_UN || v->kind == V_FIELD ||
		    v->kind == V_DEREF || v->kind == V_ADDR)
			nodes[i] += nodes[v->a];
		if (nodes[i] <= LET_NODES)
			continue;
		nodes[i] = 1;
		d->let.at[i] = ++nr;
	}
	free(nodes);
}

static void put_locals(struct ir_dump *d)
{
	const struct ir_local *l = d->u->local + d->f->local_at;
	struct ir_names names;

	vec_clear(&d->local_place);
	ir_names_init(&names);
	for (u32 i = 0; i < d->f->local_nr; i++) {
		const char *name = ir_text(d->u, l[i].name);

		vec_push(&d->local_place, ir_names_add(&names, name, i));
		strbuf_puts(d->out, i < d->f->nparams ? "\tparam " : "\tlocal ");
		ir_print_name(d->out, name);
		put_type(d, l[i].type);
		put_loc(d, l[i].loc);
		strbuf_putc(d->out, '\n');
	}
	ir_names_free(&names);
}

static void put_func(struct ir_dump *d, const struct ir_func *f)
{
	const struct ir_val *val = d->u->val + f->val_at;
	u8 *has_result = xcalloc(f->ev_nr, 1);

	strbuf_puts(d->out, "\nfunc ");
	ir_dump_sym(d, f->sym);
	put_loc(d, f->loc);
	strbuf_printf(d->out, " end %u", f->end_line);
	put_words(d->out, ir_words_func, f->flags);
	strbuf_puts(d->out, " {\n");
	d->f = f;
	put_locals(d);
	find_lets(d);
	for (u32 i = 1; i < f->val_nr; i++) {
		if (val[i].kind == V_RESULT)
			has_result[val[i].a] = 1;
		if (d->let.at[i])
			ir_dump_let(d, i);
	}
	for (u32 i = 0; i < f->blk_nr; i++) {
		const struct ir_block *b = ir_blocks(d->u, f) + i;

		strbuf_printf(d->out, "b%u:\n", i);
		for (u32 k = b->ev_at; k < b->ev_at + b->ev_nr; k++)
			put_event(d, k, has_result[k]);
		put_term(d, b);
	}
	strbuf_puts(d->out, "}\n");
	d->f = NULL;
	free(has_result);
}

/* ---- the whole ---- */

static void dump_init(struct ir_dump *d, const struct ir_unit *u, struct strbuf *out)
{
	struct ir_names names;

	*d = (struct ir_dump){ .u = u, .out = out };
	ir_names_init(&d->fields);
	for (u32 i = 0; i < u->nr_field; i++)
		ir_names_add(&d->fields, ir_text(u, u->field[i].name), i);
	ir_names_init(&names);
	for (u32 i = 0; i < u->nr_sym; i++)
		vec_push(&d->sym_place, ir_names_add(&names, ir_text(u, u->sym[i].name), i));
	ir_names_clear(&names);
	for (u32 i = 0; i < u->nr_type; i++) {
		const struct ir_type *t = u->type + i;

		vec_push(&d->type_place, ir_names_add(&names, ir_text(u, t->alias ? t->alias : t->name), i));
	}
	ir_names_free(&names);
}

static void dump_free(struct ir_dump *d)
{
	ir_names_free(&d->fields);
	vec_free(&d->sym_place);
	vec_free(&d->type_place);
	vec_free(&d->local_place);
	vec_free(&d->let);
}

void ir_print(const struct ir_unit *u, struct strbuf *out)
{
	struct ir_dump d;

	dump_init(&d, u, out);
	put_files(&d);
	put_types(&d);
	put_fields(&d);
	put_syms(&d);
	put_facts(&d);
	for (u32 i = 0; i < u->nr_func; i++)
		put_func(&d, u->func + i);
	dump_free(&d);
}

void ir_print_func(const struct ir_unit *u, const struct ir_func *f, struct strbuf *out)
{
	struct ir_dump d;

	dump_init(&d, u, out);
	put_func(&d, f);
	dump_free(&d);
}
