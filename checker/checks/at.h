/* SPDX-License-Identifier: GPL-2.0-only */
/* A call in a function of the program: what all checks need to say about it. */
#ifndef CHECKS_AT_H
#define CHECKS_AT_H

#include "checks/check.h"

struct link {
	u32 fn, event;		/* program symbol that has a body; event of it */
};

const struct flow_sym *sym_of(const struct check_ctx *cx, u32 s);
const struct ir_unit *unit_of(const struct check_ctx *cx, u32 s);
const struct ir_func *func_of(const struct check_ctx *cx, u32 s);
const struct ir_event *event_of(const struct check_ctx *cx, struct link l);
const char *name_of(const struct check_ctx *cx, u32 s);
const char *file_of(const struct check_ctx *cx, struct link l);
struct place place_of(const struct check_ctx *cx, struct link l);
/* What is called at l: the macro that was written, or the function, or the member. */
void callee_text(const struct check_ctx *cx, struct link l, struct strbuf *out);
/* The argument of a watched call that holds the flags of an allocation, or goes to a gfp_t; -1: none, or a mempool's. */
int flags_arg_of(const struct check_ctx *cx, const struct flow_at *at);
bool is_direct(const struct check_ctx *cx, struct link l);
bool is_header(const char *file);
bool same_dir(const char *a, const char *b);

#endif
