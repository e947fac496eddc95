/* SPDX-License-Identifier: GPL-2.0-only */
/* Mini kernel for the tests: allocation flags, as literals (old) or as an enum and BIT() (new). */
#ifndef __LINUX_GFP_TYPES_H
#define __LINUX_GFP_TYPES_H

#include <linux/types.h>
#include <linux/bits.h>
#include <linux/version_select.h>

#if MINI_AT_LEAST(6, 10)
/* Not the order of the old style, nor of any kernel: bit values must be learned from the tree. */
enum {
	___GFP_IO_BIT, ___GFP_FS_BIT, ___GFP_ZERO_BIT, ___GFP_DMA_BIT, ___GFP_DMA32_BIT, ___GFP_HIGHMEM_BIT,
	___GFP_KSWAPD_RECLAIM_BIT, ___GFP_DIRECT_RECLAIM_BIT, ___GFP_HIGH_BIT, ___GFP_NOWARN_BIT,
	___GFP_NOFAIL_BIT, ___GFP_NORETRY_BIT, ___GFP_ACCOUNT_BIT, ___GFP_COMP_BIT, ___GFP_MEMALLOC_BIT,
	___GFP_NOMEMALLOC_BIT, ___GFP_RETRY_MAYFAIL_BIT,
};
#define ___GFP(name)		BIT(___GFP_##name##_BIT)
#define ___GFP_DIRECT_RECLAIM	___GFP(DIRECT_RECLAIM)
#define ___GFP_KSWAPD_RECLAIM	___GFP(KSWAPD_RECLAIM)
#define __GFP_DMA		((gfp_t)___GFP(DMA))
#define __GFP_HIGHMEM		((gfp_t)___GFP(HIGHMEM))
#define __GFP_DMA32		((gfp_t)___GFP(DMA32))
#define __GFP_HIGH		((gfp_t)___GFP(HIGH))
#define __GFP_IO		((gfp_t)___GFP(IO))
#define __GFP_FS		((gfp_t)___GFP(FS))
#define __GFP_ZERO		((gfp_t)___GFP(ZERO))
#define __GFP_NOWARN		((gfp_t)___GFP(NOWARN))
#define __GFP_NOFAIL		((gfp_t)___GFP(NOFAIL))
#define __GFP_NORETRY		((gfp_t)___GFP(NORETRY))
#define __GFP_ACCOUNT		((gfp_t)___GFP(ACCOUNT))
#define __GFP_COMP		((gfp_t)___GFP(COMP))
#define __GFP_MEMALLOC		((gfp_t)___GFP(MEMALLOC))
#define __GFP_NOMEMALLOC	((gfp_t)___GFP(NOMEMALLOC))
#define __GFP_RETRY_MAYFAIL	((gfp_t)___GFP(RETRY_MAYFAIL))
#define GFP_ATOMIC		(__GFP_HIGH | __GFP_KSWAPD_RECLAIM)
#else
#define ___GFP_DIRECT_RECLAIM	0x400u
#define ___GFP_KSWAPD_RECLAIM	0x800u
#define __GFP_DMA		((gfp_t)0x01u)
#define __GFP_HIGHMEM		((gfp_t)0x02u)
#define __GFP_DMA32		((gfp_t)0x04u)
#define __GFP_HIGH		((gfp_t)0x20u)
#define __GFP_IO		((gfp_t)0x40u)
#define __GFP_FS		((gfp_t)0x80u)
#define __GFP_ZERO		((gfp_t)0x100u)
#define __GFP_ATOMIC		((gfp_t)0x200u)
#define __GFP_NOWARN		((gfp_t)0x2000u)
#define __GFP_NOFAIL		((gfp_t)0x8000u)
#define __GFP_NORETRY		((gfp_t)0x10000u)
#define __GFP_ACCOUNT		((gfp_t)0x400000u)
#define __GFP_RETRY_MAYFAIL	((gfp_t)0x4000u)
#define __GFP_MEMALLOC		((gfp_t)0x20000u)
#define __GFP_COMP		((gfp_t)0x40000u)
#define __GFP_NOMEMALLOC	((gfp_t)0x80000u)
#define GFP_ATOMIC		(__GFP_HIGH | __GFP_ATOMIC | __GFP_KSWAPD_RECLAIM)
#endif

#define __GFP_DIRECT_RECLAIM	((gfp_t)___GFP_DIRECT_RECLAIM)
#define __GFP_KSWAPD_RECLAIM	((gfp_t)___GFP_KSWAPD_RECLAIM)
#define __GFP_RECLAIM		((gfp_t)(___GFP_DIRECT_RECLAIM | ___GFP_KSWAPD_RECLAIM))
#define GFP_KERNEL		(__GFP_RECLAIM | __GFP_IO | __GFP_FS)
#define GFP_KERNEL_ACCOUNT	(GFP_KERNEL | __GFP_ACCOUNT)
#define GFP_NOWAIT		(__GFP_KSWAPD_RECLAIM)
#define GFP_NOIO		(__GFP_RECLAIM)
#define GFP_NOFS		(__GFP_RECLAIM | __GFP_IO)
#define GFP_DMA			__GFP_DMA
#define GFP_DMA32		__GFP_DMA32

#endif
