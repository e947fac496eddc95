// SPDX-License-Identifier: GPL-2.0-only
/*
 * Any bytes as a link database.  The checksum is put right first, else no input would come past it; of what is then
 * accepted, every question is asked about the first functions and members.
 */
#include <stdlib.h>
#include <string.h>

#include "link/link_query.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t n);

static void ask(const struct link_db *db, u32 node)
{
	for (u32 v = 0; v < QUERY_NR; v++) {
		struct query_result r = { 0 };
		struct strbuf out = { 0 };

		if (!link_query(db, (enum query_verb)v, ldb_text(db, db->node[node].name), &r, NULL))
			for (u32 i = 0; i < r.answer.nr; i++)
				query_print(&r.answer.at[i], &out);
		query_result_free(&r);
		strbuf_free(&out);
	}
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t n)
{
	struct link_db db = { 0 };
	void *p;

	if (posix_memalign(&p, 16, n ? n : 1))
		return 0;
	if (n)
		memcpy(p, data, n);
	if (n > 16) {
		u64 sum = hash_bytes((char *)p + 16, n - 16);

		memcpy((char *)p + 8, &sum, sizeof(sum));
	}
	if (!link_db_from_memory(p, n, &db, NULL)) {
		for (u32 i = 0; i < db.nr_node && i < 16; i++)
			ask(&db, i);
		for (u32 i = db.meta->nr_fn; i < db.nr_node && i - db.meta->nr_fn < 16; i++)
			ask(&db, i);
	}
	link_db_close(&db);
	free(p);
	return 0;
}
