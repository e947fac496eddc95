// SPDX-License-Identifier: GPL-2.0-only
/* An unfinished report as bytes and back: nothing is lost, and bytes that were cut or changed do no harm. */
#include <stdlib.h>

#include "../test.h"
#include "report/report_image.h"

#define CHANGES 20000u

static void fill(struct report *r)
{
	struct place at = { .line = 12, .col = 3 };

	at.file = strtab_add(&r->str, "drivers/x/\xc3\xa4.c");
	at.func = strtab_add(&r->str, "x_probe");
	report_add(r, "leak", SEV_WARNING, CONF_MEDIUM, at, "'p' is not released", "p");
	report_step(r, STEP_ALLOC, at, "allocated by kmalloc()");
	at.line = 20;
	report_step(r, STEP_RETURN, at, "returns here");
	report_related(r, at, "also here");
	report_add(r, "double-free", SEV_ERROR, CONF_HIGH, at, "twice", "");
	report_skip(r, "a.c", "no such file");
	report_partial(r, "b.c", "b.c:1:1: error");
	report_count(r, "roots", 3);
	report_count(r, "indirect calls", 0);
	vec_push(&r->analysed, xstrdup("b.c"));
	r->nr_tus = 2;
	r->nr_analysed = 1;
	r->nr_functions = 77;
	r->tree = xstrdup("/tree");
	strcpy(r->kernel_version, "6.1.0");
}

static char *json_of(struct report *r)
{
	struct strbuf out = { 0 };

	report_finish(r, CONF_LOW);
	report_json(r, &out);
	return strbuf_detach(&out);
}

static void test_round(struct test *t, struct strbuf *image)
{
	struct report a, b;
	struct strbuf again = { 0 };
	char *ja, *jb;

	report_init(&a);
	report_init(&b);
	fill(&a);
	report_image_write(&a, image);
	CHECK(t, !report_image_read(&b, image->buf, image->len));
	report_image_write(&b, &again);
	CHECK(t, again.len == image->len && !memcmp(again.buf, image->buf, again.len));
	CHECK_STR(t, b.tree, "/tree");
	CHECK(t, b.analysed.nr == 1 && b.counter.nr == 2 && b.skipped.nr == 1 && b.partial.nr == 1);
	ja = json_of(&a);
	jb = json_of(&b);
	CHECK_STR(t, jb, ja);
	free(ja);
	free(jb);
	strbuf_free(&again);
	report_free(&a);
	report_free(&b);
}

/* Whether it can be read; whatever can is written, too. */
static bool takes(const void *p, size_t n)
{
	struct report r;
	bool ok;

	report_init(&r);
	ok = !report_image_read(&r, p, n);
	if (ok)
		free(json_of(&r));
	report_free(&r);
	return ok;
}

static void test_damage(struct test *t, const struct strbuf *image)
{
	char *copy = malloc(image->len);
	unsigned int seed = 1, nr_taken = 0;
	bool cut = false;

	for (size_t n = 0; n < image->len; n++)
		cut |= takes(image->buf, n);
	CHECK_NAMED(t, !cut, "nothing that was cut short is taken");
	for (u32 i = 0; i < CHANGES; i++) {
		memcpy(copy, image->buf, image->len);
		for (u32 k = 0; k < 1 + i % 3; k++) {
			seed = seed * 1103515245u + 12345u;
			copy[(seed >> 8) % image->len] = (char)(i & 1 ? seed >> 24 : 255);
		}
		nr_taken += takes(copy, image->len);
	}
	CHECK_NAMED(t, nr_taken && nr_taken < CHANGES, "some changes are noticed, and the others do no harm");
	free(copy);
}

int main(void)
{
	struct strbuf image = { 0 };
	struct test t = { 0 };

	test_round(&t, &image);
	test_damage(&t, &image);
	strbuf_free(&image);
	return test_done(&t);
}
