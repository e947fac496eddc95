/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Constants that rules/ and messages name: the compiler says what they are in this tree.  An enumerator
 * gfpcheck_const_X becomes the named constant X of the summary.  A name that the tree lacks is absent.
 */
#ifdef __GFP_DMA
enum { gfpcheck_const___GFP_DMA = (int)(__GFP_DMA) };
#endif
#ifdef __GFP_HIGHMEM
enum { gfpcheck_const___GFP_HIGHMEM = (int)(__GFP_HIGHMEM) };
#endif
#ifdef __GFP_DMA32
enum { gfpcheck_const___GFP_DMA32 = (int)(__GFP_DMA32) };
#endif
#ifdef __GFP_MOVABLE
enum { gfpcheck_const___GFP_MOVABLE = (int)(__GFP_MOVABLE) };
#endif
#ifdef __GFP_RECLAIMABLE
enum { gfpcheck_const___GFP_RECLAIMABLE = (int)(__GFP_RECLAIMABLE) };
#endif
#ifdef __GFP_HIGH
enum { gfpcheck_const___GFP_HIGH = (int)(__GFP_HIGH) };
#endif
#ifdef __GFP_IO
enum { gfpcheck_const___GFP_IO = (int)(__GFP_IO) };
#endif
#ifdef __GFP_FS
enum { gfpcheck_const___GFP_FS = (int)(__GFP_FS) };
#endif
#ifdef __GFP_ZERO
enum { gfpcheck_const___GFP_ZERO = (int)(__GFP_ZERO) };
#endif
#ifdef __GFP_ATOMIC
enum { gfpcheck_const___GFP_ATOMIC = (int)(__GFP_ATOMIC) };
#endif
#ifdef __GFP_DIRECT_RECLAIM
enum { gfpcheck_const___GFP_DIRECT_RECLAIM = (int)(__GFP_DIRECT_RECLAIM) };
#endif
#ifdef __GFP_KSWAPD_RECLAIM
enum { gfpcheck_const___GFP_KSWAPD_RECLAIM = (int)(__GFP_KSWAPD_RECLAIM) };
#endif
#ifdef __GFP_RECLAIM
enum { gfpcheck_const___GFP_RECLAIM = (int)(__GFP_RECLAIM) };
#endif
#ifdef __GFP_WRITE
enum { gfpcheck_const___GFP_WRITE = (int)(__GFP_WRITE) };
#endif
#ifdef __GFP_NOWARN
enum { gfpcheck_const___GFP_NOWARN = (int)(__GFP_NOWARN) };
#endif
#ifdef __GFP_RETRY_MAYFAIL
enum { gfpcheck_const___GFP_RETRY_MAYFAIL = (int)(__GFP_RETRY_MAYFAIL) };
#endif
#ifdef __GFP_NOFAIL
enum { gfpcheck_const___GFP_NOFAIL = (int)(__GFP_NOFAIL) };
#endif
#ifdef __GFP_NORETRY
enum { gfpcheck_const___GFP_NORETRY = (int)(__GFP_NORETRY) };
#endif
#ifdef __GFP_MEMALLOC
enum { gfpcheck_const___GFP_MEMALLOC = (int)(__GFP_MEMALLOC) };
#endif
#ifdef __GFP_COMP
enum { gfpcheck_const___GFP_COMP = (int)(__GFP_COMP) };
#endif
#ifdef __GFP_NOMEMALLOC
enum { gfpcheck_const___GFP_NOMEMALLOC = (int)(__GFP_NOMEMALLOC) };
#endif
#ifdef __GFP_HARDWALL
enum { gfpcheck_const___GFP_HARDWALL = (int)(__GFP_HARDWALL) };
#endif
#ifdef __GFP_THISNODE
enum { gfpcheck_const___GFP_THISNODE = (int)(__GFP_THISNODE) };
#endif
#ifdef __GFP_ACCOUNT
enum { gfpcheck_const___GFP_ACCOUNT = (int)(__GFP_ACCOUNT) };
#endif
#ifdef GFP_ATOMIC
enum { gfpcheck_const_GFP_ATOMIC = (int)(GFP_ATOMIC) };
#endif
#ifdef GFP_KERNEL
enum { gfpcheck_const_GFP_KERNEL = (int)(GFP_KERNEL) };
#endif
#ifdef GFP_KERNEL_ACCOUNT
enum { gfpcheck_const_GFP_KERNEL_ACCOUNT = (int)(GFP_KERNEL_ACCOUNT) };
#endif
#ifdef GFP_NOWAIT
enum { gfpcheck_const_GFP_NOWAIT = (int)(GFP_NOWAIT) };
#endif
#ifdef GFP_NOIO
enum { gfpcheck_const_GFP_NOIO = (int)(GFP_NOIO) };
#endif
#ifdef GFP_NOFS
enum { gfpcheck_const_GFP_NOFS = (int)(GFP_NOFS) };
#endif
#ifdef GFP_USER
enum { gfpcheck_const_GFP_USER = (int)(GFP_USER) };
#endif
#ifdef GFP_DMA
enum { gfpcheck_const_GFP_DMA = (int)(GFP_DMA) };
#endif
#ifdef GFP_DMA32
enum { gfpcheck_const_GFP_DMA32 = (int)(GFP_DMA32) };
#endif
#ifdef GFP_HIGHUSER
enum { gfpcheck_const_GFP_HIGHUSER = (int)(GFP_HIGHUSER) };
#endif
#ifdef GFP_HIGHUSER_MOVABLE
enum { gfpcheck_const_GFP_HIGHUSER_MOVABLE = (int)(GFP_HIGHUSER_MOVABLE) };
#endif
#ifdef GFP_TRANSHUGE_LIGHT
enum { gfpcheck_const_GFP_TRANSHUGE_LIGHT = (int)(GFP_TRANSHUGE_LIGHT) };
#endif
#ifdef GFP_TRANSHUGE
enum { gfpcheck_const_GFP_TRANSHUGE = (int)(GFP_TRANSHUGE) };
#endif
#ifdef MSG_DONTWAIT
enum { gfpcheck_const_MSG_DONTWAIT = (int)(MSG_DONTWAIT) };
#endif
#ifdef RPM_ASYNC
enum { gfpcheck_const_RPM_ASYNC = (int)(RPM_ASYNC) };
#endif
#ifdef CRYPTO_TFM_REQ_MAY_SLEEP
enum { gfpcheck_const_CRYPTO_TFM_REQ_MAY_SLEEP = (int)(CRYPTO_TFM_REQ_MAY_SLEEP) };
#endif
#ifdef IRQF_ONESHOT
enum { gfpcheck_const_IRQF_ONESHOT = (int)(IRQF_ONESHOT) };
#endif
#ifdef LINUX_VERSION_CODE
enum { gfpcheck_const_LINUX_VERSION_CODE = (int)(LINUX_VERSION_CODE) };
#endif
#ifdef BLK_MQ_F_BLOCKING
enum { gfpcheck_const_BLK_MQ_F_BLOCKING = (int)(BLK_MQ_F_BLOCKING) };
#endif
