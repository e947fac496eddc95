/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * u64 -> u32 hash map, open addressing, linear probing, at most 3/4 full; no deletion.
 * Never iterated for output: order would depend on the hash.  Zero-initialise; map_free() at the end.
 */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include "base/types.h"

#define MAP_NONE UINT32_MAX

struct map {
	u64 *key;
	u32 *val;		/* MAP_NONE marks an empty slot */
	u32 nr, cap;		/* cap is 0 or a power of two */
};

u32 map_get(const struct map *m, u64 key);		/* MAP_NONE when absent */
void map_put(struct map *m, u64 key, u32 val);		/* replaces; val must not be MAP_NONE */
void map_clear(struct map *m);				/* keeps the memory */
void map_free(struct map *m);

/*
 * Strings to dense ids, and back.  Id 0 is always "".  The text lies in one buffer, each string
 * NUL-terminated, so that the buffer can be written out as it is: strtab_off() is the offset in it.
 */
struct strtab {
	char *text;
	u32 len, cap;
	u32 *off;		/* id -> offset in text */
	u32 nr, off_cap;
	u32 *slot;		/* hash slots holding id + 1 */
	u32 slots;
};

void strtab_init(struct strtab *t);
u32 strtab_add(struct strtab *t, const char *s);
u32 strtab_addn(struct strtab *t, const char *s, size_t n);
u32 strtab_find(const struct strtab *t, const char *s);	/* MAP_NONE when absent */
static inline const char *strtab_str(const struct strtab *t, u32 id)
{
	return t->text + t->off[id];
}
void strtab_free(struct strtab *t);

#endif
