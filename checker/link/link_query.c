// SPDX-License-Identifier: GPL-2.0-only
/*
 * Questions to the linked program, for `gfpcheck query`.  Each answer is lines of "file:line: text", in the order of
 * the program, so that an editor can jump to them.
 */
#include <stdlib.h>
#include <string.h>

#include "link/link.h"

static const char *name_of(const struct program *p, u32 sym)
{
	return strtab_str(&p->w.str, p->w.sym.at[sym].name);
}

static void at_event(const struct program *p, u32 sym, u32 event, struct strbuf *out)
{
	const struct ir_unit *u = p->w.unit.at[p->w.sym.at[sym].unit].u;
	const struct ir_event *e = &ir_events(u, &u->func[p->w.sym.at[sym].func])[event];

	strbuf_printf(out, "%s:%u: ", ir_text(u, u->file[e->loc.file].path), e->loc.line);
}

static void callers(const struct program *p, u32 sym, struct strbuf *out)
{
	for (u32 i = 0; i < p->edge.nr; i++) {
		if (p->edge.at[i].to != sym || p->edge.at[i].passed)
			continue;
		at_event(p, p->edge.at[i].from, p->edge.at[i].event, out);
		strbuf_printf(out, "%s()\n", name_of(p, p->edge.at[i].from));
	}
	for (u32 i = 0; i < p->root.nr; i++) {
		const struct root *r = &p->root.at[i];
		const struct ir_unit *u = p->w.unit.at[r->by_unit].u;

		if (r->sym == sym)
			strbuf_printf(out, "%s:%u: registered as %s\n", ir_text(u, u->file[r->by_loc.file].path),
				      r->by_loc.line, strtab_str(&p->w.str, r->how));
	}
}

static void callees(const struct program *p, u32 sym, struct strbuf *out)
{
	for (u32 i = p->first_edge.at[sym]; i < p->first_edge.at[sym + 1]; i++) {
		at_event(p, sym, p->edge.at[i].event, out);
		strbuf_printf(out, "%s()\n", name_of(p, p->edge.at[i].to));
	}
}

/* Each way in which it may sleep, down to the call that does. */
static void why(const struct program *p, u32 sym, struct strbuf *out)
{
	for (u32 i = 0; i < p->w.sym.at[sym].eff.nr_sleep; i++) {
		const struct eff_sleep *e = &p->w.sym.at[sym].eff.sleep[i];
		u32 s = sym, depth = 0;

		while (e && depth++ < 32) {
			at_event(p, s, e->event, out);
			strbuf_printf(out, "%s%s()%s\n", depth > 1 ? "  in " : "", name_of(p, s),
				      e->callee == IR_NONE ? ": may sleep here" : "");
			s = e->callee;
			e = s == IR_NONE ? NULL : flow_find_sleep(&p->w.sym.at[s].eff, e->callee_sleep);
		}
	}
}

struct visit {
	u32 *via;		/* symbol -> edge that leads one step closer to the function, + 1 */
	VEC(u32) queue;
};

static void contexts(const struct program *p, u32 sym, struct strbuf *out)
{
	static const char *const word[] = {
#define X(e, name, text) [e] = name,
		ATOMIC_KINDS(X)
#undef X
	};
	const struct fn_context *c = &p->context[sym];

	strbuf_printf(out, "%s() may run in:", name_of(p, sym));
	if (c->process)
		strbuf_puts(out, " process");
	for (u32 k = 0; k < ATOMIC_NR; k++)
		if (c->may & ATOMIC_BIT_OF(k))
			strbuf_printf(out, " %s%s", word[k], c->must & ATOMIC_BIT_OF(k) ? " (always)" : "");
	strbuf_putc(out, '\n');
}

/* Breadth first, from the function up to those that something registers. */
static void context(const struct program *p, u32 sym, struct strbuf *out)
{
	struct visit v = { .via = xcalloc(p->w.sym.nr, sizeof(u32)) };

	contexts(p, sym, out);
	vec_push(&v.queue, sym);
	v.via[sym] = IR_NONE;
	for (u32 at = 0; at < v.queue.nr; at++) {
		for (u32 i = 0; i < p->edge.nr; i++) {
			if (p->edge.at[i].to != v.queue.at[at] || v.via[p->edge.at[i].from])
				continue;
			v.via[p->edge.at[i].from] = i + 1;
			vec_push(&v.queue, p->edge.at[i].from);
		}
		if (v.queue.nr > 4096)
			break;
	}
	for (u32 i = 0; i < p->root.nr; i++) {
		const struct root *r = &p->root.at[i];
		const struct ir_unit *u = p->w.unit.at[r->by_unit].u;

		if (!v.via[r->sym])
			continue;
		strbuf_printf(out, "%s:%u: %s context, as %s: %s()", ir_text(u, u->file[r->by_loc.file].path),
			      r->by_loc.line, r->context ? "atomic" : "process", strtab_str(&p->w.str, r->how),
			      name_of(p, r->sym));
		for (u32 s = r->sym; s != sym;) {
			s = p->edge.at[v.via[s] - 1].to;
			strbuf_printf(out, " -> %s()", name_of(p, s));
		}
		strbuf_putc(out, '\n');
	}
	vec_free(&v.queue);
	free(v.via);
}

int link_query(const struct program *p, const char *verb, const char *name, struct strbuf *out, struct err *err)
{
	static const struct {
		const char *verb;
		void (*answer)(const struct program *p, u32 sym, struct strbuf *out);
	} verbs[] = { { "callers", callers }, { "callees", callees }, { "why", why }, { "context", context } };
	u32 sym = link_find(p, name, NULL);

	if (sym == IR_NONE)
		return err_set(err, "no function %s() in what was read: name more with --with=PATH or --context=all", name);
	if (!strcmp(verb, "effects")) {
		flow_print_effects(&p->w, sym, out);
		return 0;
	}
	for (u32 i = 0; i < ARRAY_SIZE(verbs); i++) {
		if (!strcmp(verb, verbs[i].verb)) {
			verbs[i].answer(p, sym, out);
			return 0;
		}
	}
	return err_set(err, "%s: must be one of why, callers, callees, context, effects", verb);
}
