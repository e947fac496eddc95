// SPDX-License-Identifier: GPL-2.0-only
/* The registry of checks. */
#include "checks/check.h"

#include <string.h>

static const char *const ids[] = {
#define CHECK(id, fn) id,
#define WATCH(id, name) id,
#define WATCH_ALL(id, name) id,
#define OTHER(id) id,
#include "checks/checks.def"
#undef CHECK
#undef WATCH
#undef WATCH_ALL
#undef OTHER
};

static void (*const runs[])(const struct check_ctx *cx) = {
#define CHECK(id, fn) fn,
#define WATCH(id, name)
#define WATCH_ALL(id, name)
#define OTHER(id)
#include "checks/checks.def"
#undef CHECK
#undef WATCH
#undef WATCH_ALL
#undef OTHER
};

static const struct {
	void *(*begin)(const struct check_ctx *cx);
	struct flow_watch watch;
	void (*report)(const struct check_ctx *cx, void *ctx);
} watches[] = {
#define CHECK(id, fn)
#define WATCH(id, name) { name##_begin, { .call = name##_call }, name##_report },
#define WATCH_ALL(id, name) \
	{ name##_begin, { .call = name##_call, .set = name##_set, .ret = name##_ret }, name##_report },
#define OTHER(id)
#include "checks/checks.def"
#undef CHECK
#undef WATCH
#undef WATCH_ALL
#undef OTHER
	{ .begin = NULL },
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
	for (u32 i = 0; watches[i].begin; i++) {
		cx->watch[i] = watches[i].watch;
		cx->watch[i].ctx = watches[i].begin(cx);
		cx->nr_watch++;
	}
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
	for (u32 i = 0; watches[i].begin; i++)
		watches[i].report(cx, cx->watch[i].ctx);
}
