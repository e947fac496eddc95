// SPDX-License-Identifier: GPL-2.0-only
/*
 * See image.h.  The bytes are untrusted: the checksum finds accidents, and the table must describe exactly the layout that
 * image_make() makes, so that no section overlaps another or leaves the file.  O(size), one pass.
 */
#include "base/image.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

#define BYTE_ORDER_MARK 0x01020304u

_Static_assert(sizeof(struct image_section) == 24 && sizeof(struct image_header) == 40, "image_header");
_Static_assert(offsetof(struct image_header, byte_order) == IMAGE_CHECKED, "image_header");

static u64 align(u64 n)
{
	return (n + IMAGE_ALIGN - 1) & ~(u64)(IMAGE_ALIGN - 1);
}

static size_t header_size(const struct image_format *f)
{
	return sizeof(struct image_header) + f->nr * sizeof(struct image_section);
}

int image_make(const struct image_format *f, const struct image_part *part, struct image *out, struct err *err)
{
	u64 at = align(header_size(f));
	struct image_header *h;
	char *bytes;

	for (u32 i = 0; i < f->nr; i++)
		at = align(at + part[i].nr * f->elem[i]);
	if (at > IMAGE_SIZE_MAX)
		return err_set(err, "%s would be larger than 4 GiB", f->what);
	bytes = xcalloc(1, (size_t)at);
	h = (struct image_header *)(void *)bytes;
	memcpy(h->magic, f->magic, sizeof(h->magic));
	h->byte_order = BYTE_ORDER_MARK;
	h->version = f->version;
	h->size = at;
	h->nr_sections = f->nr;
	at = align(header_size(f));
	for (u32 i = 0; i < f->nr; i++) {
		h->section[i] = (struct image_section){ .elem = f->elem[i], .off = at, .nr = part[i].nr };
		if (part[i].nr)
			memcpy(bytes + at, part[i].p, (size_t)(part[i].nr * f->elem[i]));
		at = align(at + part[i].nr * f->elem[i]);
	}
	h->checksum = hash_bytes(bytes + IMAGE_CHECKED, (size_t)h->size - IMAGE_CHECKED);
	*out = (struct image){ .bytes = bytes, .size = (size_t)h->size };
	return 0;
}

/* Each section lies where the ones before it end. */
static int check_table(const struct image_format *f, const struct image_header *h, struct err *err)
{
	u64 at = align(header_size(f));

	for (u32 i = 0; i < f->nr; i++) {
		const struct image_section *s = &h->section[i];

		if (s->elem != f->elem[i])
			return err_set(err, "made by another version");
		if (s->off != at || s->nr > UINT32_MAX - 1 || at + s->nr * s->elem > h->size)
			return err_set(err, "damaged: section %u", i);
		at = align(at + s->nr * s->elem);
	}
	if (at != h->size)
		return err_set(err, "damaged: size");
	return 0;
}

int image_check(const struct image_format *f, const void *p, size_t n, struct err *err)
{
	const struct image_header *h = p;

	if ((uintptr_t)p % IMAGE_ALIGN)
		return err_set(err, "not aligned");
	if (n < header_size(f))
		return err_set(err, "damaged: truncated");
	if (memcmp(h->magic, f->magic, sizeof(h->magic)))
		return err_set(err, "damaged: not %s", f->what);
	if (h->byte_order != BYTE_ORDER_MARK || h->version != f->version)
		return err_set(err, "made by another version");
	if (n < h->size)
		return err_set(err, "damaged: truncated");
	if (n > h->size || n > IMAGE_SIZE_MAX)
		return err_set(err, "damaged: too long");
	if (h->checksum != hash_bytes((const u8 *)p + IMAGE_CHECKED, n - IMAGE_CHECKED))
		return err_set(err, "damaged: checksum");
	if (h->nr_sections != f->nr)
		return err_set(err, "made by another version");
	return check_table(f, h, err);
}

int image_map(const char *path, struct image *out, struct err *err)
{
	struct mapping map;

	if (file_map(path, &map, err))
		return -1;
	/* an empty file maps to a string of unknown alignment */
	if (!map.len)
		return err_set(err, "%s: damaged: truncated", path);
	*out = (struct image){ .map = map, .size = map.len };
	return 0;
}

int image_write(const struct image *i, const char *path, struct err *err)
{
	return file_write_atomic(path, image_bytes(i), i->size, err);
}

void image_close(struct image *i)
{
	file_unmap(&i->map);
	free(i->bytes);
	*i = (struct image){ 0 };
}
