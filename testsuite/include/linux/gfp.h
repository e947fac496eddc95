/* SPDX-License-Identifier: GPL-2.0-only */
/* Mini kernel for the tests: pages. */
#ifndef __LINUX_GFP_H
#define __LINUX_GFP_H

#include <linux/gfp_types.h>
#if MINI_AT_LEAST(6, 10)
#include <linux/alloc_tag.h>
#endif

struct page;

static inline bool gfpflags_allow_blocking(const gfp_t gfp_flags)
{
	return !!(gfp_flags & __GFP_DIRECT_RECLAIM);
}

#if MINI_AT_LEAST(6, 10)
struct page *alloc_pages_noprof(gfp_t gfp, unsigned int order);
unsigned long get_free_pages_noprof(gfp_t gfp_mask, unsigned int order);
#define alloc_pages(...)		alloc_hooks(alloc_pages_noprof(__VA_ARGS__))
#define __get_free_pages(...)		alloc_hooks(get_free_pages_noprof(__VA_ARGS__))
#else
struct page *alloc_pages(gfp_t gfp, unsigned int order);
unsigned long __get_free_pages(gfp_t gfp_mask, unsigned int order);
#endif
#define alloc_page(gfp_mask)		alloc_pages(gfp_mask, 0)
#define __get_free_page(gfp_mask)	__get_free_pages((gfp_mask), 0)

void __free_pages(struct page *page, unsigned int order);
void free_pages(unsigned long addr, unsigned int order);
#define __free_page(page)		__free_pages((page), 0)
#define free_page(addr)			free_pages((addr), 0)

#endif
