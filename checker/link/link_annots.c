// SPDX-License-Identifier: GPL-2.0-only
/*
 * Annotations as roots: a function that says __must_hold(&x->lock) is entered with that lock held.
 *
 * The argument is text ("&x->lock"); its type decides whether it is a lock that makes the context atomic.  Which types
 * those are is learned from the parameters of the functions that rules/ calls locks.  What cannot be resolved is
 * left alone: an annotation is a hint, not a duty.
 */
#include <ctype.h>
#include <string.h>

#include "link/link.h"

struct lock_type {
	char name[64];		/* "struct spinlock" */
	u8 kind;		/* enum atomic_kind */
};

typedef VEC(struct lock_type) lock_types;

/* "void (struct spinlock *, unsigned long)" -> "struct spinlock" */
static bool first_param(const char *sig, char *out, size_t size)
{
	const char *open = strchr(sig, '('), *end;

	if (!open)
		return false;
	end = open + 1 + strcspn(open + 1, ",)");
	while (end > open + 1 && (end[-1] == '*' || end[-1] == ' '))
		end--;
	if (end <= open + 1 || (size_t)(end - open - 1) >= size)
		return false;
	memcpy(out, open + 1, (size_t)(end - open - 1));
	out[end - open - 1] = '\0';
	return true;
}

static void learn_types(const struct program *p, lock_types *out)
{
	for (u32 ui = 0; ui < p->w.unit.nr; ui++) {
		const struct ir_unit *u = p->w.unit.at[ui].u;

		for (u32 i = 0; i < u->nr_sym; i++) {
			const struct rule *r = p->w.sym.at[p->w.unit.at[ui].sym[i]].rule;
			struct lock_type t = { 0 };
			bool have = false;

			if (u->sym[i].kind != SYM_FUNC || !r || r->kind != RULE_LOCK || r->arg)
				continue;
			if (!first_param(ir_text(u, u->sym[i].sig), t.name, sizeof(t.name)) ||
			    strncmp(t.name, "struct ", 7))
				continue;
			t.kind = r->lock_class;
			for (u32 k = 0; k < out->nr; k++)
				have |= !strcmp(out->at[k].name, t.name);
			if (!have)
				vec_push(out, t);
		}
	}
}

static u32 local_type(const struct ir_unit *u, const struct ir_func *fn, const char *name, size_t n)
{
	for (u32 i = 0; i < fn->nparams; i++) {
		const struct ir_local *l = &u->local[fn->local_at + i];
		const char *have = ir_text(u, l->name);

		if (!strncmp(have, name, n) && !have[n])
			return l->type;
	}
	return IR_NONE;
}

static u32 member_type(const struct ir_unit *u, const char *rec, const char *name, size_t n)
{
	for (u32 i = 0; i < u->nr_field; i++) {
		const char *have = ir_text(u, u->field[i].name);

		if (!strncmp(have, name, n) && !have[n] && !strcmp(ir_text(u, u->field[i].rec), rec))
			return u->field[i].type;
	}
	return IR_NONE;
}

/* Type of an expression like "&x->a.b", as far as the unit knows it. */
static u32 expr_type(const struct ir_unit *u, const struct ir_func *fn, const char *s)
{
	u32 type = IR_NONE;

	while (*s) {
		size_t n = 0;

		while (*s && !isalnum((unsigned char)*s) && *s != '_')
			s++;
		while (isalnum((unsigned char)s[n]) || s[n] == '_')
			n++;
		if (!n)
			break;
		if (type == IR_NONE) {
			type = local_type(u, fn, s, n);
		} else {
			if (u->type[type].kind == T_PTR)
				type = u->type[type].elem;
			type = type == IR_NONE ? type : member_type(u, ir_text(u, u->type[type].name), s, n);
		}
		if (type == IR_NONE)
			return IR_NONE;
		s += n;
	}
	if (type != IR_NONE && u->type[type].kind == T_PTR)
		type = u->type[type].elem;
	return type;
}

static void annot_root(struct program *p, u32 unit, const struct ir_annot *a, const lock_types *types)
{
	static const char prefix[] = "must_hold=";
	const struct flow_unit *fu = &p->w.unit.at[unit];
	const char *text = ir_text(fu->u, a->text);
	u32 sym = fu->sym[a->sym], type;
	const struct ir_func *fn;

	if (strncmp(text, prefix, sizeof(prefix) - 1) || p->w.sym.at[sym].func == IR_NONE ||
	    p->w.sym.at[sym].unit != unit)
		return;
	fn = &fu->u->func[p->w.sym.at[sym].func];
	type = expr_type(fu->u, fn, text + sizeof(prefix) - 1);
	for (u32 i = 0; type != IR_NONE && i < types->nr; i++) {
		if (strcmp(ir_text(fu->u, fu->u->type[type].name), types->at[i].name))
			continue;
		vec_push(&p->root, (struct root){ .sym = sym, .context = ATOMIC_BIT_OF(types->at[i].kind),
			.by_fn = IR_NONE, .by_unit = unit, .by_loc = fn->loc,
			.how = strtab_add(&p->w.str, "__must_hold()"), .confidence = 2 });
		return;
	}
}

void link_annots(struct program *p)
{
	lock_types types = { 0 };

	learn_types(p, &types);
	for (u32 ui = 0; ui < p->w.unit.nr; ui++)
		for (u32 i = 0; i < p->w.unit.at[ui].u->nr_annot; i++)
			annot_root(p, ui, &p->w.unit.at[ui].u->annot[i], &types);
	vec_free(&types);
}
