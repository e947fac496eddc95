// SPDX-License-Identifier: GPL-2.0-only
/* See match.h.  Cost: linear; hash maps of 64 bits. */
#include "report/match.h"

#include <stdlib.h>
#include <string.h>

static u64 key_of(const struct report *r, const struct finding *f, const char *file)
{
	struct hasher h;

	hasher_init(&h);
	hasher_str(&h, file);
	hasher_str(&h, f->check);
	if (f->local_id) {
		hasher_u64(&h, f->local_id);
	} else {
		hasher_str(&h, report_str(r, f->at.func));
		hasher_str(&h, report_str(r, f->message));
	}
	return hasher_done(&h).lo;
}

static void pair(struct match *m, u32 new, u32 old)
{
	if (old == MAP_NONE || m->of_old[old] != MAP_NONE)
		return;
	m->of_new[new] = old;
	m->of_old[old] = new;
}

static void match_renamed(struct match *m, const struct report *old, const struct report *new, const struct renames *rn)
{
	struct map by_key = { 0 };

	for (u32 i = 0; i < old->finding.nr; i++)
		map_put(&by_key, key_of(old, &old->finding.at[i], report_str(old, old->finding.at[i].at.file)), i);
	for (u32 i = 0; i < new->finding.nr; i++) {
		const struct finding *f = &new->finding.at[i];
		const char *file = report_str(new, f->at.file), *was = renames_old_name(rn, file);

		if (m->of_new[i] == MAP_NONE && was != file)
			pair(m, i, map_get(&by_key, key_of(new, f, was)));
	}
	map_free(&by_key);
}

void match_make(struct match *m, const struct report *old, const struct report *new, const struct renames *rn)
{
	struct map by_id = { 0 };

	m->of_new = xcalloc(new->finding.nr, sizeof(u32));
	m->of_old = xcalloc(old->finding.nr, sizeof(u32));
	memset(m->of_new, 0xff, new->finding.nr * sizeof(u32));
	memset(m->of_old, 0xff, old->finding.nr * sizeof(u32));
	for (u32 i = 0; i < old->finding.nr; i++)
		map_put(&by_id, old->finding.at[i].id, i);
	for (u32 i = 0; i < new->finding.nr; i++)
		pair(m, i, map_get(&by_id, new->finding.at[i].id));
	map_free(&by_id);
	if (rn && rn->at.nr)
		match_renamed(m, old, new, rn);
}

void match_free(struct match *m)
{
	free(m->of_new);
	free(m->of_old);
}

void report_set_baseline(struct report *r, const struct report *old, const struct renames *rn)
{
	struct match m;

	match_make(&m, old, r, rn);
	for (u32 i = 0; i < r->finding.nr; i++)
		r->finding.at[i].baseline = m.of_new[i] == MAP_NONE ? BASE_NEW : BASE_KNOWN;
	match_free(&m);
}
