// SPDX-License-Identifier: GPL-2.0-only
/* Expressions and effects as text: for messages and for --dump=effects. */
#include <string.h>

#include "flow/state.h"

static void print_tail(const char *rec_member, struct strbuf *out)
{
	const char *dot = strrchr(rec_member, '.');

	strbuf_puts(out, dot ? dot + 1 : rec_member);
}

static void local_name(const struct ir_unit *u, const struct ir_func *fn, u32 local, struct strbuf *out)
{
	const char *name = "";

	if (u && fn && local < fn->local_nr)
		name = ir_text(u, u->local[fn->local_at + local].name);
	if (name[0])
		strbuf_puts(out, name);
	else
		strbuf_printf(out, "$%u", local);
}

static const char *op_text(u8 op)
{
	static const char *const text[] = {
		[OP_ADD] = "+", [OP_SUB] = "-", [OP_MUL] = "*", [OP_DIV] = "/", [OP_REM] = "%", [OP_SHL] = "<<",
		[OP_SHR] = ">>", [OP_AND] = "&", [OP_OR] = "|", [OP_XOR] = "^", [OP_EQ] = "==", [OP_NE] = "!=",
		[OP_LT] = "<", [OP_LE] = "<=", [OP_GT] = ">", [OP_GE] = ">=", [OP_NEG] = "-", [OP_NOT] = "~",
		[OP_LNOT] = "!",
	};

	op &= (u8)~FX_UNSIGNED;
	return op < ARRAY_SIZE(text) && text[op] ? text[op] : "?";
}

static void print_deref(const struct world *w, const struct fx_tab *t, const struct fx *x, const struct ir_unit *u,
			const struct ir_func *fn, struct strbuf *out)
{
	strbuf_putc(out, '*');
	flow_print_fx(w, t, x->a, u, fn, out);
}

static void print_field(const struct world *w, const struct fx_tab *t, const struct fx *x, const struct ir_unit *u,
			const struct ir_func *fn, struct strbuf *out)
{
	const struct fx *base = fx_at(t, x->a);

	if (base->kind == FX_DEREF) {
		const struct fx *p = fx_at(t, base->a);

		if (p->kind == FX_BIN) {
			/* container_of() arithmetic: the type says more than the offset */
			strbuf_puts(out, strtab_str(&w->field, x->b));
			return;
		}
		flow_print_fx(w, t, base->a, u, fn, out);
		strbuf_puts(out, "->");
	} else {
		flow_print_fx(w, t, x->a, u, fn, out);
		strbuf_putc(out, '.');
	}
	print_tail(strtab_str(&w->field, x->b), out);
}

void flow_print_fx(const struct world *w, const struct fx_tab *t, fx_id id, const struct ir_unit *u,
		   const struct ir_func *fn, struct strbuf *out)
{
	const struct fx *x = fx_at(t, id);
	s64 c;

	switch (x->kind) {
	case FX_CONST:
		fx_is_const(t, id, &c);
		strbuf_printf(out, "%lld", (long long)c);
		break;
	case FX_PARAM:
		if (u)
			local_name(u, fn, x->a, out);
		else
			strbuf_printf(out, "arg%u", x->a);
		break;
	case FX_LOCAL:
		local_name(u, fn, x->a, out);
		break;
	case FX_GLOBAL:
	case FX_FUNC:
		strbuf_puts(out, strtab_str(&w->str, w->sym.at[x->a].name));
		break;
	case FX_FIELD:
		print_field(w, t, x, u, fn, out);
		break;
	case FX_DEREF:
		print_deref(w, t, x, u, fn, out);
		break;
	case FX_INDEX:
		flow_print_fx(w, t, x->a, u, fn, out);
		strbuf_puts(out, "[]");
		break;
	case FX_ADDR:
		strbuf_putc(out, '&');
		flow_print_fx(w, t, x->a, u, fn, out);
		break;
	case FX_RESULT: {
		const struct ir_event *e;
		const struct ir_val *callee;

		if (!u || x->a >= fn->ev_nr)
			break;
		e = &ir_events(u, fn)[x->a];
		callee = &ir_vals(u, fn)[e->a];
		strbuf_puts(out, callee->kind == V_FUNC ? ir_text(u, u->sym[callee->a].name) : "call");
		strbuf_puts(out, "()");
		break;
	}
	case FX_BIN:
		flow_print_fx(w, t, x->a, u, fn, out);
		strbuf_printf(out, " %s ", op_text(x->op));
		flow_print_fx(w, t, x->b, u, fn, out);
		break;
	case FX_UN:
		strbuf_puts(out, op_text(x->op));
		flow_print_fx(w, t, x->a, u, fn, out);
		break;
	case FX_CTX:
		strbuf_printf(out, "context(%x)", x->a);
		break;
	case FX_JOIN:
		/* a merged value: its variable's name says enough for a message */
		flow_print_fx(w, t, x->b, u, fn, out);
		break;
	default:
		strbuf_putc(out, '?');
	}
}

