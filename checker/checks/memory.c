// SPDX-License-Identifier: GPL-2.0-only
/*
 * unchecked-alloc, leak, double-free, use-after-free, mismatched-free: what mem/ found -> findings.
 *
 * A finding stands where the developer must look: at the allocation that is not tested, at the return that loses the
 * memory, at the second release, at the use.  Its steps are the story: where the memory comes from, which branches were
 * taken, where it was released.  One report per allocation and function; other places where it goes wrong are related.
 * Cost: linear in the hits.
 */
#include <stdlib.h>
#include <string.h>

#include "base/threads.h"
#include "checks/memory.h"

#define MAX_RELATED 8

static const char *const ids[MEM_NR_CHECKS] = {
	[MEM_UNCHECKED] = "unchecked-alloc", [MEM_LEAK] = "leak", [MEM_DOUBLE_FREE] = "double-free",
	[MEM_USE_AFTER_FREE] = "use-after-free", [MEM_MISMATCHED] = "mismatched-free",
};

struct place memory_place(const struct teller *t, u32 fn, struct ir_loc loc)
{
	const struct ir_unit *u = unit_of(t->cx, fn);

	return (struct place){ .file = strtab_add(&t->cx->out->str, ir_text(u, u->file[loc.file].path)),
		.line = loc.line, .col = loc.col, .func = strtab_add(&t->cx->out->str, name_of(t->cx, fn)) };
}

static struct ir_loc event_loc(const struct teller *t, u32 event)
{
	return ir_events(t->u, t->fn)[event].loc;
}

/* Is it an error code?  The memory went elsewhere then.  A page may be a number, but one as wide as a pointer. */
static bool is_number(const struct teller *t, const struct ir_val *place)
{
	u32 type = place->kind == V_LOCAL ? t->u->local[t->fn->local_at + place->a].type : IR_NONE;

	return type < t->u->nr_type && (t->u->type[type].kind == T_BOOL ||
					(t->u->type[type].kind == T_INT && t->u->type[type].bits < 64));
}

/* foo(&buf): "'buf'", when there is one such argument only. */
static void given_name(const struct teller *t, u32 alloc, struct strbuf *out)
{
	const struct ir_event *e = &ir_events(t->u, t->fn)[alloc];
	const struct ir_val *val = ir_vals(t->u, t->fn);
	u32 place = 0;

	for (u32 i = 0; e->kind == EV_CALL && i < e->nargs; i++) {
		const struct ir_val *v = &val[ir_args(t->u, t->fn, e)[i]];

		if (v->kind != V_ADDR)
			continue;
		if (place)
			return;
		place = v->a;
	}
	if (!place)
		return;
	strbuf_putc(out, '\'');
	ir_print_val(t->u, t->fn, place, out);
	strbuf_putc(out, '\'');
}

/* What the result of that call was stored in first: "'priv->buf'". */
static void memory_name(const struct teller *t, u32 alloc, struct strbuf *out)
{
	const struct ir_event *ev = ir_events(t->u, t->fn);

	for (u32 i = alloc; alloc != IR_NONE && i < t->fn->ev_nr; i++) {
		const struct ir_val *v = &ir_vals(t->u, t->fn)[ev[i].b], *to = &ir_vals(t->u, t->fn)[ev[i].a];

		if (ev[i].kind != EV_SET || v->kind != V_RESULT || v->a != alloc)
			continue;
		if (to->kind == V_LOCAL && !t->u->local[t->fn->local_at + to->a].name)
			continue;
		if (is_number(t, to)) {
			given_name(t, alloc, out);
			return;
		}
		strbuf_putc(out, '\'');
		ir_print_val(t->u, t->fn, ev[i].a, out);
		strbuf_putc(out, '\'');
		return;
	}
}

void memory_call_text(const struct teller *t, u32 event, struct strbuf *out)
{
	const struct ir_event *e = event != IR_NONE ? &ir_events(t->u, t->fn)[event] : NULL;
	const struct ir_val *v;

	if (!e || e->kind != EV_CALL) {
		strbuf_puts(out, "an allocation");
		return;
	}
	v = &ir_vals(t->u, t->fn)[e->a];
	if (v->kind == V_LOCAL && !e->name && t->u->local[t->fn->local_at + v->a].name)
		strbuf_printf(out, "%s()", ir_text(t->u, t->u->local[t->fn->local_at + v->a].name));
	else
		callee_text(t->cx, (struct link){ t->h->fn, event }, out);
}

