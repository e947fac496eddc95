/* SPDX-License-Identifier: GPL-2.0-only */
/* Mini kernel for the tests: pools that never run dry for those who may wait. */
#ifndef _LINUX_MEMPOOL_H
#define _LINUX_MEMPOOL_H

#include <linux/gfp.h>

typedef struct mempool_s {
	int min_nr;
} mempool_t;

#if MINI_AT_LEAST(6, 10)
void *mempool_alloc_noprof(mempool_t *pool, gfp_t gfp_mask);
#define mempool_alloc(...)	alloc_hooks(mempool_alloc_noprof(__VA_ARGS__))
#else
void *mempool_alloc(mempool_t *pool, gfp_t gfp_mask);
#endif
void mempool_free(void *element, mempool_t *pool);

#endif
