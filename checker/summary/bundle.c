// SPDX-License-Identifier: GPL-2.0-only
/*
 * See bundle.h.  Times are the only part of a summary that two runs do not share; they are set to 0, and the summary's
 * checksum is made anew.  Cost: a copy of all summaries.
 */
#include "summary/bundle.h"

#include <stdlib.h>
#include <string.h>

#include "summary/sum_int.h"

#define BUNDLE_MAGIC	"GFPBNDL\1"
#define BUNDLE_VERSION	1u
#define BUNDLE_CHECKED	16u
#define BUNDLE_MAX	(4ull << 30)

struct bundle_header {
	char magic[8];
	u64 checksum;
	u32 version, byte_order;
	u32 nr_entry, text_len;
	u64 size;
	struct hash128 tool;
	u32 tree, objdir, libclang;
	u32 release, arch, kernel;
	struct hash128 config;
};

_Static_assert(sizeof(struct bundle_header) == 96 && sizeof(struct bundle_entry) == 56, "bundle");

/* ---- read ---- */

static int check(const struct mapping *map, struct bundle_header *h, struct err *err)
{
	u64 head;

	if (map->len < sizeof(*h))
		return err_set(err, "damaged: truncated");
	memcpy(h, map->p, sizeof(*h));
	if (memcmp(h->magic, BUNDLE_MAGIC, sizeof(h->magic)))
		return err_set(err, "no bundle of summaries");
	if (h->byte_order != SUM_BYTE_ORDER || h->version != BUNDLE_VERSION)
		return err_set(err, "made by another version");
	head = sizeof(*h) + (u64)h->nr_entry * sizeof(struct bundle_entry);
	if (h->size != map->len)
		return err_set(err, "damaged: truncated");
	if (h->checksum != hash_bytes(map->p + BUNDLE_CHECKED, map->len - BUNDLE_CHECKED))
		return err_set(err, "damaged: checksum");
	if (!h->text_len || head + h->text_len > map->len || map->p[head] || map->p[head + h->text_len - 1] ||
	    h->tree >= h->text_len || h->objdir >= h->text_len || h->libclang >= h->text_len ||
	    h->release >= h->text_len || h->arch >= h->text_len)
		return err_set(err, "damaged: text");
	return 0;
}

static bool is_sound(const struct bundle_entry *e, const struct bundle_header *h, const char *text)
{
	if (e->kind >= BUNDLE_NR_KINDS || e->file >= h->text_len || e->rel >= h->text_len || e->reason >= h->text_len)
		return false;
	if (e->kind != BUNDLE_HEADER && text[e->file] != '/')
		return false;
	if (e->kind == BUNDLE_FAILED)
		return !e->len;
	return !(e->off % SUM_ALIGN) && e->off <= h->size && e->len <= h->size - e->off;
}

int bundle_open(const char *path, struct bundle *out, struct err *err)
{
	struct bundle_header h;
	struct err why = { 0 };

	*out = (struct bundle){ 0 };
	if (file_map(path, &out->map, err))
		return -1;
	if (check(&out->map, &h, &why)) {
		bundle_close(out);
		return err_set(err, "%s: %s", path, why.msg);
	}
	out->entry = (const struct bundle_entry *)(const void *)(out->map.p + sizeof(h));
	out->nr_entry = h.nr_entry;
	out->text = (const char *)(out->entry + h.nr_entry);
	out->tool = h.tool;
	out->tree = out->text + h.tree;
	out->objdir = out->text + h.objdir;
	out->libclang = out->text + h.libclang;
	out->release = out->text + h.release;
	out->arch = out->text + h.arch;
	out->config = h.config;
	out->version = h.kernel;
	for (u32 i = 0; i < out->nr_entry; i++) {
		if (is_sound(&out->entry[i], &h, out->text))
			continue;
		bundle_close(out);
		return err_set(err, "%s: damaged: entry %u", path, i);
	}
	return 0;
}

