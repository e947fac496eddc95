// SPDX-License-Identifier: GPL-2.0-only
/* The registry of checks. */
#include "checks/check.h"

#include <string.h>

static const char *const ids[] = {
#define CHECK(id, fn) id,
#define WATCH(id, name) id,
#include "checks/checks.def"
#undef CHECK
#undef WATCH
};

static void (*const runs[])(const struct check_ctx *cx) = {
#define CHECK(id, fn) fn,
#define WATCH(id, name)
#include "checks/checks.def"
#undef CHECK
#undef WATCH
};

static const struct {
	void *(*begin)(const struct check_ctx *cx);
	void (*call)(void *ctx, const struct flow_at *at);
	void (*report)(const struct check_ctx *cx, void *ctx);
} watches[] = {
#define CHECK(id, fn)
#define WATCH(id, name) { name##_begin, name##_call, name##_report },
#include "checks/checks.def"
#undef CHECK
#undef WATCH
	{ NULL, NULL, NULL },
};

_Static_assert(ARRAY_SIZE(watches) <= CHECKS_MAX_WATCH + 1, "more watching checks than struct check_ctx has room for");

static bool is_first(u32 i)
{
	for (u32 j = 0; j < i; j++)
		if (!strcmp(ids[j], ids[i]))
			return false;
	return true;
}

bool check_known(const char *id)
{
	for (u32 i = 0; i < ARRAY_SIZE(ids); i++)
		if (!strcmp(ids[i], id))
			return true;
	return false;
}

void check_list(struct strbuf *out)
{
	for (u32 i = 0; i < ARRAY_SIZE(ids); i++)
		if (is_first(i))
			strbuf_printf(out, "%s%s", i ? ", " : "", ids[i]);
}

static bool is_wanted(const struct check_ctx *cx, const char *id)
{
	for (u32 i = 0; i < cx->nr_ids; i++)
		if (!strcmp(cx->ids[i], id))
			return true;
	return !cx->nr_ids;
}

void checks_begin(struct check_ctx *cx)
{
	cx->wanted = is_wanted;
	cx->nr_watch = 0;
	for (u32 i = 0; watches[i].call; i++)
		cx->watch[cx->nr_watch++] = (struct flow_watch){ watches[i].call, watches[i].begin(cx) };
}

void checks_run(struct check_ctx *cx)
{
	for (u32 i = 0; i < ARRAY_SIZE(runs); i++) {
		bool done = false;

		for (u32 j = 0; j < i; j++)
			done |= runs[j] == runs[i];
		if (!done)
			runs[i](cx);
	}
	for (u32 i = 0; watches[i].call; i++)
		watches[i].report(cx, cx->watch[i].ctx);
}
