// SPDX-License-Identifier: GPL-2.0-only
/*
 * gfpcheck cache: what the cache holds, how to make it smaller, and whether it is sound.
 *
 * stats and verify only read.  gc waits until no other run uses the cache.  Exit status: 0; of verify 1 when something
 * is damaged; 2 when there is no cache.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cache_size.h"
#include "cli/cmd.h"
#include "cli/kept.h"
#include "cli/output.h"
#include "cli/paths.h"
#include "base/text.h"
#include "db/compdb.h"
#include "link/kmodel.h"
#include "link/link_db.h"
#include "summary/cache_care.h"

#define DAY_NS (24 * 3600 * 1000000000ll)

static void say_size(struct strbuf *out, u64 bytes)
{
	strbuf_printf(out, "%10.1f MiB", (double)bytes / (1 << 20));
}

/* ---- stats ---- */

static int cache_stats(const struct options *o, const char *dir, struct strbuf *out, struct err *err)
{
	u64 nr[CACHE_NR_KINDS] = { 0 }, bytes[CACHE_NR_KINDS] = { 0 }, limit, total = 0;
	struct cache_items all;

	if (cache_size_limit(o->max_size, &limit, err) || cache_list(dir, &all, err))
		return -1;
	for (u32 i = 0; i < all.at.nr; i++) {
		nr[all.at.at[i].kind]++;
		bytes[all.at.at[i].kind] += all.at.at[i].size;
		total += all.at.at[i].size;
	}
	for (u32 k = 0; k < CACHE_NR_KINDS; k++) {
		strbuf_printf(out, "%8llu %-20s", (unsigned long long)nr[k], cache_kind_words[k]);
		say_size(out, bytes[k]);
		strbuf_putc(out, '\n');
	}
	strbuf_printf(out, "%8u %-20s", all.at.nr, "files");
	say_size(out, total);
	if (limit != UINT64_MAX) {
		strbuf_puts(out, ", limit");
		say_size(out, limit);
	}
	strbuf_putc(out, '\n');
	cache_items_free(&all);
	return 0;
}

/* ---- gc ---- */

static int cache_collect(const struct options *o, const char *dir, struct strbuf *out, struct err *err)
{
	struct cache_limit lim = { .older_ns = (s64)o->older_than * DAY_NS };
	struct cache_count n;
	int lock, rc;

	if (cache_size_limit(o->max_size, &lim.max_bytes, err))
		return -1;
	/* days alone are no wish for another size */
	if (o->older_than && !o->max_size)
		lim.max_bytes = UINT64_MAX;
	lock = cache_lock_alone(dir, false);
	if (lock < 0 && path_exists(dir)) {
		fprintf(stderr, "gfpcheck cache: %s is in use; waiting for the other run\n", dir);
		lock = cache_lock_alone(dir, true);
	}
	rc = cache_trim(dir, &lim, &n, err);
	if (lock >= 0)
		close(lock);
	if (rc)
		return -1;
	strbuf_printf(out, "%llu files removed:", (unsigned long long)n.nr_removed);
	say_size(out, n.bytes_removed);
	strbuf_printf(out, ", %llu left:", (unsigned long long)(n.nr - MIN(n.nr, n.nr_removed)));
	say_size(out, n.bytes - MIN(n.bytes, n.bytes_removed));
	strbuf_putc(out, '\n');
	return 0;
}

/* ---- verify ---- */

struct verify {
	struct strbuf *out;
	u64 nr_damaged, nr_other, nr_removed;
};

