// SPDX-License-Identifier: GPL-2.0-only
/* Hash map and string table; see map.h. */
#include "base/map.h"

#include <stdlib.h>
#include <string.h>

#include "base/bug.h"
#include "base/hash.h"

static u32 mix(u64 k)
{
	k ^= k >> 32;
	k *= 0xd6e8feb86659fd93ull;
	k ^= k >> 32;
	return (u32)k;
}

static void map_insert(struct map *m, u64 key, u32 val)
{
	u32 mask = m->cap - 1, i = mix(key) & mask;

	while (m->val[i] != MAP_NONE) {
		if (m->key[i] == key) {
			m->val[i] = val;
			return;
		}
		i = (i + 1) & mask;
	}
	m->key[i] = key;
	m->val[i] = val;
	m->nr++;
}

static void map_grow(struct map *m)
{
	struct map n = { .cap = m->cap ? m->cap * 2 : 16 };

	n.key = xmalloc(n.cap * sizeof(*n.key));
	n.val = xmalloc(n.cap * sizeof(*n.val));
	memset(n.val, 0xff, n.cap * sizeof(*n.val));
	for (u32 i = 0; i < m->cap; i++)
		if (m->val[i] != MAP_NONE)
			map_insert(&n, m->key[i], m->val[i]);
	map_free(m);
	*m = n;
}

u32 map_get(const struct map *m, u64 key)
{
	u32 mask, i;

	if (!m->cap)
		return MAP_NONE;
	mask = m->cap - 1;
	for (i = mix(key) & mask; m->val[i] != MAP_NONE; i = (i + 1) & mask)
		if (m->key[i] == key)
			return m->val[i];
	return MAP_NONE;
}

void map_put(struct map *m, u64 key, u32 val)
{
	BUG_ON(val == MAP_NONE);
	if (m->nr + 1 > m->cap / 4 * 3)
		map_grow(m);
	map_insert(m, key, val);
}

void map_clear(struct map *m)
{
	if (m->cap)
		memset(m->val, 0xff, m->cap * sizeof(*m->val));
	m->nr = 0;
}

void map_free(struct map *m)
{
	free(m->key);
	free(m->val);
	*m = (struct map){ 0 };
}

void strtab_init(struct strtab *t)
{
	*t = (struct strtab){ 0 };
	strtab_add(t, "");
}

/* The slot where s is, or where it would go. */
static u32 strtab_slot(const struct strtab *t, const char *s, size_t n)
{
	u32 mask = t->slots - 1, i = (u32)hash_bytes(s, n) & mask;

	for (; t->slot[i]; i = (i + 1) & mask) {
		const char *have = t->text + t->off[t->slot[i] - 1];

		if (!strncmp(have, s, n) && !have[n])
			return i;
	}
	return i;
}

static void strtab_rehash(struct strtab *t)
{
	u32 slots = t->slots ? t->slots * 2 : 64;

	free(t->slot);
	t->slot = xcalloc(slots, sizeof(*t->slot));
	t->slots = slots;
	for (u32 id = 0; id < t->nr; id++) {
		const char *s = t->text + t->off[id];

		t->slot[strtab_slot(t, s, strlen(s))] = id + 1;
	}
}

/* s holds no NUL in its first n bytes. */
u32 strtab_addn(struct strtab *t, const char *s, size_t n)
{
	u32 i;

	if (t->nr + 1 > t->slots / 2)
		strtab_rehash(t);
	i = strtab_slot(t, s, n);
	if (t->slot[i])
		return t->slot[i] - 1;
	BUG_ON(n > UINT32_MAX / 2 - t->len);
	while (t->len + n + 1 > t->cap) {
		t->cap = t->cap ? t->cap * 2 : 4096;
		t->text = xrealloc(t->text, t->cap);
	}
	if (t->nr == t->off_cap) {
		t->off_cap = t->off_cap ? t->off_cap * 2 : 64;
		t->off = xrealloc(t->off, t->off_cap * sizeof(*t->off));
	}
	memcpy(t->text + t->len, s, n);
	t->text[t->len + n] = '\0';
	t->off[t->nr] = t->len;
	t->len += (u32)n + 1;
	t->slot[i] = ++t->nr;
	return t->nr - 1;
}

u32 strtab_add(struct strtab *t, const char *s)
{
	return strtab_addn(t, s, strlen(s));
}

u32 strtab_find(const struct strtab *t, const char *s)
{
	u32 i = strtab_slot(t, s, strlen(s));

	return t->slot[i] ? t->slot[i] - 1 : MAP_NONE;
}

void strtab_free(struct strtab *t)
{
	free(t->text);
	free(t->off);
	free(t->slot);
	*t = (struct strtab){ 0 };
}
