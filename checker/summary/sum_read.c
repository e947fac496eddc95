// SPDX-License-Identifier: GPL-2.0-only
/*
 * A summary file -> a unit that points into the mapped bytes.
 *
 * The bytes are untrusted.  The checksum finds accidents; it is no seal, so whatever passes it is still checked:
 * the table must describe exactly the layout that sum_write.c makes, strings must end inside their
 * section, and ir_verify() does the same for the unit.  O(size), one pass for the checksum, one to verify.
 *
 * Left out: a file that another process shortens in place while it is mapped.  Ours are replaced by rename.
 */
#include "summary/sum_int.h"

#include <string.h>

static int check_header(const struct sum_header *h, const u8 *p, size_t n, struct err *err)
{
	if (memcmp(h->magic, SUM_MAGIC, sizeof(h->magic)))
		return err_set(err, "damaged: not a summary");
	if (h->byte_order != SUM_BYTE_ORDER || h->version != SUMMARY_VERSION)
		return err_set(err, "made by another version");
	if (n < h->size)
		return err_set(err, "damaged: truncated");
	if (n > h->size || n > SUM_SIZE_MAX)
		return err_set(err, "damaged: too long");
	if (h->checksum != hash_bytes(p + SUM_CHECKED, n - SUM_CHECKED))
		return err_set(err, "damaged: checksum");
	return 0;
}

/* Each section lies where the ones before it end; so none overlaps and none leaves the file. */
static int check_table(const struct sum_header *h, struct err *err)
{
	u64 at = sum_align(sizeof(*h));

	if (h->nr_sections != SUM_NR)
		return err_set(err, "made by another version");
	for (u32 i = 0; i < SUM_NR; i++) {
		const struct sum_section *s = &h->section[i];

		if (s->elem != sum_elem[i])
			return err_set(err, "made by another version");
		if (s->off != at || s->nr > UINT32_MAX - 1 || at + s->nr * s->elem > h->size)
			return err_set(err, "damaged: section %u", i);
		at = sum_align(at + s->nr * s->elem);
	}
	if (at != h->size)
		return err_set(err, "damaged: size");
	return 0;
}

static int check_meta(const struct summary *s, u64 text_len, struct err *err)
{
	const struct sum_meta *m = s->meta;
	bool has_pch = m->pch.lo || m->pch.hi;

	if (!text_len || s->dep_text[0] || s->dep_text[text_len - 1])
		return err_set(err, "damaged: text of the dependencies");
	if (m->mode > SUM_IS_PCH || (m->mode == SUM_PCH && !has_pch) || (m->mode == SUM_IS_PCH && has_pch))
		return err_set(err, "damaged: mode");
	if (m->main_file >= text_len || s->dep_text[m->main_file] != '/' || m->first_error >= text_len)
		return err_set(err, "damaged: meta");
	for (u32 i = 0; i < s->nr_dep; i++) {
		const struct sum_dep *d = &s->dep[i];

		if (d->path >= text_len || s->dep_text[d->path] != '/')
			return err_set(err, "damaged: dependency %u", i);
		if (i && strcmp(s->dep_text + d[-1].path, s->dep_text + d->path) >= 0)
			return err_set(err, "damaged: order of the dependencies");
	}
	return 0;
}

static void fill(struct summary *s, const u8 *p, const struct sum_header *h)
{
	const struct sum_section *t = h->section;

#define X(n, type)								\
	s->unit.n = (const type *)(const void *)(p + t[SUM_##n].off);		\
	s->unit.nr_##n = (u32)t[SUM_##n].nr;
	IR_SECTIONS(X)
#undef X
	s->meta = (const struct sum_meta *)(const void *)(p + t[SUM_META].off);
	s->dep = (const struct sum_dep *)(const void *)(p + t[SUM_DEP].off);
	s->nr_dep = (u32)t[SUM_DEP].nr;
	s->dep_text = (const char *)(p + t[SUM_DEP_TEXT].off);
	s->content = h->content;
}

int summary_from_memory(const void *p, size_t n, struct summary *out, struct err *err)
{
	struct summary s = { 0 };
	struct err bad = { 0 };
	struct sum_header h;

	if ((uintptr_t)p % SUM_ALIGN)
		return err_set(err, "not aligned");
	if (n < sizeof(h))
		return err_set(err, "damaged: truncated");
	memcpy(&h, p, sizeof(h));
	if (check_header(&h, p, n, err) || check_table(&h, err))
		return -1;
	if (h.section[SUM_META].nr != 1)
		return err_set(err, "damaged: meta");
	fill(&s, p, &h);
	if (check_meta(&s, h.section[SUM_DEP_TEXT].nr, err))
		return -1;
	if (ir_verify(&s.unit, &bad))
		return err_set(err, "damaged: %s", bad.msg);
	*out = s;
	return 0;
}

int summary_load(const char *path, struct summary *out, struct err *err)
{
	struct mapping map;

	if (file_map(path, &map, err))
		return -1;
	/* An empty file maps to a string of unknown alignment. */
	if (!map.len)
		return err_set(err, "damaged: truncated");
	if (summary_from_memory(map.p, map.len, out, err)) {
		file_unmap(&map);
		return -1;
	}
	out->map = map;
	return 0;
}

int summary_open(const char *path, struct summary *out, struct err *err)
{
	struct err e = { 0 };

	if (!summary_load(path, out, &e))
		return 0;
	/* What the system says has the path in it. */
	if (!strncmp(e.msg, path, strlen(path)))
		return err_set(err, "%s", e.msg);
	return err_set(err, "%s: %s", path, e.msg);
}

void summary_close(struct summary *s)
{
	file_unmap(&s->map);
	*s = (struct summary){ 0 };
}
