// SPDX-License-Identifier: GPL-2.0-only
/*
 * See cache_size.h.
 *
 * A run that made summaries looks after itself when it has the cache alone; else the last one of those that use it at
 * the same time does.  What goes is what was not used for longest: the order is that of last use, then of names.
 */
#include "cli/cache_size.h"

#include <stdlib.h>

#include "base/map.h"
#include "cli/pipeline_int.h"
#include "summary/cache_care.h"

#define DEFAULT_LIMIT	(8ull << 30)
#define ENTRY_TURN	256u	/* a build gives its files one by one: every so many look at all of the cache */

int cache_size_limit(const char *option, u64 *out, struct err *err)
{
	const char *env = getenv("GFPCHECK_CACHE_SIZE");

	*out = DEFAULT_LIMIT;
	if (option && !cache_parse_size(option, out))
		return err_set(err, "--max-size=%s: not a size (500M, 8G)", option);
	if (!option && env && *env && !cache_parse_size(env, out))
		return err_set(err, "GFPCHECK_CACHE_SIZE=%s: not a size (500M, 8G)", env);
	if (!*out && !option)
		*out = UINT64_MAX;
	return 0;
}

struct used {
	struct map key;
};

static bool is_used(void *ctx, struct hash128 key)
{
	const struct used *u = ctx;

	return (key.lo || key.hi) && map_get(&u->key, key.lo ^ key.hi) != MAP_NONE;
}

static void use(struct used *u, struct hash128 key)
{
	map_put(&u->key, key.lo ^ key.hi, 1);
}

static bool is_due(const struct run *r)
{
	u32 nr = 0;

	for (u32 i = 0; i < r->tu.nr; i++)
		nr += r->tu.at[i].have && r->tu.at[i].is_made;
	if (!nr || r->rq->nr_overlay)
		return false;
	return !r->rq->entry || !(r->tu.at[0].key.lo % ENTRY_TURN);
}

void cache_keep_limit(struct run *r)
{
	struct used used = { 0 };
	struct cache_limit lim = { .in_use = is_used, .ctx = &used };
	struct cache_count n;
	struct err err = { 0 };

	if (!is_due(r))
		return;
	if (cache_size_limit(NULL, &lim.max_bytes, &err)) {
		warn("%s", err.msg);
		return;
	}
	if (lim.max_bytes == UINT64_MAX || !cache_is_alone(&r->cache))
		return;
	for (u32 i = 0; i < r->tu.nr; i++)
		if (r->tu.at[i].have)
			use(&used, r->tu.at[i].key);
	for (u32 i = 0; i < r->family.nr; i++)
		if (r->family.at[i].have)
			use(&used, r->family.at[i].key);
	use(&used, r->link_key);
	if (cache_trim(r->cache.dir, &lim, &n, &err))
		warn("%s", err.msg);
	else
		timer_count(r->rq->timers, "files removed from the cache", n.nr_removed);
	map_free(&used.key);
}
