// SPDX-License-Identifier: GPL-2.0-only
/*
 * From a call down to what really allocates, releases or dereferences: the callee's effects say where, level by level.
 *
 * A function that a record of rules/ speaks of is where the story ends.  Which of several releases of a callee is meant
 * is told by the member that it is about.  Cost: MAX_LEVEL times the effects of a function.
 */
#include <stdio.h>
#include <string.h>

#include "checks/memory.h"

#define MAX_LEVEL 4

/* A call, and the last member of the name by which the memory goes there ("" for a plain pointer). */
struct spot {
	u32 fn, event;
	char member[48];
};

static void set_member(struct spot *s, const char *name)
{
	const char *end = name;

	for (const char *p = name; *p; p++)
		if (*p == '.' || (p[0] == '-' && p[1] == '>'))
			end = p + (*p == '.' ? 1 : 2);
	snprintf(s->member, sizeof(s->member), "%s", end == name ? "" : end);
}

/* The function called there whose effects are its body's; IR_NONE: none, or a record says it all. */
static u32 callee_of(const struct teller *t, const struct spot *s)
{
	const struct ir_unit *u = unit_of(t->cx, s->fn);
	const struct ir_func *fn = func_of(t->cx, s->fn);
	const struct ir_event *e;
	const struct ir_val *v;
	u32 sym;

	if (s->event >= fn->ev_nr)
		return IR_NONE;
	e = &ir_events(u, fn)[s->event];
	v = &ir_vals(u, fn)[e->a];
	if (e->kind != EV_CALL || v->kind != V_FUNC)
		return IR_NONE;
	sym = t->cx->p->w.unit.at[sym_of(t->cx, s->fn)->unit].sym[v->a];
	for (const struct rule *k = sym_of(t->cx, sym)->rule; k; k = rules_next(t->cx->p->w.rules, k))
		if (k->kind == RULE_NEW || k->kind == RULE_FREE || k->kind == RULE_TAKE || k->kind == RULE_REALLOC ||
		    k->kind == RULE_BORROW)
			return IR_NONE;
	return sym_of(t->cx, sym)->func != IR_NONE && t->m->eff[sym].known ? sym : IR_NONE;
}

/* The last member of a path of the callee's. */
static void op_member(const struct teller *t, fx_id what, struct spot *s)
{
	struct strbuf sb = { 0 };

	flow_print_fx(&t->cx->p->w, &t->cx->p->w.fx, what, NULL, NULL, &sb);
	set_member(s, strbuf_str(&sb));
	strbuf_free(&sb);
}

static bool matches(const struct mem_op *op, enum memory_deed deed)
{
	return op->event != IR_NONE && (deed == DEED_FREE ? op->kind == OP_FREE : op->kind == OP_NEW);
}

/* The place in the callee where it happens: the only one, or the first one of that member. */
static bool find_op(const struct teller *t, u32 callee, enum memory_deed deed, const char *member, struct spot *out)
{
	const struct mem_effects *eff = &t->m->eff[callee];
	fx_id only = 0;
	bool several = false, found = false;

	for (u32 i = 0; i < eff->nr_exit; i++) {
		for (u32 k = 0; k < eff->exit[i].nr_op; k++) {
			const struct mem_op *op = &eff->exit[i].op[k];
			struct spot s = { .fn = deed == DEED_NEW ? op->left_fn : callee, .event = op->event };

			if (!matches(op, deed))
				continue;
			op_member(t, op->what, &s);
			several |= only && op->what != only;
			only = op->what;
			if (!found || (strcmp(out->member, member) && !strcmp(s.member, member)))
				*out = s;
			found = true;
		}
	}
	return found && (!several || !strcmp(out->member, member));
}

static bool find_deed(const struct teller *t, u32 callee, enum memory_deed deed, const char *member, struct spot *out)
{
	const struct mem_effects *eff = &t->m->eff[callee];

	for (u32 i = 0; i < eff->nr_exit && deed == DEED_NEW; i++) {
		if (!eff->exit[i].fresh || eff->exit[i].ret_event == IR_NONE)
			continue;
		*out = (struct spot){ .fn = callee, .event = eff->exit[i].ret_event };
		return true;
	}
	return find_op(t, callee, deed, member, out);
}

