// SPDX-License-Identifier: GPL-2.0-only
/*
 * The kernel model: made of link/kmodel/kernel.ir, written, mapped again, used for link/kmodel/driver.ir.  What is found
 * with it is more than what is found without.  Then each byte is changed in two ways: the file is refused or harmless.
 */
#include <unistd.h>

#include "kmodel_use.h"
#include "report/reporter.h"
/* behind checks/check.h, which has a macro of that name */
#include "../test.h"

static bool has(struct report *r, const char *text)
{
	struct strbuf out = { 0 };
	bool found;

	report_text(r, false, &out);
	found = strstr(strbuf_str(&out), text);
	if (!found)
		printf("# no \"%s\" in:\n%s", text, strbuf_str(&out));
	strbuf_free(&out);
	return found;
}

static void use(struct test *t, struct use *s, const struct kmodel *km)
{
	struct report with, without;

	use_check(s, NULL, &without);
	use_check(s, km, &with);
	CHECK(t, !without.finding.nr);
	/* a chain through the model, a callback that it registers, one that it calls, memory that it allocates */
	CHECK(t, has(&with, "kernel.c:10:2: note: mutex_lock() may sleep"));
	CHECK(t, has(&with, "drv_tick() is set here as core_later(), which runs in softirq context"));
	CHECK(t, has(&with, "'c->lock' taken here by spin_lock()"));
	CHECK(t, has(&with, "[leak]"));
	/* it drops the caller's lock before it sleeps */
	CHECK(t, !has(&with, "core_unlocked() may sleep"));
	report_free(&with);
	report_free(&without);
}

static void file(struct test *t, const struct kmodel *km, const char *dir)
{
	char *path = path_join(dir, "x.gfm");
	struct kmodel again = { 0 };
	struct err err = { 0 };

	CHECK_NAMED(t, !kmodel_write(km, path, &err), "written");
	CHECK_NAMED(t, !kmodel_open(path, &again, &err), "mapped");
	CHECK(t, again.file.size == km->file.size && !memcmp(again.file.map.p, km->file.bytes, km->file.size));
	CHECK(t, kmodel_find(&again, "core_kick") != IR_NONE && kmodel_find(&again, "core_wait") == IR_NONE);
	CHECK(t, kmodel_find(&again, "core_zzz") == IR_NONE && kmodel_find(&again, "") == IR_NONE);
	kmodel_close(&again);
	unlink(path);
	free(path);
}

static void damage(struct test *t, struct use *s, const struct kmodel *km)
{
	static const u8 how[] = { 0x01, 0xff };
	u8 *image = aligned_alloc(IMAGE_ALIGN, km->file.size);
	u32 nr_refused = 0, nr_used = 0;

	for (size_t i = IMAGE_CHECKED; i < km->file.size; i++) {
		for (u32 k = 0; k < ARRAY_SIZE(how); k++) {
			struct kmodel bad = { 0 };
			struct report r;

			memcpy(image, km->file.bytes, km->file.size);
			image[i] ^= how[k];
			use_seal(image, km->file.size);
			if (kmodel_from_memory(image, km->file.size, &bad, &(struct err){ 0 })) {
				nr_refused++;
				continue;
			}
			nr_used++;
			use_check(s, &bad, &r);
			report_free(&r);
		}
	}
	printf("# %zu bytes: %u changes refused, %u used\n", km->file.size, nr_refused, nr_used);
	CHECK(t, nr_refused && nr_used);
	for (size_t n = 0; n < km->file.size; n += 7) {
		struct kmodel bad = { 0 };

		memcpy(image, km->file.bytes, n);
		if (n > IMAGE_CHECKED)
			use_seal(image, n);
		if (!kmodel_from_memory(image, n, &bad, &(struct err){ 0 }))
			CHECK_NAMED(t, false, "a short file is refused");
	}
	free(image);
}

int main(void)
{
	char dir[] = "/tmp/kmodel-test-XXXXXX";
	struct kmodel km = { 0 }, twice = { 0 }, all = { 0 };
	struct err err = { 0 };
	struct test t = { 0 };
	struct use s;

	CHECK_NAMED(&t, mkdtemp(dir), "temporary folder");
	CHECK_NAMED(&t, !use_begin(&s, ".", &err), "cases read");
	CHECK_NAMED(&t, !use_make(&s, false, &km, &err) && !use_make(&s, false, &twice, &err), "made");
	CHECK_NAMED(&t, !use_make(&s, true, &all, &err) && kmodel_find(&all, "core_wait") != IR_NONE, "made of all");
	if (err.msg[0])
		printf("# %s\n", err.msg);
	CHECK(&t, km.file.size == twice.file.size && !memcmp(km.file.bytes, twice.file.bytes, km.file.size));
	file(&t, &km, dir);
	use(&t, &s, &km);
	damage(&t, &s, &km);
	kmodel_close(&km);
	kmodel_close(&twice);
	kmodel_close(&all);
	use_end(&s);
	rmdir(dir);
	return test_done(&t);
}
