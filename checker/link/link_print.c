// SPDX-License-Identifier: GPL-2.0-only
/* The program as text: --dump=link, --dump=roots, --dump=effects.  Sorted by file and name, not by id. */
#include <stdlib.h>
#include <string.h>

#include "link/link.h"

static int by_name(const void *pa, const void *pb, void *ctx)
{
	const struct world *w = ctx;
	const struct flow_sym *a = &w->sym.at[*(const u32 *)pa], *b = &w->sym.at[*(const u32 *)pb];
	int c = strcmp(strtab_str(&w->str, a->file), strtab_str(&w->str, b->file));

	return c ? c : strcmp(strtab_str(&w->str, a->name), strtab_str(&w->str, b->name));
}

static u32 *sorted(const struct program *p)
{
	u32 *s = xcalloc(p->order.nr, sizeof(*s));

	if (p->order.nr)
		memcpy(s, p->order.at, p->order.nr * sizeof(*s));
	qsort_r(s, p->order.nr, sizeof(*s), by_name, (void *)&p->w);
	return s;
}

/* Calls through pointers: each target with how sure it is, or what nothing is known of. */
static void print_indirect(const struct program *p, u32 sym, struct strbuf *out)
{
	static const char *const word[TARGET_NR] = { "by member", "near", "the only one" };
	const struct flow_sym *g = &p->w.sym.at[sym];
	const struct ir_unit *u = p->w.unit.at[g->unit].u;
	const struct ir_func *fn = &u->func[g->func];
	struct target t[TARGETS_MAX];

	for (u32 i = 0; i < fn->ev_nr; i++) {
		const struct ir_event *e = &ir_events(u, fn)[i];
		const struct target_set *set = e->kind == EV_CALL ? targets_of_call(&p->w, sym, e) : NULL;
		u32 nr = set ? targets_of(&p->w, set, sym, t) : 0;

		for (u32 k = 0; k < nr; k++)
			strbuf_printf(out, "  may call %s, %s\n", strtab_str(&p->w.str, p->w.sym.at[t[k].sym].name),
				      word[t[k].kind]);
		if (e->kind == EV_CALL && !nr && ir_vals(u, fn)[e->a].kind != V_FUNC) {
			strbuf_puts(out, "  may call what ");
			ir_print_val(u, fn, e->a, out);
			strbuf_puts(out, " is\n");
		}
	}
}

void link_print_graph(const struct program *p, struct strbuf *out)
{
	u32 *s = sorted(p);

	for (u32 i = 0; i < p->order.nr; i++) {
		const struct flow_sym *g = &p->w.sym.at[s[i]];

		strbuf_printf(out, "%s %s\n", strtab_str(&p->w.str, g->name), strtab_str(&p->w.str, g->file));
		for (u32 e = p->first_edge.at[s[i]]; e < p->first_edge.at[s[i] + 1]; e++)
			if (p->edge.at[e].field == IR_NONE)
				strbuf_printf(out, "  calls %s\n",
					      strtab_str(&p->w.str, p->w.sym.at[p->edge.at[e].to].name));
		print_indirect(p, s[i], out);
	}
	free(s);
}

void link_print_roots(const struct program *p, struct strbuf *out)
{
	for (u32 i = 0; i < p->root.nr; i++) {
		const struct root *r = &p->root.at[i];

		strbuf_printf(out, "%s %s context %x by %s\n", strtab_str(&p->w.str, p->w.sym.at[r->sym].name),
			      strtab_str(&p->w.str, p->w.sym.at[r->sym].file), r->context,
			      strtab_str(&p->w.str, r->how));
	}
}

void link_print_effects(const struct program *p, struct strbuf *out)
{
	u32 *s = sorted(p);

	for (u32 i = 0; i < p->order.nr; i++) {
		const struct effects *e = &p->w.sym.at[s[i]].eff;

		if (e->nr_sleep || e->nr_exit || e->nr_call || e->noreturn)
			flow_print_effects(&p->w, s[i], out);
	}
	free(s);
}