void memory_callee_steps(const struct teller *t, u32 event, enum memory_deed deed)
{
	struct spot at = { .fn = t->h->fn, .event = event }, next;
	struct strbuf sb = { 0 };
	u32 callee;

	set_member(&at, t->h->what ? strtab_str(&t->m->str, t->h->what) : "");
	callee = callee_of(t, &at);
	for (u32 level = 0; level < MAX_LEVEL && callee != IR_NONE; level++) {
		if (!find_deed(t, callee, deed, at.member, &next) || next.event >= func_of(t->cx, next.fn)->ev_nr ||
		    event_of(t->cx, (struct link){ next.fn, next.event })->kind != EV_CALL)
			break;
		at = next;
		callee = level + 1 < MAX_LEVEL ? callee_of(t, &at) : IR_NONE;
		strbuf_reset(&sb);
		strbuf_puts(&sb, callee != IR_NONE ? "calls " : deed == DEED_NEW ? "allocated by " : "released by ");
		callee_text(t->cx, (struct link){ at.fn, at.event }, &sb);
		report_step(t->cx->out, callee != IR_NONE ? STEP_CALL : deed == DEED_NEW ? STEP_ALLOC : STEP_FREE,
			    place_of(t->cx, (struct link){ at.fn, at.event }), sb.buf);
	}
	strbuf_free(&sb);
}

/* Which argument of the call there is meant: named like that, or the only one that is dereferenced; IR_NONE. */
static u32 used_arg(const struct teller *t, const struct spot *s, u32 deref, const char *name)
{
	const struct ir_unit *u = unit_of(t->cx, s->fn);
	const struct ir_func *fn = func_of(t->cx, s->fn);
	const struct ir_event *e = &ir_events(u, fn)[s->event];
	struct strbuf sb = { 0 };
	u32 arg = IR_NONE;

	for (u32 i = 0; i < MIN(e->nargs, 8u); i++) {
		if (!(deref & 1u << i))
			continue;
		strbuf_reset(&sb);
		ir_print_val(u, fn, ir_args(u, fn, e)[i], &sb);
		if ((name && !strcmp(strbuf_str(&sb), name)) || !(deref & (deref - 1))) {
			arg = i;
			break;
		}
	}
	strbuf_free(&sb);
	return arg;
}

void memory_use_steps(const struct teller *t, u32 event)
{
	struct spot at = { .fn = t->h->fn, .event = event };
	const char *name = t->h->what ? strtab_str(&t->m->str, t->h->what) : NULL;
	struct strbuf sb = { 0 };

	for (u32 level = 0; level < MAX_LEVEL; level++) {
		u32 callee = callee_of(t, &at), arg, to;
		const struct ir_unit *u;
		struct link l;

		if (callee == IR_NONE)
			break;
		arg = used_arg(t, &at, t->m->eff[callee].deref, name);
		if (arg == IR_NONE || (to = t->m->eff[callee].deref_event[arg]) >= func_of(t->cx, callee)->ev_nr)
			break;
		u = unit_of(t->cx, callee);
		name = ir_text(u, u->local[func_of(t->cx, callee)->local_at + arg].name);
		at = (struct spot){ .fn = callee, .event = to };
		l = (struct link){ callee, to };
		strbuf_reset(&sb);
		if (callee_of(t, &at) != IR_NONE) {
			strbuf_puts(&sb, "passed on to ");
			callee_text(t->cx, l, &sb);
		} else {
			strbuf_printf(&sb, "'%s' is dereferenced here", name);
		}
		report_step(t->cx->out, callee_of(t, &at) != IR_NONE ? STEP_CALL : STEP_USE, place_of(t->cx, l), sb.buf);
	}
	strbuf_free(&sb);
}
