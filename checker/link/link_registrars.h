/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Registration functions: those of rules/, and their wrappers.  Internal to link/.
 *
 * A registrar says: what is in parameter `param` of `sym` is called as `rule` says.  With via= the parameter points to
 * the record whose member holds the function.
 */
#ifndef LINK_REGISTRARS_H
#define LINK_REGISTRARS_H

#include "link/link.h"

struct registrar {
	u32 sym, param;
	const struct rule *rule;
	u32 next;		/* of the same function, IR_NONE = none */
};

struct registrars {
	VEC(struct registrar) at;
	struct map first;	/* function -> index of its first registrar */
};

/* Something is registered in the function at hand: its value, by which rule, at which event. */
struct registration {
	struct program *p;
	u32 sym, unit, event;
	const struct flow_unit *fu;
	const struct ir_func *fn;
	const struct rule *rule;
	ir_val_id val;
	u32 callee;		/* who registers it; IR_NONE: a store */
	u32 field;		/* the store's program field, or IR_NONE: a variable */
};

typedef void registration_fn(void *ctx, const struct registration *g);

/* Each registration in the body of a function, in the order of its events. */
void registrations(struct program *p, const struct registrars *r, u32 sym, registration_fn *tell, void *ctx);
/* All wrappers, of whatever depth. */
void registrars_find(struct program *p, struct registrars *out);
void registrars_free(struct registrars *r);

/* link_via.c: what is in the rule's member of the record that the value points to. */
typedef void via_fn(void *ctx, u32 sym);
void via_functions(const struct registration *g, via_fn *tell, void *ctx);

#endif