static void by_text(const struct teller *t, u64 by, struct strbuf *out)
{
	bool first = true;

	for (u32 i = 0; i < 64; i++) {
		if (!(by & 1ull << i))
			continue;
		strbuf_printf(out, "%s%s", first ? "" : " or ", rules_by_word(t->cx->p->w.rules, i));
		first = false;
	}
}

/* "'p' from kzalloc()", "the memory from kzalloc()", "'p'" */
static void subject(const struct teller *t, struct strbuf *out)
{
	const struct mem_hit *h = t->h;
	size_t start = out->len;

	if (h->what)
		strbuf_printf(out, "'%s'", strtab_str(&t->m->str, h->what));
	else
		memory_name(t, h->alloc, out);
	if (out->len == start)
		strbuf_puts(out, "the memory");
	if (h->alloc != IR_NONE) {
		strbuf_puts(out, " from ");
		memory_call_text(t, h->alloc, out);
	}
}

static void message(const struct teller *t, struct strbuf *out)
{
	const struct mem_hit *h = t->h;

	switch (h->check) {
	case MEM_UNCHECKED:
		memory_call_text(t, h->alloc, out);
		if (h->how == HOW_WRONG_TEST)
			strbuf_puts(out, " may fail, and its result is tested for the wrong kind of failure");
		else if (h->how == HOW_DROPPED)
			strbuf_puts(out, " may fail to allocate, and nobody asks whether it has");
		else if (h->how == HOW_STORED)
			strbuf_puts(out, " may fail, and its result is stored without a test");
		else
			strbuf_puts(out, " may fail, and its result is used without a test");
		break;
	case MEM_LEAK:
		subject(t, out);
		if (h->how == HOW_CONTAINER)
			strbuf_puts(out, " is lost when what holds it is released");
		else if (h->how == HOW_OVERWRITTEN)
			strbuf_puts(out, " is lost when its last pointer is overwritten");
		else if (h->how == HOW_FORGOTTEN)
			strbuf_puts(out, h->other_fn == IR_NONE ? " is not released with what holds it, nor anywhere else" :
				    " is not released with what holds it, as it is elsewhere");
		else if (h->how == HOW_KEPT)
			strbuf_puts(out, " is neither released nor handed on here, as it is on other paths");
		else if (h->how == HOW_LEFT)
			strbuf_puts(out, " is left to the caller on this failure, who does not release it");
		else if (h->how == HOW_SIBLING)
			strbuf_puts(out, " is not released on this failure, as it is on others");
		else
			strbuf_puts(out, " is not released on this path");
		break;
	case MEM_DOUBLE_FREE:
		subject(t, out);
		strbuf_puts(out, " is released twice, again by ");
		memory_call_text(t, h->event, out);
		break;
	case MEM_USE_AFTER_FREE:
		subject(t, out);
		strbuf_puts(out, h->how == HOW_RETURNED ? " is returned after its release" : " is used after its release");
		break;
	default:
		if (h->how == HOW_KIND) {
			subject(t, out);
			strbuf_puts(out, " (");
			by_text(t, h->have, out);
			strbuf_puts(out, ") is released by ");
			memory_call_text(t, h->event, out);
			strbuf_puts(out, ", which takes ");
			by_text(t, h->want, out);
		} else if (h->how == HOW_SIZE) {
			subject(t, out);
			strbuf_puts(out, " is released with another size than it was allocated with");
		} else {
			memory_call_text(t, h->event, out);
			strbuf_puts(out, h->how == HOW_STACK ? " is given memory on the stack" :
				    h->how == HOW_STATIC ? " is given static memory" :
				    h->how == HOW_INSIDE ? " is given a place inside of the memory" :
				    " is given an error pointer");
		}
		break;
	}
}

static bool same_cause(const struct mem_hit *a, const struct mem_hit *b)
{
	if (a->check != b->check || a->fn != b->fn)
		return false;
	if (a->check == MEM_UNCHECKED || a->check == MEM_LEAK)
		return a->alloc == b->alloc;
	return a->freed == b->freed && a->alloc == b->alloc;
}

