/* SPDX-License-Identifier: GPL-2.0-only */
/* Between the files that move what sleeps out of a locked section. */
#ifndef FIX_REGION_H
#define FIX_REGION_H

#include "fix/fix_int.h"

struct region {
	const struct fix_ctx *cx;
	const struct finding *f;
	struct fix_file *src;
	const struct code *c;
	struct code_fn fn;
	u32 lock, lock_end;	/* the statement that takes it */
	u32 first, end;		/* the statement of the finding */
};

bool region_is_word(const struct code *c, u32 tok);
/* Has rules/ a record of one of the kinds for the function at the token? */
bool region_has_kind(const struct region *r, u32 tok, enum rule_kind a, enum rule_kind b);
/* "name(...);" at a statement's first token. */
bool region_is_call(const struct code *c, u32 first, u32 end);
/* Does the token give its word a new value, or let somebody else do so? */
bool region_is_written(const struct code *c, u32 tok);
/* Is the word a variable that the function declares? */
bool region_is_local(const struct region *r, u32 tok);
/* The failure of the statement that ends at `end`: what stands behind it. */
bool region_failure_behind(const struct region *r, u32 end, struct code_exit *out);
u32 region_line(const struct region *r, u32 tok);

/* region_hoist.c, region_sooner.c */
void region_hoist(const struct region *r, attempts *out);
void region_sooner(struct region *r, attempts *out);

#endif
