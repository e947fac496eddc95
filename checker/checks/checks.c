// SPDX-License-Identifier: GPL-2.0-only
/* The registry of checks. */
#include "checks/check.h"

#include <string.h>

static const struct {
	const char *id;
	void (*run)(const struct check_ctx *cx);
} rows[] = {
#define CHECK(name, fn) { name, fn },
#include "checks/checks.def"
#undef CHECK
};

bool check_known(const char *id)
{
	for (u32 i = 0; i < ARRAY_SIZE(rows); i++)
		if (!strcmp(rows[i].id, id))
			return true;
	return false;
}

void check_list(struct strbuf *out)
{
	for (u32 i = 0; i < ARRAY_SIZE(rows); i++)
		strbuf_printf(out, "%s%s", i ? ", " : "", rows[i].id);
}

static bool is_wanted(const struct check_ctx *cx, const char *id)
{
	for (u32 i = 0; i < cx->nr_ids; i++)
		if (!strcmp(cx->ids[i], id))
			return true;
	return !cx->nr_ids;
}

void checks_run(struct check_ctx *cx)
{
	cx->wanted = is_wanted;
	for (u32 i = 0; i < ARRAY_SIZE(rows); i++) {
		bool done = false;

		for (u32 j = 0; j < i; j++)
			done |= rows[j].run == rows[i].run;
		if (!done)
			rows[i].run(cx);
	}
}