static void report_group(const struct check_ctx *cx, const struct mem *m, const struct mem_hit *h, u32 nr)
{
	struct teller t = { .cx = cx, .m = m, .h = h, .u = unit_of(cx, h->fn), .fn = func_of(cx, h->fn) };
	const struct flow_sym *g = sym_of(cx, h->fn);
	struct ir_loc loc = h->check == MEM_UNCHECKED && h->alloc != IR_NONE ? event_loc(&t, h->alloc) :
		memory_hit_loc(&t, h);
	struct strbuf sb = { 0 }, key = { 0 };
	static const enum confidence conf[] = { CONF_LOW, CONF_MEDIUM, CONF_HIGH };

	if (!cx->selected[g->unit] || !cx->wanted(cx, ids[h->check]))
		return;
	message(&t, &sb);
	memory_name(&t, h->alloc, &key);
	memory_call_text(&t, h->alloc, &key);
	report_add(cx->out, ids[h->check], h->check == MEM_UNCHECKED || h->check == MEM_LEAK ? SEV_WARNING : SEV_ERROR,
		   conf[h->confidence], memory_place(&t, h->fn, loc), sb.buf, key.buf);
	memory_steps(&t);
	if (h->sibling != IR_NONE)
		report_related(cx->out, memory_place(&t, h->fn, event_loc(&t, h->sibling)),
			       "also released here, on another path");
	if (h->how == HOW_FORGOTTEN && h->other_fn != IR_NONE)
		report_related(cx->out, memory_place(&t, h->other_fn, ir_events(unit_of(cx, h->other_fn),
						     func_of(cx, h->other_fn))[h->other_event].loc),
			       "here it is released before what holds it");
	for (u32 i = 1; i < nr && i < MAX_RELATED; i++) {
		struct ir_loc other = memory_hit_loc(&t, &h[i]), before = memory_hit_loc(&t, &h[i - 1]);

		/* the same place on another way */
		if (other.line != before.line || other.col != before.col)
			report_related(cx->out, memory_place(&t, h->fn, other), "also goes wrong here");
	}
	strbuf_free(&sb);
	strbuf_free(&key);
}

static int hit_order(const void *pa, const void *pb)
{
	const struct mem_hit *a = pa, *b = pb;

#define BY(x) do { if (a->x != b->x) return a->x < b->x ? -1 : 1; } while (0)
	BY(fn);
	BY(check);
	BY(alloc);
	if (a->check != MEM_UNCHECKED && a->check != MEM_LEAK)
		BY(freed);
	if (a->confidence != b->confidence)
		return a->confidence > b->confidence ? -1 : 1;
	BY(how);
	BY(block);
	BY(event);
#undef BY
	return 0;
}

struct memory_run {
	const struct program *p;
	struct background *thread;
	struct mem m;
};

static bool any_wanted(const struct check_ctx *cx)
{
	for (u32 i = 0; i < MEM_NR_CHECKS; i++)
		if (cx->wanted(cx, ids[i]))
			return true;
	return false;
}

static void solve(void *ctx)
{
	struct memory_run *run = ctx;

	mem_solve(&run->m, run->p);
}

void memory_begin(struct check_ctx *cx)
{
	if (!any_wanted(cx))
		return;
	cx->memory = xcalloc(1, sizeof(*cx->memory));
	cx->memory->p = cx->p;
	cx->memory->thread = background_begin(solve, cx->memory);
}

void check_memory(const struct check_ctx *cx)
{
	struct mem m;

	if (!any_wanted(cx))
		return;
	if (cx->memory) {
		background_end(cx->memory->thread);
		m = cx->memory->m;
		free(cx->memory);
	} else {
		mem_solve(&m, cx->p);
	}
	if (m.hit.nr)
		qsort(m.hit.at, m.hit.nr, sizeof(m.hit.at[0]), hit_order);
	for (u32 i = 0; i < m.hit.nr;) {
		u32 n = 1;

		while (i + n < m.hit.nr && same_cause(&m.hit.at[i], &m.hit.at[i + n]))
			n++;
		report_group(cx, &m, &m.hit.at[i], n);
		i += n;
	}
	report_count(cx->out, "allocations followed", m.stats.nr_objects);
	report_count(cx->out, "memory states blurred at a bound", m.stats.nr_blurred);
	report_count(cx->out, "memory effects dropped at a bound", m.stats.nr_effects_dropped);
	report_count(cx->out, "objects dropped at a bound", m.stats.nr_objects_dropped);
	report_count(cx->out, "functions left at the memory bound", m.stats.nr_bound_steps);
	if (cx->memory_out)
		*cx->memory_out = m;
	else
		mem_free(&m);
}
