// SPDX-License-Identifier: GPL-2.0-only
/*
 * A name as people type it -> nodes of a link database.
 *
 * "f": every function of that name, those with a body if there are any.  "f@usb/core" and "drivers/usb/core/x.c:f":
 * those whose file has that part.  "file_operations.open", also with "struct " before it: a member.
 * Cost: bisection; a name that is not there is compared with all others of about its length.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "link/link_query.h"

/* First of nodes [lo, hi) whose name is not before `name`. */
static u32 bisect(const struct link_db *db, u32 lo, u32 hi, const char *name)
{
	while (lo < hi) {
		u32 mid = lo + (hi - lo) / 2;

		if (strcmp(ldb_text(db, db->node[mid].name), name) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static void collect(const struct link_db *db, const char *name, const char *part, bool members, bool defined,
		    ldb_nodes_list *out)
{
	u32 nr_fn = db->meta->nr_fn, end = members ? db->nr_node : nr_fn;

	for (u32 i = bisect(db, members ? nr_fn : 0, end, name); i < end; i++) {
		const struct ldb_node *n = &db->node[i];

		if (strcmp(ldb_text(db, n->name), name))
			break;
		if (!members && !(n->flags & LDB_DEFINED) == defined)
			continue;
		if (!part || strstr(ldb_text(db, n->file), part))
			vec_push(out, i);
	}
}

#define NEAR_NAMES 3
#define NEAR_EDITS 3		/* as text_nearest() has it */

/* Each edit changes two of these counts at most: cheap enough to be asked of every name. */
struct letters {
	int8_t nr[64];
};

static struct letters letters_of(const char *s)
{
	struct letters l = { 0 };

	for (; *s; s++)
		l.nr[*s & 63]++;
	return l;
}

static bool may_be_near(const struct letters *want, const char *s)
{
	struct letters have = letters_of(s);
	u32 sum = 0;

	for (u32 i = 0; i < ARRAY_SIZE(have.nr); i++)
		sum += (u32)abs(want->nr[i] - have.nr[i]);
	return sum <= 2 * NEAR_EDITS;
}

/* "no function kmaloc() ...: did you mean kmalloc, kmalloc_node?" */
static int not_found(const struct link_db *db, const char *name, struct err *err)
{
	const char **all = xcalloc((size_t)db->meta->nr_fn + 1, sizeof(*all));
	struct strbuf near = { 0 };
	struct letters want = letters_of(strlen(name) > INT8_MAX ? "" : name);
	size_t len = strlen(name);
	u32 nr = 0;

	for (u32 i = 0; i < db->meta->nr_fn; i++) {
		const char *s = ldb_text(db, db->node[i].name);
		size_t n = strlen(s);

		if (n + NEAR_EDITS >= len && n <= len + NEAR_EDITS && n <= INT8_MAX && len <= INT8_MAX &&
		    (!nr || strcmp(all[nr - 1], s)) && may_be_near(&want, s))
			all[nr++] = s;
	}
	for (u32 k = 0; k < NEAR_NAMES; k++) {
		const char *s = text_nearest(name, all, nr);
		u32 left = 0;

		if (!s)
			break;
		strbuf_printf(&near, "%s%s", k ? ", " : "; did you mean ", s);
		for (u32 i = 0; i < nr; i++)
			if (strcmp(all[i], s))
				all[left++] = all[i];
		nr = left;
	}
	err_set(err, "no function %s() in what was read: name more with --with=PATH or --context=all%s%s", name,
		strbuf_str(&near), near.len ? "?" : "");
	strbuf_free(&near);
	free(all);
	return -1;
}

#define MACRO_CALLS 4		/* what calls more is no other name for a function */

/* A macro that is another name for a function: a call says what it was written as. */
static int collect_macro(const struct link_db *db, const char *name, ldb_nodes_list *out, struct err *err)
{
	size_t n = strlen(name) + 2;
	char *key = xcalloc(1, n), *at;

	memcpy(key + 1, name, n - 2);
	at = memmem(db->text, db->nr_text, key, n);
	free(key);
	for (u32 i = 0; at && i < db->nr_edge && out->nr <= MACRO_CALLS; i++) {
		const struct ldb_edge *e = &db->edge[i];
		bool there = e->kind != LDB_DIRECT || e->label != (u32)(at + 1 - db->text) ||
			(db->node[e->to].flags & LDB_MEMBER);

		for (u32 k = 0; k < out->nr && !there; k++)
			there = out->at[k] == e->to;
		if (!there)
			vec_push(out, e->to);
	}
	if (out->nr < 2)
		return 0;
	return err_set(err, "%s is a macro that calls %s() and %s(), among others: ask for one of them", name,
		       ldb_text(db, db->node[out->at[0]].name), ldb_text(db, db->node[out->at[1]].name));
}

int link_db_find(const struct link_db *db, const char *name, ldb_nodes_list *out, struct err *err)
{
	const char *at = strrchr(name, '@'), *colon = strrchr(name, ':'), *part = NULL, *fn;
	char *copy = xstrdup(name);
	size_t len;
	int rc = 0;

	fn = copy;
	if (at) {
		copy[at - name] = '\0';
		part = copy + (at - name) + 1;
	} else if (colon) {
		copy[colon - name] = '\0';
		part = copy;
		fn = copy + (colon - name) + 1;
	}
	/* "f()" is what messages say */
	len = strlen(fn);
	if (len > 2 && !strcmp(fn + len - 2, "()"))
		copy[fn - copy + (ptrdiff_t)len - 2] = '\0';
	collect(db, fn, part, false, true, out);
	if (!out->nr)
		collect(db, fn, part, false, false, out);
	if (!out->nr && strchr(fn, '.'))
		collect(db, strncmp(fn, "struct ", 7) ? fn : fn + 7, NULL, true, false, out);
	if (!out->nr && part) {
		ldb_nodes_list any = { 0 };

		collect(db, fn, NULL, false, true, &any);
		rc = any.nr ? err_set(err, "%s() is in no file with '%s' in its name, but in %s", fn, part,
				      ldb_text(db, db->node[any.at[0]].file)) : 0;
		vec_free(&any);
	}
	if (!out->nr && !part && *fn)
		rc = collect_macro(db, fn, out, err);
	if (!out->nr && !rc)
		rc = not_found(db, fn, err);
	free(copy);
	return rc;
}
