// SPDX-License-Identifier: GPL-2.0-only
/*
 * Values as text, in two ways.
 *
 * For people (ir_print_val): C as the user would write it, with nothing that only we know: `priv->lock`,
 * `&dev->q[i].lock`, `kzalloc()` for a call's result.  It is cut short with "..." when it grows too long, and
 * it copes with any unit that ir_verify() accepts, cycles between calls and their results included.
 *
 * For machines (ir_dump_val): the text form, which ir_read() turns back into the same value.  Values whose tree
 * is large are `let` definitions, so that a DAG does not grow into an exponential tree and depth stays bounded.
 */
#include "ir/ir_impl.h"

/* ---- for people ---- */

#define MAX_NODES 48u
#define MAX_LITERAL 40u

struct pretty {
	const struct ir_unit *u;
	const struct ir_func *f;
	struct strbuf *out;
	u32 nodes;		/* printed so far */
};

static void pretty_val(struct pretty *p, ir_val_id v, bool is_operand);

static void pretty_literal(struct pretty *p, const char *s)
{
	char cut[MAX_LITERAL + 4];
	size_t n = strlen(s);

	if (n > MAX_LITERAL) {
		memcpy(cut, s, MAX_LITERAL);
		memcpy(cut + MAX_LITERAL, "...", 4);
		s = cut;
	}
	ir_print_quoted(p->out, s);
}

/* `.f` or `->f`; a field of *p is p->f, a field of q[i] is q[i].f. */
static void pretty_field(struct pretty *p, const struct ir_val *v)
{
	const struct ir_val *rec = ir_vals(p->u, p->f) + v->a;
	const char *name = ir_text(p->u, p->u->field[v->b].name);

	if (rec->kind == V_DEREF) {
		pretty_val(p, rec->a, true);
		strbuf_puts(p->out, "->");
	} else {
		pretty_val(p, v->a, true);
		strbuf_putc(p->out, '.');
	}
	strbuf_puts(p->out, *name ? name : "<anonymous>");
}

/* An array decays: (&dev->q)[i] is written dev->q[i]. */
static void pretty_index(struct pretty *p, const struct ir_val *v)
{
	const struct ir_val *base = ir_vals(p->u, p->f) + v->a;

	pretty_val(p, base->kind == V_ADDR ? base->a : v->a, true);
	strbuf_putc(p->out, '[');
	pretty_val(p, v->b, false);
	strbuf_putc(p->out, ']');
}

static void pretty_result(struct pretty *p, const struct ir_val *v)
{
	const struct ir_event *e = ir_events(p->u, p->f) + v->a;

	/* why: the macro is what the user wrote; behind it may stand kzalloc_noprof() */
	if (e->name)
		strbuf_puts(p->out, ir_text(p->u, e->name));
	else
		pretty_val(p, e->a, true);
	strbuf_puts(p->out, "()");
}

static void pretty_compound(struct pretty *p, const struct ir_val *v, bool is_operand)
{
	if (is_operand)
		strbuf_putc(p->out, '(');
	if (v->kind == V_BIN) {
		pretty_val(p, v->a, true);
		strbuf_printf(p->out, " %s ", ir_op_text((enum ir_op)v->op));
		pretty_val(p, v->b, true);
	} else {
		strbuf_puts(p->out, v->kind == V_ADDR ? "&" : v->kind == V_DEREF ? "*" :
			    ir_op_text((enum ir_op)v->op));
		pretty_val(p, v->a, true);
	}
	if (is_operand)
		strbuf_putc(p->out, ')');
}

static void pretty_val(struct pretty *p, ir_val_id id, bool is_operand)
{
	const struct ir_val *v = ir_vals(p->u, p->f) + id;
	const char *name;

	if (p->nodes++ >= MAX_NODES) {
		strbuf_puts(p->out, "...");
		return;
	}
	switch (v->kind) {
	case V_CONST:
		strbuf_printf(p->out, "%lld", (long long)ir_val_const(v));
		break;
	case V_LOCAL:
		name = ir_text(p->u, p->u->local[p->f->local_at + v->a].name);
		strbuf_puts(p->out, *name ? name : "<unnamed>");
		break;
	case V_GLOBAL:
	case V_FUNC:
		strbuf_puts(p->out, ir_text(p->u, p->u->sym[v->a].name));
		break;
	case V_FIELD:
		pretty_field(p, v);
		break;
	case V_INDEX:
		pretty_index(p, v);
		break;
	case V_RESULT:
		pretty_result(p, v);
		break;
	case V_STR:
		pretty_literal(p, ir_text(p->u, v->a));
		break;
	case V_DEREF:
	case V_ADDR:
	case V_BIN:
	case V_UN:
		pretty_compound(p, v, is_operand);
		break;
	case V_NONE:
		break;
	default:
		strbuf_puts(p->out, "<expression>");
	}
}

void ir_print_val(const struct ir_unit *u, const struct ir_func *f, ir_val_id v, struct strbuf *out)
{
	struct pretty p = { .u = u, .f = f, .out = out };

	pretty_val(&p, v, false);
}

/* ---- for machines ---- */

