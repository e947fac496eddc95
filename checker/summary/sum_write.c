// SPDX-License-Identifier: GPL-2.0-only
/*
 * A unit and what it was made from -> one file.
 *
 * The bytes depend on the arguments alone.  `content` leaves out times, the path of the checkout and the
 * dependencies: a header whose comment changed gives another file with the same content, and whoever keyed
 * his own results by content need not redo them.
 */
#include "summary/sum_int.h"

#include <stdlib.h>
#include <string.h>

const u32 sum_elem[SUM_NR] = {
#define X(n, t) [SUM_##n] = sizeof(t),
	IR_SECTIONS(X)
#undef X
	[SUM_META] = sizeof(struct sum_meta),
	[SUM_DEP] = sizeof(struct sum_dep),
	[SUM_DEP_TEXT] = 1,
};

/* No padding inside: the bytes of a record are its fields. */
_Static_assert(sizeof(struct sum_dep) == 32, "sum_dep");
_Static_assert(sizeof(struct sum_meta) == 72, "sum_meta");
_Static_assert(sizeof(struct sum_header) == 64 + 24 * SUM_NR, "sum_header");
_Static_assert(offsetof(struct sum_header, byte_order) == SUM_CHECKED, "sum_header");
_Static_assert(sizeof(struct ir_event) == 28 && sizeof(struct ir_block) == 36 && sizeof(struct ir_val) == 12, "ir");

struct part {
	const void *p;
	u64 nr;
};

static void parts_of_unit(const struct ir_unit *u, struct part part[SUM_NR])
{
#define X(n, t) part[SUM_##n] = (struct part){ u->n, u->nr_##n };
	IR_SECTIONS(X)
#undef X
}

static struct hash128 content_of(const struct part part[SUM_NR], const struct sum_meta *m)
{
	struct hasher h;

	hasher_init(&h);
	hasher_u64(&h, SUMMARY_VERSION);
	for (u32 i = 0; i < SUM_META; i++)
		hasher_add(&h, part[i].p, (size_t)(part[i].nr * sum_elem[i]));
	hasher_u64(&h, m->mode);
	hasher_u64(&h, m->nr_errors);
	hasher_u64(&h, m->nr_truncated);
	hasher_u64(&h, m->nr_unknown_flags);
	return hasher_done(&h);
}

/* Header with the table, everything but the checksum.  The size is checked by the caller. */
static void header_fill(struct sum_header *h, const struct part part[SUM_NR], const struct sum_meta *m)
{
	u64 at = sum_align(sizeof(*h));

	*h = (struct sum_header){
		.byte_order = SUM_BYTE_ORDER, .version = SUMMARY_VERSION, .nr_sections = SUM_NR,
		.content = content_of(part, m),
	};
	memcpy(h->magic, SUM_MAGIC, sizeof(h->magic));
	for (u32 i = 0; i < SUM_NR; i++) {
		h->section[i] = (struct sum_section){ .elem = sum_elem[i], .off = at, .nr = part[i].nr };
		at = sum_align(at + part[i].nr * sum_elem[i]);
	}
	h->size = at;
}

static int write_parts(const char *path, const struct part part[SUM_NR], const struct sum_meta *m, struct err *err)
{
	struct sum_header h;
	char *buf;
	int rc;

	header_fill(&h, part, m);
	if (h.size > SUM_SIZE_MAX)
		return err_set(err, "%s: the summary would be larger than 1 GiB", path);
	buf = xcalloc(1, (size_t)h.size);
	for (u32 i = 0; i < SUM_NR; i++)
		if (part[i].nr)
			memcpy(buf + h.section[i].off, part[i].p, (size_t)(part[i].nr * sum_elem[i]));
	memcpy(buf, &h, sizeof(h));
	h.checksum = hash_bytes(buf + SUM_CHECKED, (size_t)h.size - SUM_CHECKED);
	memcpy(buf, &h, sizeof(h));
	rc = file_write_atomic(path, buf, (size_t)h.size, err);
	free(buf);
	return rc;
}

int summary_write(const char *path, const struct ir_unit *u, const struct sum_meta *meta, const char *main_file,
		  const char *first_error, const struct sum_deps *deps, struct err *err)
{
	struct part part[SUM_NR] = { 0 };
	struct sum_meta m = *meta;
	struct sum_dep *dep;
	struct strtab text;
	u32 nr, main_id, error_id;
	int rc;

	if (main_file[0] != '/')
		return err_set(err, "%s: not an absolute path", main_file);
	if (!m.pch.lo && !m.pch.hi && m.mode == SUM_PCH)
		return err_set(err, "%s: a summary made with a precompiled header must name it", path);
	strtab_init(&text);
	main_id = strtab_add(&text, main_file);
	error_id = strtab_add(&text, first_error ? first_error : "");
	m.main_file = text.off[main_id];
	m.first_error = text.off[error_id];
	nr = sum_deps_sorted(deps, &text, &dep);
	parts_of_unit(u, part);
	part[SUM_META] = (struct part){ &m, 1 };
	part[SUM_DEP] = (struct part){ dep, nr };
	part[SUM_DEP_TEXT] = (struct part){ text.text, text.len };
	rc = write_parts(path, part, &m, err);
	free(dep);
	strtab_free(&text);
	return rc;
}