/* Whether the file can be used; err: why not. */
static int check_item(const struct cache_item *f, struct err *err)
{
	struct summary s = { 0 };
	struct link_db db = { 0 };
	struct mapping map = { 0 };
	struct kmodel km;
	int rc;

	switch ((enum cache_kind)f->kind) {
	case CACHE_SUMMARIES:
		rc = summary_open(f->path, &s, err);
		summary_close(&s);
		return rc;
	case CACHE_LINKS:
		rc = link_db_open(f->path, &db, err);
		link_db_close(&db);
		return rc;
	case CACHE_MODELS:
		rc = kmodel_open(f->path, &km, err);
		if (!rc)
			kmodel_close(&km);
		return rc;
	case CACHE_COMMANDS:
		return compdb_check_image(f->path, err);
	case CACHE_HEADERS:
		/* libclang's own, and read by it alone: here only whether it is one at all */
		if (file_map(f->path, &map, err))
			return -1;
		rc = map.len > 4 && !memcmp(map.p, "CPCH", 4) ? 0 : err_set(err, "%s: damaged", f->path);
		file_unmap(&map);
		return rc;
	case CACHE_RESULTS:
		return kept_check(f->path, err);
	case CACHE_NR_KINDS:
		break;
	}
	return 0;
}

static void tell_bad(struct verify *v, const char *path, const struct err *err, bool do_remove)
{
	if (!path_exists(path))
		return;		/* removed by another run just now */
	text_escape(v->out, err->msg);
	strbuf_putc(v->out, '\n');
	if (strstr(err->msg, "made by another version")) {
		v->nr_other++;
		return;
	}
	v->nr_damaged++;
	v->nr_removed += do_remove && !unlink(path);
}

static int cache_verify_all(const struct options *o, const char *dir, struct strbuf *out, struct err *err)
{
	char *memo = path_join(dir, "files.memo");
	struct verify v = { .out = out };
	struct cache_items all;
	int rc = cache_list(dir, &all, err);

	for (u32 i = 0; !rc && i < all.at.nr; i++) {
		struct err why = { 0 };

		if (check_item(&all.at.at[i], &why))
			tell_bad(&v, all.at.at[i].path, &why, o->remove);
	}
	if (!rc) {
		struct err why = { 0 };

		if (cache_check_memo(dir, &why))
			tell_bad(&v, memo, &why, o->remove);
		strbuf_printf(out, "%u files: %llu damaged, %llu of another version", all.at.nr,
			      (unsigned long long)v.nr_damaged, (unsigned long long)v.nr_other);
		if (o->remove)
			strbuf_printf(out, ", %llu removed", (unsigned long long)v.nr_removed);
		strbuf_putc(out, '\n');
		cache_items_free(&all);
	}
	free(memo);
	return rc ? -1 : v.nr_damaged ? EXIT_FINDINGS : EXIT_CLEAN;
}

/* ---- the command ---- */

static const struct action {
	const char *name;
	int (*run)(const struct options *o, const char *dir, struct strbuf *out, struct err *err);
} actions[] = {
	{ "stats", cache_stats },
	{ "gc", cache_collect },
	{ "verify", cache_verify_all },
};

static const struct action *action_of(const char *name, struct err *err)
{
	for (u32 i = 0; i < ARRAY_SIZE(actions); i++)
		if (!strcmp(actions[i].name, name))
			return &actions[i];
	err_set(err, "%s: must be one of stats, gc, verify", name);
	return NULL;
}

static int check_options(const struct options *o, struct err *err)
{
	const char *name = o->args.at[0];

	if (strcmp(name, "gc") && (o->max_size || o->older_than))
		return err_set(err, "--max-size and --older-than belong to gc");
	if (strcmp(name, "verify") && o->remove)
		return err_set(err, "--remove belongs to verify");
	return 0;
}

int cmd_cache(const struct options *o)
{
	struct err err = { 0 };
	const struct action *a = action_of(o->args.at[0], &err);
	char *dir = a && !check_options(o, &err) ? path_cache_dir(o->cache, &err) : NULL;
	struct strbuf text = { 0 };
	int ret = -1;

	if (dir)
		ret = a->run(o, dir, &text, &err);
	if (ret >= 0 && output_write(NULL, &text, &err))
		ret = -1;
	strbuf_free(&text);
	free(dir);
	return ret < 0 ? cmd_fail(CMD_CACHE, &err) : ret;
}
