// SPDX-License-Identifier: GPL-2.0-only
/* A bundle's frame: what it says comes back, and a checksum that was made anew saves nothing that is wrong. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "../test.h"
#include "base/hash.h"
#include "summary/bundle.h"

#define CHANGES 5000u

static char path[] = "/tmp/gfpcheck-bundle-XXXXXX";

static void write_one(struct test *t)
{
	struct bundle about = { .tool = { 1, 2 }, .tree = "/tree", .objdir = "/obj", .libclang = "19.1.7", .release = "6.1.0",
		.arch = "amd64", .config = { 3, 4 }, .version = 6 << 16 | 1 << 8 };
	struct err err = { 0 };
	struct bundle_out b;

	bundle_begin(&b);
	bundle_add(&b, BUNDLE_FAILED, "/tree/a.c", "a.c", (struct hash128){ 5, 6 }, NULL, "no such file", 2);
	bundle_add(&b, BUNDLE_FAILED, "/tree/b.c", "b.c", (struct hash128){ 7, 8 }, NULL, "the parser crashed", 0);
	CHECK(t, !bundle_write(&b, &about, path, &err));
	bundle_free(&b);
}

static void test_read(struct test *t)
{
	struct err err = { 0 };
	struct bundle b;

	CHECK(t, !bundle_open(path, &b, &err));
	CHECK(t, b.nr_entry == 2 && b.tool.hi == 2 && b.config.lo == 3 && b.version == 0x60100);
	CHECK_STR(t, b.tree, "/tree");
	CHECK_STR(t, b.objdir, "/obj");
	CHECK_STR(t, b.libclang, "19.1.7");
	CHECK_STR(t, b.arch, "amd64");
	CHECK_STR(t, b.text + b.entry[1].reason, "the parser crashed");
	CHECK(t, b.entry[0].nr_unknown_flags == 2 && !b.entry[0].len);
	bundle_close(&b);
}

/* All that a reader may touch. */
static size_t touch(const struct bundle *b)
{
	size_t n = strlen(b->tree) + strlen(b->objdir) + strlen(b->libclang) + strlen(b->release) + strlen(b->arch);

	for (u32 i = 0; i < b->nr_entry; i++) {
		const struct bundle_entry *e = &b->entry[i];

		n += strlen(b->text + e->file) + strlen(b->text + e->rel) + strlen(b->text + e->reason);
		for (u64 k = 0; k < e->len; k++)
			n += b->map.p[e->off + k];
	}
	return n;
}

static void test_changes(struct test *t)
{
	struct strbuf text = { 0 };
	unsigned int seed = 7, nr_taken = 0;
	struct err err = { 0 };
	size_t sum = 0;
	char *copy;

	CHECK(t, !file_read(path, &text, &err));
	copy = malloc(text.len);
	for (u32 i = 0; i < CHANGES; i++) {
		struct err no_matter = { 0 };
		size_t len = i % 5 ? text.len : i % text.len;
		struct bundle b;
		u64 sum64;

		memcpy(copy, text.buf, text.len);
		seed = seed * 1103515245u + 12345u;
		copy[16 + (seed >> 8) % (text.len - 16)] = (char)(i & 1 ? seed >> 24 : 255);
		if (len > 16) {
			sum64 = hash_bytes(copy + 16, len - 16);
			memcpy(copy + 8, &sum64, sizeof(sum64));
		}
		if (file_write_atomic(path, copy, len, &no_matter) || bundle_open(path, &b, &no_matter))
			continue;
		nr_taken++;
		sum += touch(&b);
		bundle_close(&b);
	}
	CHECK_NAMED(t, sum && nr_taken && nr_taken < CHANGES, "some changes are noticed, and the others do no harm");
	free(copy);
	strbuf_free(&text);
}

int main(void)
{
	struct test t = { 0 };
	int fd = mkstemp(path);

	CHECK(&t, fd >= 0);
	close(fd);
	write_one(&t);
	test_read(&t);
	test_changes(&t);
	unlink(path);
	return test_done(&t);
}
