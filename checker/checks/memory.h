/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Between the files that make findings of what mem/ found: memory.c groups and grades, memory_steps.c tells the story,
 * memory_branch.c puts a branch into words, memory_callee.c goes down to what really allocates or releases.
 */
#ifndef CHECKS_MEMORY_H
#define CHECKS_MEMORY_H

#include "checks/at.h"
#include "mem/mem.h"

struct teller {
	const struct mem *m;
	const struct check_ctx *cx;
	const struct mem_hit *h;
	const struct ir_unit *u;
	const struct ir_func *fn;
};

/* memory.c: "kzalloc()" */
void memory_call_text(const struct teller *t, u32 event, struct strbuf *out);
struct place memory_place(const struct teller *t, u32 fn, struct ir_loc loc);

/* memory_branch.c: "where 'ret' from foo() is not zero"; false when the source has no words for it. */
bool memory_branch_text(const struct teller *t, struct mem_crumb crumb, struct strbuf *out);

/* Does that block's branch ask whether the call has failed?  IS_ERR(p) does, too. */
bool memory_tests(const struct teller *t, u32 block, u32 call);

/* memory_callee.c: steps below that call of the function. */
enum memory_deed { DEED_NEW, DEED_FREE };
void memory_callee_steps(const struct teller *t, u32 event, enum memory_deed deed);
/* Down to where what is passed there is dereferenced. */
void memory_use_steps(const struct teller *t, u32 event);

/* memory_steps.c: all steps of the finding. */
void memory_steps(const struct teller *t);
struct ir_loc memory_hit_loc(const struct teller *t, const struct mem_hit *h);

#endif
