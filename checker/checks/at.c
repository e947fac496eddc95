// SPDX-License-Identifier: GPL-2.0-only
/* Places of a linked program for findings: a call in a function, its names, its file and line. */
#include "checks/at.h"

#include <string.h>

const struct flow_sym *sym_of(const struct check_ctx *cx, u32 s)
{
	return &cx->p->w.sym.at[s];
}

const struct ir_unit *unit_of(const struct check_ctx *cx, u32 s)
{
	return cx->p->w.unit.at[sym_of(cx, s)->unit].u;
}

const struct ir_func *func_of(const struct check_ctx *cx, u32 s)
{
	return &unit_of(cx, s)->func[sym_of(cx, s)->func];
}

const struct ir_event *event_of(const struct check_ctx *cx, struct link l)
{
	return &ir_events(unit_of(cx, l.fn), func_of(cx, l.fn))[l.event];
}

const char *name_of(const struct check_ctx *cx, u32 s)
{
	return strtab_str(&cx->p->w.str, sym_of(cx, s)->name);
}

const char *file_of(const struct check_ctx *cx, struct link l)
{
	const struct ir_unit *u = unit_of(cx, l.fn);

	return ir_text(u, u->file[event_of(cx, l)->loc.file].path);
}

struct place place_of(const struct check_ctx *cx, struct link l)
{
	const struct ir_event *e = event_of(cx, l);

	return (struct place){ .file = strtab_add(&cx->out->str, file_of(cx, l)), .line = e->loc.line,
		.col = e->loc.col, .func = strtab_add(&cx->out->str, name_of(cx, l.fn)) };
}

/* What is called at l: the macro that was written, or the function, or the member. */
void callee_text(const struct check_ctx *cx, struct link l, struct strbuf *out)
{
	const struct ir_unit *u = unit_of(cx, l.fn);
	const struct ir_func *fn = func_of(cx, l.fn);
	const struct ir_event *e = event_of(cx, l);
	const struct ir_val *v = &ir_vals(u, fn)[e->a];

	if (e->name)
		strbuf_printf(out, "%s()", ir_text(u, e->name));
	else if (v->kind == V_FUNC)
		strbuf_printf(out, "%s()", ir_text(u, u->sym[v->a].name));
	else if (v->kind == V_FIELD)
		strbuf_printf(out, "->%s()", ir_text(u, u->field[v->b].name));
	else
		strbuf_puts(out, "the function");
}

bool is_direct(const struct check_ctx *cx, struct link l)
{
	const struct ir_event *e = event_of(cx, l);

	return ir_vals(unit_of(cx, l.fn), func_of(cx, l.fn))[e->a].kind == V_FUNC;
}

bool is_header(const char *file)
{
	size_t n = strlen(file);

	return n > 2 && !strcmp(file + n - 2, ".h");
}

bool same_dir(const char *a, const char *b)
{
	const char *sa = strrchr(a, '/'), *sb = strrchr(b, '/');
	size_t na = sa ? (size_t)(sa - a) : 0, nb = sb ? (size_t)(sb - b) : 0;

	return na == nb && !strncmp(a, b, na);
}

static bool is_gfp(const struct ir_unit *u, u32 type)
{
	return type < u->nr_type && u->type[type].alias && !strcmp(ir_text(u, u->type[type].alias), "gfp_t");
}

int flags_arg_of(const struct check_ctx *cx, const struct flow_at *at)
{
	const struct flow_sym *g;
	const struct ir_unit *u;
	const struct ir_func *fn;

	if (at->callee == IR_NONE)
		return -1;
	g = sym_of(cx, at->callee);
	for (const struct rule *r = g->rule; r; r = rules_next(cx->p->w.rules, r))
		if ((r->kind == RULE_ALLOC || r->kind == RULE_SLEEP) && r->gfp >= 0 && !r->waits)
			return (u32)r->gfp < at->nr_arg ? r->gfp : -1;
	if (g->func == IR_NONE)
		return -1;
	u = unit_of(cx, at->callee);
	fn = func_of(cx, at->callee);
	for (u32 i = 0; i < fn->nparams && i < at->nr_arg; i++)
		if (is_gfp(u, u->local[fn->local_at + i].type))
			return (int)i;
	return -1;
}