static void print_aval(const struct aval *a, struct strbuf *out)
{
	s64 c;

	if (aval_is_const(a, &c)) {
		strbuf_printf(out, " == %lld", (long long)c);
		return;
	}
	if (a->lo != INT64_MIN)
		strbuf_printf(out, " >= %lld", (long long)a->lo);
	if (a->hi != INT64_MAX)
		strbuf_printf(out, " <= %lld", (long long)a->hi);
	if (a->one)
		strbuf_printf(out, " has %#llx", (unsigned long long)a->one);
	if (a->zero)
		strbuf_printf(out, " lacks %#llx", (unsigned long long)a->zero);
	if (a->nonzero && !a->one && a->lo < 0)
		strbuf_puts(out, " != 0");
}

static void print_cond(const struct world *w, const struct atom *a, u32 nr, struct strbuf *out)
{
	for (u32 i = 0; i < nr; i++) {
		strbuf_puts(out, i ? " and " : " if ");
		flow_print_fx(w, &w->fx, a[i].what, NULL, NULL, out);
		print_aval(&a[i].is, out);
	}
}

static const char *kind_word(u32 kind)
{
	static const char *const word[] = {
#define X(e, name, text) [e] = name,
		ATOMIC_KINDS(X)
#undef X
	};

	return kind < ARRAY_SIZE(word) ? word[kind] : "?";
}

static void print_locks(const struct world *w, const char *verb, const struct eff_lock *l, u32 nr, struct strbuf *out)
{
	for (u32 i = 0; i < nr; i++) {
		strbuf_printf(out, " %s %s", verb, kind_word(l[i].kind));
		if (l[i].irq)
			strbuf_puts(out, "+irq");
		if (l[i].bh)
			strbuf_puts(out, "+bh");
		if (l[i].path) {
			strbuf_putc(out, ' ');
			flow_print_fx(w, &w->fx, l[i].path, NULL, NULL, out);
		}
	}
}

void flow_print_effects(const struct world *w, u32 sym, struct strbuf *out)
{
	const struct flow_sym *p = &w->sym.at[sym];
	const struct ir_unit *u;
	const struct ir_func *fn;

	if (p->func == IR_NONE)
		return;
	u = w->unit.at[p->unit].u;
	fn = &u->func[p->func];
	strbuf_printf(out, "%s %s%s\n", strtab_str(&w->str, p->name), strtab_str(&w->str, p->file),
		      p->eff.noreturn ? " noreturn" : "");
	for (u32 i = 0; i < p->eff.nr_sleep; i++) {
		const struct eff_sleep *e = &p->eff.sleep[i];
		const struct ir_event *ev = &ir_events(u, fn)[e->event];

		strbuf_printf(out, "  sleeps:%u%s", ev->loc.line, e->why == WHY_ALLOC ? " alloc" : "");
		if (e->callee != IR_NONE)
			strbuf_printf(out, " by %s", strtab_str(&w->str, w->sym.at[e->callee].name));
		print_cond(w, e->cond, e->nr_cond, out);
		print_locks(w, "after dropping", e->dropped, e->nr_dropped, out);
		strbuf_puts(out, e->loose ? " loose\n" : "\n");
	}
	for (u32 i = 0; i < p->eff.nr_exit; i++) {
		const struct eff_exit *e = &p->eff.exit[i];

		strbuf_puts(out, "  exit:");
		print_locks(w, "takes", e->add, e->nr_add, out);
		print_locks(w, "drops", e->drop, e->nr_drop, out);
		if (e->ret_val) {
			strbuf_puts(out, " returns ");
			flow_print_fx(w, &w->fx, e->ret_val, NULL, NULL, out);
		} else if (!aval_is_top(&e->ret)) {
			strbuf_puts(out, " result");
			print_aval(&e->ret, out);
		}
		for (u32 k = 0; k < e->nr_set; k++) {
			strbuf_puts(out, " sets ");
			flow_print_fx(w, &w->fx, e->set[k].place, NULL, NULL, out);
			strbuf_puts(out, " = ");
			flow_print_fx(w, &w->fx, e->set[k].value, NULL, NULL, out);
		}
		print_cond(w, e->cond, e->nr_cond, out);
		strbuf_putc(out, '\n');
	}
	for (u32 i = 0; i < p->eff.nr_call; i++)
		strbuf_printf(out, "  calls: arg%u holding %x\n", p->eff.call[i].param, p->eff.call[i].held);
}
