// SPDX-License-Identifier: GPL-2.0-only
/*
 * dma-memory: hits -> findings.
 *
 * The finding stands where memory of the wrong kind is handed over, in the function that knows what it is; the notes
 * go down to what does the DMA.  Other places of the same function that hand over the same memory are related to it:
 * one variable, one mistake.
 */
#include <stdlib.h>
#include <string.h>

#include "checks/dma_memory.h"

#define MAX_RELATED 8

static enum confidence grade(const struct hit *h)
{
	enum confidence c = CONF_HIGH;

	if (h->from.kind == MEMORY_KVMALLOC || h->from.kind == MEMORY_KMAP)
		return CONF_LOW;
	if (h->from.kind == MEMORY_STATIC && h->rule->pio)
		return CONF_LOW;
	if (h->from.kind == MEMORY_STATIC || h->from.kind == MEMORY_ZONE || h->from.by_field || h->rule->pio)
		c = CONF_MEDIUM;
	return c;
}

/* 'name', or what there is of one. */
static void memory_name(const struct dma *d, const struct hit *h, struct strbuf *out)
{
	const struct check_ctx *cx = d->cx;
	const struct ir_unit *u = unit_of(cx, h->at.fn);
	const struct ir_func *fn = func_of(cx, h->at.fn);
	const struct ir_event *ev = ir_events(u, fn);
	const char *name = "", *dot;

	if (h->from.by_field)
		name = strtab_str(&cx->p->w.field, h->from.root);
	else if (h->from.kind == MEMORY_STACK)
		name = ir_text(u, u->local[fn->local_at + h->from.root].name);
	else if (h->from.kind == MEMORY_STATIC && h->from.root != IR_NONE)
		name = name_of(cx, h->from.root);
	else if (h->from.kind == MEMORY_STATIC)
		strbuf_puts(out, "a string literal");
	/* a local of a function is "function.local" when it is static */
	dot = strrchr(name, '.');
	name = dot ? dot + 1 : name;
	if (*name)
		strbuf_printf(out, "'%s'", name);
	for (u32 i = h->from.root; !out->len && h->from.kind != MEMORY_STACK && i < fn->ev_nr; i++) {
		const struct ir_val *v = &ir_vals(u, fn)[ev[i].b];

		if (ev[i].kind != EV_SET || v->kind != V_RESULT || v->a != h->from.root)
			continue;
		strbuf_putc(out, '\'');
		ir_print_val(u, fn, ev[i].a, out);
		strbuf_putc(out, '\'');
	}
	if (!out->len)
		strbuf_puts(out, "the memory");
}

/* "usb_control_msg()", "spi_transfer.tx_buf" */
static void user_name(const struct dma *d, struct link at, const struct rule *r, bool last, struct strbuf *out)
{
	const char *rec = rules_str(d->cx->p->w.rules, r->name), *space = strchr(rec, ' ');

	if (last && r->member)
		strbuf_printf(out, "%s.%s", space ? space + 1 : rec, rules_str(d->cx->p->w.rules, r->member));
	else
		callee_text(d->cx, at, out);
}

static const char *is_what(enum memory_kind k)
{
	static const char *const text[MEMORY_NR] = {
#define X(e, word, said) [e] = said,
		MEMORY_KINDS(X)
#undef X
	};

	return text[k];
}

static void step(const struct dma *d, enum step_kind kind, struct link at, const char *text)
{
	report_step(d->cx->out, kind, place_of(d->cx, at), text);
}

static void origin_step(const struct dma *d, const struct hit *h, const char *name)
{
	const struct check_ctx *cx = d->cx;
	struct strbuf sb = { 0 };

	if (h->from.by_field) {
		strbuf_printf(&sb, "%s is set to %s here", name, is_what(h->from.kind));
		step(d, STEP_ALLOC, d->stored_at[h->from.root], sb.buf);
	} else if (h->from.kind == MEMORY_STACK) {
		const struct ir_unit *u = unit_of(cx, h->at.fn);
		const struct ir_local *l = &u->local[func_of(cx, h->at.fn)->local_at + h->from.root];
		struct place p = place_of(cx, h->at);

		if (!l->loc.line)
			return;
		p.file = strtab_add(&cx->out->str, ir_text(u, u->file[l->loc.file].path));
		p.line = l->loc.line;
		p.col = l->loc.col;
		strbuf_printf(&sb, "%s is declared here", name);
		report_step(cx->out, STEP_ALLOC, p, sb.buf);
	} else if (h->from.kind != MEMORY_STATIC) {
		struct link at = { h->at.fn, h->from.root };

		strbuf_puts(&sb, "comes from ");
		callee_text(cx, at, &sb);
		step(d, STEP_ALLOC, at, sb.buf);
	}
	strbuf_free(&sb);
}

