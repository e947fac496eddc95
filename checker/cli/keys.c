// SPDX-License-Identifier: GPL-2.0-only
/*
 * Keys of summaries: everything that one depends on but file contents, which cache_lookup() compares.
 *
 * Input: the run's tools (program, libclang, prelude), trees, and the TU's cleaned flags.  Invariant: paths are absolute in
 * a key, as they are in the list of files that a summary was made from; so a cache serves every machine on which
 * the source tree and the build folder have the same paths, wherever the cache itself lies.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/pipeline_int.h"
#include "front_id.h"

/* The same of all TUs, for `-d explain`. */
static void tool_parts(struct run *r, u64 prelude)
{
	r->key_part[KEY_PROGRAM] = (u32)(hash_str(FRONT_ID) + SUMMARY_VERSION);
	r->key_part[KEY_LIBCLANG] = (u32)hash_str(front_clang_version());
	r->key_part[KEY_PRELUDE] = (u32)prelude;
	r->key_part[KEY_TREES] = (u32)(hash_str(r->tree) * 3 + hash_str(r->objdir));
	r->key_part[KEY_PCH] = r->rq->no_pch;
}

int key_of_tools(struct run *r, struct err *err)
{
	static const char *const prelude[] = { "prelude.h", "prelude-common.h", "prelude-const.h" };
	struct strbuf text = { 0 };
	struct hasher h;
	u64 all = 0;

	hasher_init(&h);
	hasher_u64(&h, SUMMARY_VERSION);
	hasher_str(&h, front_clang_version());
	hasher_str(&h, r->tree);
	hasher_str(&h, r->objdir);
	/* why a hash of the sources: a version number is forgotten, a changed byte is not */
	hasher_str(&h, FRONT_ID);
	for (u32 i = 0; i < ARRAY_SIZE(prelude); i++) {
		char *path = path_join(r->rq->rules_dir, prelude[i]);
		int rc;

		strbuf_reset(&text);
		rc = file_read(path, &text, err);
		free(path);
		if (rc) {
			strbuf_free(&text);
			hasher_done(&h);
			return -1;
		}
		hasher_add(&h, text.buf, text.len);
		all = all * 31 + hash_bytes(text.buf, text.len);
	}
	strbuf_free(&text);
	r->tool = hasher_done(&h);
	tool_parts(r, all);
	return 0;
}

struct hash128 key_of_tu(const struct run *r, const struct tu *t)
{
	struct hasher h;

	hasher_init(&h);
	hasher_u64(&h, r->tool.lo);
	hasher_u64(&h, r->tool.hi);
	hasher_str(&h, t->entry->dir);
	hasher_str(&h, t->entry->file);
	for (u32 i = 0; i < t->flags.argc; i++)
		hasher_str(&h, t->flags.argv[i]);
	hasher_u64(&h, r->rq->no_pch);
	return hasher_done(&h);
}

/* A file may be compiled for several build folders, which share a cache. */
struct key_record key_record_of(const struct run *r, const struct tu *t)
{
	struct key_record k = { .path = hash_str(t->entry->file) * 31 + hash_str(t->entry->dir), .key = t->key.lo };
	u64 flags = hash_str(t->entry->dir);

	for (u32 i = 0; i < t->flags.argc; i++)
		flags = flags * 31 + hash_str(t->flags.argv[i]);
	memcpy(k.part, r->key_part, sizeof(k.part));
	k.part[KEY_FLAGS] = (u32)(flags ^ flags >> 32);
	return k;
}

struct hash128 key_of_family(const struct run *r, const struct tu *like)
{
	struct hasher h;
	u32 own = 0;

	hasher_init(&h);
	hasher_str(&h, "pch");
	hasher_u64(&h, r->tool.lo);
	hasher_u64(&h, r->tool.hi);
	for (u32 i = 0; i < like->flags.argc; i++) {
		if (own < like->flags.nr_own && like->flags.own[own] == like->flags.argv[i])
			own++;
		else
			hasher_str(&h, like->flags.argv[i]);
	}
	return hasher_done(&h);
}
