/* SPDX-License-Identifier: GPL-2.0-only */
/* Content hashes (xxHash, XXH3).  Not cryptographic: cache keys and checksums against damage, not against malice. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include "base/types.h"

u64 hash_bytes(const void *p, size_t n);
u64 hash_str(const char *s);

struct hash128 {
	u64 lo, hi;
};

/* An incremental hash over a sequence of fields; each field is preceded by its length, so that
 * ("ab","c") and ("a","bc") differ. */
struct hasher {
	void *state;
};
void hasher_init(struct hasher *h);
void hasher_add(struct hasher *h, const void *p, size_t n);
void hasher_str(struct hasher *h, const char *s);
void hasher_u64(struct hasher *h, u64 v);
struct hash128 hasher_done(struct hasher *h);	/* also frees */

/* 32 hexadecimal digits and a NUL. */
void hash128_hex(struct hash128 h, char out[33]);
static inline bool hash128_eq(struct hash128 a, struct hash128 b)
{
	return a.lo == b.lo && a.hi == b.hi;
}

#endif