void bundle_close(struct bundle *b)
{
	file_unmap(&b->map);
	*b = (struct bundle){ 0 };
}

/* ---- write ---- */

void bundle_begin(struct bundle_out *b)
{
	*b = (struct bundle_out){ 0 };
	strtab_init(&b->text);
}

void bundle_free(struct bundle_out *b)
{
	strtab_free(&b->text);
	vec_free(&b->entry);
	strbuf_free(&b->data);
}

static u32 offset_of(struct bundle_out *b, const char *s)
{
	u32 id = strtab_add(&b->text, s);

	return b->text.off[id];
}

/* A copy of the summary, less its times. */
static void add_summary(struct strbuf *out, const struct summary *s)
{
	static const char zero[SUM_ALIGN];
	size_t at = out->len;
	struct sum_header h;
	struct sum_meta m;

	strbuf_add(out, s->map.p, s->map.len);
	memcpy(&h, s->map.p, sizeof(h));
	memcpy(&m, s->meta, sizeof(m));
	m.parse_usec = m.lower_usec = 0;
	memcpy(out->buf + at + h.section[SUM_META].off, &m, sizeof(m));
	h.checksum = hash_bytes(out->buf + at + SUM_CHECKED, s->map.len - SUM_CHECKED);
	memcpy(out->buf + at, &h, sizeof(h));
	strbuf_add(out, zero, sum_align(out->len) - out->len);
}

void bundle_add(struct bundle_out *b, enum bundle_kind kind, const char *file, const char *rel, struct hash128 key,
		const struct summary *s, const char *reason, u32 nr_unknown_flags)
{
	struct bundle_entry e = { .kind = kind, .file = offset_of(b, file), .rel = offset_of(b, rel),
		.reason = offset_of(b, reason ? reason : ""), .key = key, .nr_unknown_flags = nr_unknown_flags };

	if (s) {
		e.off = b->data.len;	/* bundle_write() adds what stands before the data */
		e.len = s->map.len;
		add_summary(&b->data, s);
	}
	vec_push(&b->entry, e);
}

int bundle_write(struct bundle_out *b, const struct bundle *about, const char *path, struct err *err)
{
	static const char zero[SUM_ALIGN];
	struct bundle_header h = { .magic = BUNDLE_MAGIC, .version = BUNDLE_VERSION, .byte_order = SUM_BYTE_ORDER,
		.tool = about->tool, .config = about->config, .kernel = about->version };
	struct strbuf out = { 0 };
	u64 head;
	int rc;

	h.tree = offset_of(b, about->tree);
	h.objdir = offset_of(b, about->objdir);
	h.libclang = offset_of(b, about->libclang);
	h.release = offset_of(b, about->release);
	h.arch = offset_of(b, about->arch);
	h.nr_entry = b->entry.nr;
	h.text_len = b->text.len;
	head = sizeof(h) + (u64)h.nr_entry * sizeof(struct bundle_entry) + h.text_len;
	h.size = sum_align(head) + b->data.len;
	if (h.size > BUNDLE_MAX)
		return err_set(err, "%s: more than 4 GiB: give fewer files at a time", path);
	for (u32 i = 0; i < b->entry.nr; i++)
		if (b->entry.at[i].len)
			b->entry.at[i].off += sum_align(head);
	strbuf_add(&out, &h, sizeof(h));
	strbuf_add(&out, b->entry.at, b->entry.nr * sizeof(*b->entry.at));
	strbuf_add(&out, b->text.text, b->text.len);
	strbuf_add(&out, zero, sum_align(head) - head);
	strbuf_add(&out, strbuf_str(&b->data), b->data.len);
	h.checksum = hash_bytes(out.buf + BUNDLE_CHECKED, out.len - BUNDLE_CHECKED);
	memcpy(out.buf, &h, sizeof(h));
	rc = file_write_atomic(path, out.buf, out.len, err);
	strbuf_free(&out);
	return rc;
}