static void dump_place(const struct ir_dump *d, const char *name, u32 place)
{
	ir_print_name(d->out, name);
	if (place > 1)
		strbuf_printf(d->out, "~%u", place);
}

void ir_dump_sym(const struct ir_dump *d, u32 sym)
{
	strbuf_putc(d->out, '@');
	dump_place(d, ir_text(d->u, d->u->sym[sym].name), d->sym_place.at[sym]);
}

void ir_dump_field(const struct ir_dump *d, u32 field)
{
	const struct ir_field *f = d->u->field + field;
	const char *name = ir_text(d->u, f->name), *rec = ir_text(d->u, f->rec);

	ir_print_name(d->out, name);
	if (ir_names_count(&d->fields, name) < 2)
		return;
	if (!*rec || strpbrk(rec, "}\"\\\n") || rec[strspn(rec, " ")] == '\0') {
		strbuf_putc(d->out, '{');
		ir_print_quoted(d->out, rec);
		strbuf_putc(d->out, '}');
		return;
	}
	strbuf_printf(d->out, "{%s}", rec);
}

static void dump_local(const struct ir_dump *d, u32 local)
{
	const char *name = ir_text(d->u, d->u->local[d->f->local_at + local].name);

	/* why: a bare quoted name would be a string literal */
	if (!ir_is_ident(name))
		strbuf_putc(d->out, '$');
	dump_place(d, name, d->local_place.at[local]);
}

static void dump_field_of(const struct ir_dump *d, const struct ir_val *v)
{
	const struct ir_val *rec = ir_vals(d->u, d->f) + v->a;

	if (rec->kind == V_DEREF && !d->let.at[v->a]) {
		ir_dump_operand(d, rec->a);
		strbuf_puts(d->out, "->");
	} else {
		ir_dump_operand(d, v->a);
		strbuf_putc(d->out, '.');
	}
	ir_dump_field(d, v->b);
}

/* An operand of an operator: `-1` and `*p` may stand there bare, `a + b` may not. */
static void dump_unary(const struct ir_dump *d, ir_val_id id)
{
	if (ir_vals(d->u, d->f)[id].kind == V_BIN)
		ir_dump_operand(d, id);
	else
		ir_dump_val(d, id);
}

static void dump_bin(const struct ir_dump *d, const struct ir_val *v)
{
	dump_unary(d, v->a);
	strbuf_printf(d->out, " %s%s ", ir_op_text((enum ir_op)v->op), v->flags & IR_VAL_UNSIGNED ? "u" : "");
	dump_unary(d, v->b);
}

static void dump_body(const struct ir_dump *d, const struct ir_val *v)
{
	switch (v->kind) {
	case V_NONE:
		strbuf_puts(d->out, "()");
		break;
	case V_CONST:
		strbuf_printf(d->out, "%lld", (long long)ir_val_const(v));
		break;
	case V_LOCAL:
		dump_local(d, v->a);
		break;
	case V_GLOBAL:
	case V_FUNC:
		ir_dump_sym(d, v->a);
		break;
	case V_FIELD:
		dump_field_of(d, v);
		break;
	case V_INDEX:
		ir_dump_operand(d, v->a);
		strbuf_putc(d->out, '[');
		ir_dump_val(d, v->b);
		strbuf_putc(d->out, ']');
		break;
	case V_DEREF:
	case V_ADDR:
		strbuf_putc(d->out, v->kind == V_ADDR ? '&' : '*');
		dump_unary(d, v->a);
		break;
	case V_RESULT:
		strbuf_printf(d->out, "%%%u", v->a);
		break;
	case V_BIN:
		dump_bin(d, v);
		break;
	case V_UN:
		strbuf_puts(d->out, ir_op_text((enum ir_op)v->op));
		dump_unary(d, v->a);
		break;
	case V_STR:
		ir_print_quoted(d->out, ir_text(d->u, v->a));
		break;
	default:
		strbuf_printf(d->out, "?%u", v->a);
	}
}

/* why: no bare constant here: -(5)[i] is no element of -5 */
static bool is_postfix(enum ir_val_kind k)
{
	return k != V_CONST && k != V_DEREF && k != V_ADDR && k != V_BIN && k != V_UN;
}

void ir_dump_operand(const struct ir_dump *d, ir_val_id id)
{
	const struct ir_val *v = ir_vals(d->u, d->f) + id;

	if (d->let.at[id] || is_postfix((enum ir_val_kind)v->kind)) {
		ir_dump_val(d, id);
		return;
	}
	strbuf_putc(d->out, '(');
	dump_body(d, v);
	strbuf_putc(d->out, ')');
}

void ir_dump_val(const struct ir_dump *d, ir_val_id id)
{
	if (d->let.at[id])
		strbuf_printf(d->out, "$%u", d->let.at[id]);
	else
		dump_body(d, ir_vals(d->u, d->f) + id);
}

void ir_dump_let(const struct ir_dump *d, ir_val_id id)
{
	strbuf_printf(d->out, "\tlet $%u = ", d->let.at[id]);
	dump_body(d, ir_vals(d->u, d->f) + id);
	strbuf_putc(d->out, '\n');
}
