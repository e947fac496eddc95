/* SPDX-License-Identifier: GPL-2.0-only */
/* How much the cache may hold. */
#ifndef CLI_CACHE_SIZE_H
#define CLI_CACHE_SIZE_H

#include "base/bug.h"

/* What option (may be NULL) says, or $GFPCHECK_CACHE_SIZE, or 8 GiB: some five whole kernels.  0: no limit. */
int cache_size_limit(const char *option, u64 *out, struct err *err) __must_check;

struct run;
/* After a run that wrote into the cache, and before it is closed: keeps the limit, and all that the run used. */
void cache_keep_limit(struct run *r);

#endif