static void chain_steps(const struct dma *d, const struct hit *h)
{
	struct strbuf sb = { 0 };
	struct link at = h->at;

	for (u32 i = h->next;; i = d->handed.at[i].next) {
		strbuf_reset(&sb);
		if (i == IR_NONE && h->rule->member) {
			strbuf_puts(&sb, "is stored in ");
			user_name(d, at, h->rule, true, &sb);
			strbuf_puts(&sb, " here");
		} else if (i == IR_NONE) {
			strbuf_puts(&sb, "is handed to ");
			callee_text(d->cx, at, &sb);
			strbuf_puts(&sb, " here");
		} else {
			strbuf_puts(&sb, "calls ");
			callee_text(d->cx, at, &sb);
		}
		step(d, i == IR_NONE ? STEP_USE : STEP_CALL, at, sb.buf);
		if (i == IR_NONE)
			break;
		at = d->handed.at[i].at;
	}
	strbuf_free(&sb);
}

static void emit(const struct dma *d, const struct hit *h, u32 nr)
{
	const struct check_ctx *cx = d->cx;
	struct strbuf name = { 0 }, text = { 0 };
	enum confidence c = grade(h);
	bool direct = h->next == IR_NONE;

	memory_name(d, h, &name);
	strbuf_printf(&text, "%s is %s, but ", name.buf, is_what(h->from.kind));
	user_name(d, h->at, h->rule, direct, &text);
	strbuf_puts(&text, " needs DMA-able memory");
	report_add(cx->out, "dma-memory", c >= CONF_MEDIUM ? SEV_WARNING : SEV_NOTE, c, place_of(cx, h->at), text.buf,
		   name.buf);
	origin_step(d, h, name.buf);
	chain_steps(d, h);
	for (u32 i = 1; i < nr && i <= MAX_RELATED; i++) {
		strbuf_reset(&text);
		strbuf_puts(&text, "also handed over here: ");
		user_name(d, h[i].at, h[i].rule, h[i].next == IR_NONE, &text);
		report_related(cx->out, place_of(cx, h[i].at), text.buf);
	}
	strbuf_free(&name);
	strbuf_free(&text);
}

static int hit_order(const void *pa, const void *pb)
{
	const struct hit *a = pa, *b = pb;

#define BY(x, y) do { if ((x) != (y)) return (x) < (y) ? -1 : 1; } while (0)
	BY(a->at.fn, b->at.fn);
	BY(a->from.kind, b->from.kind);
	BY(a->from.by_field, b->from.by_field);
	BY(a->from.root, b->from.root);
	BY(grade(b), grade(a));
	BY(a->depth, b->depth);
	BY(a->at.event, b->at.event);
	BY(a->next, b->next);
#undef BY
	return 0;
}

/* A member is what all stores to it are; hits that turn out to be none go. */
static void settle(struct dma *d)
{
	u32 kept = 0;

	for (u32 i = 0; i < d->hit.nr; i++) {
		struct hit h = d->hit.at[i];

		if (d->tests[h.at.fn] || !d->cx->selected[sym_of(d->cx, h.at.fn)->unit])
			continue;
		if (h.from.by_field) {
			u8 s = d->stored[h.from.root];

			if (!s || s == DMA_MIXED || !dma_wrong_at(h.rule, s - 1u))
				continue;
			h.from.kind = s - 1;
		}
		d->hit.at[kept++] = h;
	}
	d->hit.nr = kept;
	if (kept)
		qsort(d->hit.at, kept, sizeof(d->hit.at[0]), hit_order);
}

void dma_memory_report(const struct check_ctx *cx, void *ctx)
{
	struct dma *d = ctx;
	u32 n;

	if (cx->wanted(cx, "dma-memory"))
		settle(d);
	else
		d->hit.nr = 0;
	for (u32 i = 0; i < d->hit.nr; i += n) {
		const struct hit *h = &d->hit.at[i];

		for (n = 1; i + n < d->hit.nr; n++)
			if (h[n].at.fn != h->at.fn || h[n].from.kind != h->from.kind ||
			    h[n].from.root != h->from.root || h[n].from.by_field != h->from.by_field)
				break;
		emit(d, h, n);
	}
	dma_memory_free(d);
}
