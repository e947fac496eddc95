/* SPDX-License-Identifier: GPL-2.0-only */
/* Mini kernel for the tests: kmalloc and its family, as inlines (old) or behind alloc_hooks() (new). */
#ifndef _LINUX_SLAB_H
#define _LINUX_SLAB_H

#include <linux/gfp.h>
#include <linux/cleanup.h>
#include <linux/err.h>

struct kmem_cache;

struct kmem_cache *kmem_cache_create(const char *name, unsigned int size, unsigned int align,
				     unsigned long flags, void (*ctor)(void *object));
void kmem_cache_destroy(struct kmem_cache *s);
void *__kmalloc(size_t size, gfp_t flags);
void kfree(const void *object);
void kfree_sensitive(const void *object);
void kvfree(const void *addr);
void kmem_cache_free(struct kmem_cache *s, void *object);

#if MINI_AT_LEAST(6, 10)
static inline void *kmalloc_noprof(size_t size, gfp_t flags)
{
	return __kmalloc(size, flags);
}

static inline void *kzalloc_noprof(size_t size, gfp_t flags)
{
	return kmalloc_noprof(size, flags | __GFP_ZERO);
}

void *kmem_cache_alloc_noprof(struct kmem_cache *s, gfp_t flags);
void *krealloc_noprof(const void *p, size_t size, gfp_t flags);
#if MINI_AT_LEAST(6, 18)
void *__kvmalloc_node_noprof(size_t size, void *b, unsigned long align, gfp_t flags, int node);
#define kvmalloc_noprof(size, flags)	__kvmalloc_node_noprof(size, NULL, 1, flags, -1)
#else
void *__kvmalloc_node_noprof(size_t size, void *b, gfp_t flags, int node);
#define kvmalloc_noprof(size, flags)	__kvmalloc_node_noprof(size, NULL, flags, -1)
#endif
#define kmalloc(...)		alloc_hooks(kmalloc_noprof(__VA_ARGS__))
#define kzalloc(...)		alloc_hooks(kzalloc_noprof(__VA_ARGS__))
#define kcalloc(n, size, flags)	alloc_hooks(kmalloc_noprof((n) * (size), (flags) | __GFP_ZERO))
#define krealloc(...)		alloc_hooks(krealloc_noprof(__VA_ARGS__))
#define kvmalloc(...)		alloc_hooks(kvmalloc_noprof(__VA_ARGS__))
#define kvzalloc(size, flags)	kvmalloc(size, (flags) | __GFP_ZERO)
#define kmalloc_array(n, size, flags) alloc_hooks(kmalloc_noprof((n) * (size), flags))
#define kmem_cache_alloc(...)	alloc_hooks(kmem_cache_alloc_noprof(__VA_ARGS__))
#else
void *kmem_cache_alloc(struct kmem_cache *s, gfp_t flags);
void *krealloc(const void *p, size_t size, gfp_t flags);
void *kvmalloc(size_t size, gfp_t flags);

static __always_inline void *kmalloc(size_t size, gfp_t flags)
{
	return __kmalloc(size, flags);
}

static inline void *kzalloc(size_t size, gfp_t flags)
{
	return kmalloc(size, flags | __GFP_ZERO);
}

static inline void *kvzalloc(size_t size, gfp_t flags)
{
	return kvmalloc(size, flags | __GFP_ZERO);
}

static inline void *kmalloc_array(size_t n, size_t size, gfp_t flags)
{
	return kmalloc(n * size, flags);
}

static inline void *kcalloc(size_t n, size_t size, gfp_t flags)
{
	return kmalloc(n * size, flags | __GFP_ZERO);
}
#endif
#define kmem_cache_zalloc(s, flags)	kmem_cache_alloc(s, (flags) | __GFP_ZERO)

#include <linux/slab_obj_mini.h>

DEFINE_FREE(kfree, void *, if (!IS_ERR_OR_NULL(_T)) kfree(_T))
DEFINE_FREE(kvfree, void *, if (!IS_ERR_OR_NULL(_T)) kvfree(_T))

#endif
