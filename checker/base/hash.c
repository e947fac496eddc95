// SPDX-License-Identifier: GPL-2.0-only
/* The only file that includes xxhash.h. */
#include "base/hash.h"

#include <stdio.h>
#include <string.h>
#include <xxhash.h>

#include "base/bug.h"

u64 hash_bytes(const void *p, size_t n)
{
	return n ? XXH3_64bits(p, n) : 0x9e3779b97f4a7c15ull;
}

u64 hash_str(const char *s)
{
	return hash_bytes(s, strlen(s));
}

void hasher_init(struct hasher *h)
{
	XXH3_state_t *s = XXH3_createState();

	BUG_ON(!s || XXH3_128bits_reset(s) != XXH_OK);
	h->state = s;
}

void hasher_add(struct hasher *h, const void *p, size_t n)
{
	u64 len = n;

	XXH3_128bits_update(h->state, &len, sizeof(len));
	if (n)
		XXH3_128bits_update(h->state, p, n);
}

void hasher_str(struct hasher *h, const char *s)
{
	hasher_add(h, s, strlen(s));
}

void hasher_u64(struct hasher *h, u64 v)
{
	hasher_add(h, &v, sizeof(v));
}

struct hash128 hasher_done(struct hasher *h)
{
	XXH128_hash_t d = XXH3_128bits_digest(h->state);

	XXH3_freeState(h->state);
	h->state = NULL;
	return (struct hash128){ d.low64, d.high64 };
}

void hash128_hex(struct hash128 h, char out[33])
{
	snprintf(out, 33, "%016llx%016llx", (unsigned long long)h.hi, (unsigned long long)h.lo);
}
