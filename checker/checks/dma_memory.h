/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * dma-memory, between its files: dma_memory.c watches the simulation and collects what is handed to DMA,
 * dma_memory_origin.c says where a value comes from, dma_memory_report.c makes findings of it.
 */
#ifndef CHECKS_DMA_MEMORY_H
#define CHECKS_DMA_MEMORY_H

#include "checks/at.h"

/* Where memory comes from; kind MEMORY_NR: nobody knows, or it is fine. */
struct origin {
	u8 kind;		/* enum memory_kind */
	bool by_field;		/* root is a program field: all that is ever stored there is of this kind */
	u32 root;		/* the local, the program symbol, or the event that returned it; IR_NONE: a literal */
};

/* A value that a function gets from its caller is handed to DMA. */
struct handed {
	fx_id what;		/* in world.fx */
	fx_id size;		/* how many bytes of it; 0: not known */
	struct link at;		/* the call or the store */
	u32 next;		/* of the callee's; IR_NONE: `at` itself does it */
	u32 depth;		/* calls below */
	bool by_field;		/* it is what a member holds, in this function or below */
	const struct rule *rule;
};

/* Memory of a known origin is handed to DMA. */
struct hit {
	struct origin from;
	struct link at;
	u32 next;		/* as in struct handed */
	u32 depth;
	const struct rule *rule;
};

struct returned {		/* what a call of the function at hand returned */
	u32 event;
	u8 kind;
};

struct dma {
	const struct check_ctx *cx;
	VEC(struct handed) handed;	/* those of one function stand together */
	u32 *first, *nr;		/* per symbol, in handed */
	VEC(struct hit) hit;
	struct map hit_seen;
	u8 *returns;			/* per symbol: enum memory_kind + 1; 0: nothing seen; MIXED */
	u8 *tests;			/* per symbol: it looks where memory comes from, and acts upon it */
	u8 *stored;			/* per program field, as returns */
	struct link *stored_at;		/* per program field: the first store */
	const struct rule **sink;	/* per program field: its rule, or NULL */
	u64 dma_flag;			/* __GFP_DMA; 0: not known */
	u32 fn;				/* function at hand */
	VEC(struct returned) returned;	/* in it */
};

#define DMA_MIXED 0xff

/* dma_memory_origin.c */
/* The first record of that kind for a function; NULL: none. */
const struct rule *dma_rule(const struct dma *d, u32 sym, enum rule_kind kind);
/* Where the value comes from.  by_field: only to be believed once all stores were seen (kind is not set then). */
struct origin dma_origin(const struct dma *d, const struct flow_at *at, fx_id value);
/* Notes what the call returns. */
void dma_returned(struct dma *d, const struct flow_at *at);
/* Joins what is stored or returned into a slot of d->stored or d->returns. */
void dma_join(u8 *slot, struct origin o);
/* NULL or an error code: no memory at all. */
bool dma_is_error(const struct flow_at *at, fx_id value);

/* dma_memory.c */
/* Is memory of that kind wrong there? */
bool dma_wrong_at(const struct rule *r, u32 kind);
void dma_memory_free(struct dma *d);

#endif
