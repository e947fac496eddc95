// SPDX-License-Identifier: GPL-2.0-only
/* Effects on memory as text, for --dump=memory: a line per way to return, a line per thing done on it. */
#include <string.h>

#include "mem/mem.h"

static const char result[] = "arg63";
_Static_assert(MEM_RESULT == 63, "the text above");

static void print_fx(const struct mem *m, fx_id id, struct strbuf *out)
{
	struct strbuf sb = { 0 };
	const char *at, *text;

	flow_print_fx(&m->p->w, &m->p->w.fx, id, NULL, NULL, &sb);
	text = strbuf_str(&sb);
	/* the parameter that stands for the result */
	for (; (at = strstr(text, result)); text = at + strlen(result)) {
		strbuf_add(out, text, (size_t)(at - text));
		strbuf_puts(out, "result");
	}
	strbuf_puts(out, text);
	strbuf_free(&sb);
}

static void print_flags(u16 flags, struct strbuf *out)
{
	static const char *const word[] = { "owned", "freed", "mayfreed", "nullable", "failed", "errptr", "managed" };

	for (u32 i = 0; i < ARRAY_SIZE(word); i++)
		if (flags & 1u << i)
			strbuf_printf(out, " %s", word[i]);
}

static void print_by(const struct mem *m, u64 by, struct strbuf *out)
{
	for (u32 i = 0; i < 64; i++)
		if (by & 1ull << i)
			strbuf_printf(out, " by=%s", rules_by_word(m->p->w.rules, i));
}

static void print_range(const struct aval *a, struct strbuf *out)
{
	s64 c;

	if (aval_is_const(a, &c))
		strbuf_printf(out, " = %lld", (long long)c);
	else if (a->hi < 0)
		strbuf_puts(out, " < 0");
	else if (a->lo > 0)
		strbuf_puts(out, " > 0");
	else if (a->nonzero)
		strbuf_puts(out, " != 0");
}

static void print_exit(const struct mem *m, const struct mem_exit *x, struct strbuf *out)
{
	static const char *const word[] = { [OP_FREE] = "free", [OP_TAKE] = "take", [OP_NEW] = "new", [OP_SET] = "set",
		[OP_DEAD] = "dead" };

	strbuf_puts(out, "\treturn");
	print_range(&x->ret, out);
	if (x->ret_val) {
		strbuf_puts(out, " ");
		print_fx(m, x->ret_val, out);
	}
	if (x->fresh) {
		strbuf_puts(out, " fresh");
		print_flags(x->ret_flags, out);
		print_by(m, x->ret_by, out);
	}
	if (x->fail)
		strbuf_printf(out, " or%s%s", x->fail & FAIL_NULL ? " null" : "", x->fail & FAIL_ERR ? " error" : "");
	for (u32 i = 0; i < x->nr_cond; i++) {
		strbuf_puts(out, i ? ", " : " if ");
		print_fx(m, x->cond[i].what, out);
		print_range(&x->cond[i].is, out);
	}
	strbuf_puts(out, x->incomplete ? " incomplete\n" : "\n");
	for (u32 i = 0; i < x->nr_op; i++) {
		const struct mem_op *op = &x->op[i];

		strbuf_printf(out, "\t\t%s%s ", op->may ? "may " : "", word[op->kind]);
		print_fx(m, op->what, out);
		if (op->kind == OP_SET) {
			strbuf_puts(out, " := ");
			if (op->value)
				print_fx(m, op->value, out);
			else
				strbuf_puts(out, "?");
		}
		if (op->kind == OP_NEW)
			print_flags(op->flags, out);
		print_by(m, op->by, out);
		strbuf_putc(out, '\n');
	}
}

static void print_params(const char *what, u32 bits, struct strbuf *out)
{
	if (!bits)
		return;
	strbuf_printf(out, "\t%s", what);
	for (u32 i = 0; i < 32; i++)
		if (bits & 1u << i)
			strbuf_printf(out, " arg%u", i);
	strbuf_putc(out, '\n');
}

void mem_print(const struct mem *m, struct strbuf *out)
{
	for (u32 i = 0; i < m->p->order.nr; i++) {
		const u32 s = m->p->order.at[i];
		const struct mem_effects *e = &m->eff[s];

		strbuf_printf(out, "%s:\n", strtab_str(&m->p->w.str, m->p->w.sym.at[s].name));
		print_params("dereferences", e->deref, out);
		print_params("uses", e->use & ~e->deref, out);
		print_params("tests", e->test, out);
		for (u32 k = 0; k < e->nr_exit; k++)
			print_exit(m, &e->exit[k], out);
	}
}
