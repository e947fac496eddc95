// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the type of a callee says of what it is given: functions without a body, or behind a pointer, have nothing else.
 *
 * Input: a call; types are text, "int (unsigned char *, unsigned int)", without typedefs.  Cost: the length of the text.
 */
#include <string.h>

#include "mem/mem_int.h"

const char *mem_param_type(const char *sig, u32 n)
{
	const char *at = strchr(sig, '(');
	u32 depth = 0;

	if (!at)
		return NULL;
	for (at++; *at && n; at++) {
		depth += *at == '(';
		n -= !depth && *at == ',';
		depth -= *at == ')' && depth;
	}
	return *at ? at + strspn(at, " ") : NULL;
}

/* The type of what is called, or NULL. */
static const char *type_called(const struct mrun *r, const struct mcall *c)
{
	const struct ir_unit *u = r->f->u;
	const struct ir_val *v = ir_vals(u, r->f->fn), *callee = &v[c->e->a];
	u32 type = IR_NONE;

	if (callee->kind == V_FUNC)
		return ir_text(u, u->sym[callee->a].sig);
	if (callee->kind == V_DEREF)
		callee = &v[callee->a];
	if (callee->kind == V_FIELD)
		type = u->field[callee->b].type;
	else if (callee->kind == V_LOCAL)
		type = u->local[r->f->fn->local_at + callee->a].type;
	if (type < u->nr_type && u->type[type].kind == T_PTR)
		type = u->type[type].elem;
	return type < u->nr_type ? ir_text(u, u->type[type].name) : NULL;
}

static size_t type_len(const char *type)
{
	u32 depth = 0;
	size_t n;

	for (n = 0; type[n]; n++) {
		if (!depth && (type[n] == ',' || type[n] == ')'))
			break;
		depth += type[n] == '(';
		depth -= type[n] == ')';
	}
	return n;
}

static bool is_one_of(const char *type, const char *const *names, u32 nr)
{
	size_t n = type_len(type);

	for (u32 i = 0; i < nr; i++)
		if (strlen(names[i]) == n && !memcmp(type, names[i], n))
			return true;
	return false;
}

static bool is_bytes(const char *type)
{
	static const char *const names[] = { "unsigned char *", "char *", "signed char *" };

	return type && is_one_of(type, names, ARRAY_SIZE(names));
}

static bool is_length(const char *type)
{
	static const char *const names[] = { "int", "unsigned int", "unsigned long", "long", "unsigned short",
		"unsigned long long", "unsigned char", "long long", "short" };

	return type && is_one_of(type, names, ARRAY_SIZE(names));
}

/*
 * `const struct x *`: it looks; `u8 *buf, size_t len`: it reads or fills.
 * why: what a callee keeps is an object, a name, or `void *` data; nobody keeps a number of bytes of somebody's buffer.
 */
bool mem_only_looks(const struct mrun *r, const struct mcall *c, u32 arg)
{
	const struct ir_val *callee = &ir_vals(r->f->u, r->f->fn)[c->e->a];
	const char *sig = type_called(r, c), *type = sig ? mem_param_type(sig, arg) : NULL;

	if (!type)
		return false;
	if (callee->kind == V_FUNC && !strncmp(type, "const ", 6))
		return true;
	return is_bytes(type) && ((arg && is_length(mem_param_type(sig, arg - 1))) || is_length(mem_param_type(sig, arg + 1)));
}
