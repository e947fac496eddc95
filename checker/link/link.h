/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * link: units to one program.
 *
 * Input: the IR of all units, and the rules.  Output: a struct world (flow.h) with symbols resolved, indirect calls
 * connected, effects computed bottom-up, plus the candidates and the roots that the checks read.
 * Fences: after link_resolve() no unit is added; after link_solve() no effect changes.
 * Everything is in the order of the units, which is that of their paths: the result does not depend on who came first.
 */
#ifndef LINK_LINK_H
#define LINK_LINK_H

#include "flow/flow.h"

/* A function that something outside of its callers calls in a known context. */
struct root {
	u32 sym;		/* the function */
	u32 context;		/* ATOMIC bits; 0 = process context */
	u32 by_fn;		/* function whose event registers it, or IR_NONE: an initialiser */
	u32 by_event;
	u32 by_unit;
	struct ir_loc by_loc;	/* file of by_unit */
	u32 how;		/* string id: "request_irq()" or "net_device_ops.ndo_start_xmit" */
	u8 confidence;
};

#define EDGE_POINTER (IR_NONE - 1)	/* through a variable, a parameter, an element of an array */

struct edge {			/* one call of one function */
	u32 from, to;
	u32 event;
	u32 field;		/* program field through which it is called, or EDGE_POINTER; IR_NONE: directly */
	u32 held_may, held_must;	/* ATOMIC bits of the caller's own making there; known after link_solve() */
	bool passed;		/* not called there: its address is an argument of the call */
	bool own;		/* through a variable of the caller's own that can only hold this function, or one other */
	bool seen;		/* the simulation came there: else the call is dead, or its body is not looked at */
	bool free;		/* also with nothing held that forbids sleeping */
};

/* In which contexts a function may be entered: see link_contexts.c. */
struct fn_context {
	u32 may, must;		/* ATOMIC bits */
	bool process;		/* also with none of them */
	bool reached;
	bool unknown;		/* also from somewhere that was not read, or in a way that is not known */
	u32 via_edge, via_root;	/* witness of `may`: index + 1 in edge or root */
	u32 first_edge, first_root;	/* the way in that was found first, whatever its context */
};

struct kmodel_link;

struct program {
	struct world w;
	struct kmodel_link *model;	/* link_add_model(), or NULL */
	VEC(struct edge) edge;		/* sorted by from, event; those through fields stand with the others */
	VEC(u32) first_edge;		/* per symbol, +1 entry */
	VEC(u32) order;			/* functions, callees before callers */
	VEC(struct root) root;
	struct fn_context *context;	/* per symbol */
	candidates cand;
	struct flow_stats stats;
	u64 nr_duplicate_symbols;	/* second definitions that were set aside */
	u64 nr_sccs_recursive;
	u64 nr_unsettled;		/* functions whose effects changed in the last round: more calls through pointers in a row */
	u64 nr_wrappers_dropped;	/* of registration functions, over the bound of levels */
	u64 nr_via_unresolved;		/* records registered whose function is not known */
	u64 nr_targets_dropped;		/* over TARGETS_MAX in one slot */
	u64 nr_targets_misfit;		/* another number of parameters than the slot's type */
	u64 nr_targets_split;		/* members that structs of the same name share */
	u64 nr_results_not_followed;	/* function pointers that come out of a call */
	u64 nr_indirect_sites, nr_indirect_ruled, nr_indirect_unresolved;
	u64 nr_indirect_edges[TARGET_NR];
	struct map sym_map;		/* hash of key -> symbol */
};

/* rt: judge as on PREEMPT_RT. */
void link_init(struct program *p, const struct rules *rules, bool rt);
void link_free(struct program *p);
/* Adds a unit (borrowed until link_free).  Call in the order of main files. */
void link_add_unit(struct program *p, const struct ir_unit *u, const char *path);
/* Symbols, edges, targets, roots. */
void link_resolve(struct program *p);
/* Effects, and what is held at each call: the same with any number of threads. */
void link_solve(struct program *p, u32 nr_threads);
/* Candidates and contexts.  watch: told of each call, callees first. */
void link_watch(struct program *p, const struct flow_watch *watch, u32 nr);

void link_print_graph(const struct program *p, struct strbuf *out);
void link_print_roots(const struct program *p, struct strbuf *out);
void link_print_effects(const struct program *p, struct strbuf *out);

/* link_indirect.c, link_roots.c, link_scc.c: parts of the above. */
/* The records of rules/ for that member, of any kind; and the first of kind RULE_FIELD. */
const struct rule *link_member_rules(const struct program *p, u32 field);
const struct rule *link_field_rule(const struct program *p, u32 field);
/* The external symbol of that name, IR_NONE when there is none. */
u32 link_global(const struct program *p, const char *name);
/* The symbol of that name, added when there is none; file matters with IR_SYM_STATIC in flags. */
u32 link_symbol(struct program *p, const char *name, const char *file, bool is_func, u32 flags);
/* String id of a file's folder. */
u32 link_folder(struct program *p, const char *file);
void link_near(struct program *p);
void link_numbers(struct program *p);
void link_targets(struct program *p);
void link_roots(struct program *p);
void link_annots(struct program *p);
void link_order(struct program *p);
void link_contexts(struct program *p);

#endif
