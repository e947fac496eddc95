/* SPDX-License-Identifier: GPL-2.0-only */
/* A model made of one unit, and another unit linked with it and checked: for kmodel_test.c and the fuzzer. */
#ifndef KMODEL_USE_H
#define KMODEL_USE_H

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "checks/check.h"
#include "ir/ir_build.h"
#include "link/kmodel_int.h"
#include "mem/mem_model.h"

struct use {
	struct rules rules;
	struct ir_builder kernel, driver;
};

static inline int use_read(const char *path, struct ir_builder *b, struct err *err)
{
	struct strbuf text = { 0 };
	int rc;

	irb_init(b);
	rc = file_read(path, &text, err) || ir_read(path, strbuf_str(&text), b, err);
	strbuf_free(&text);
	return rc;
}

/* dir: the folder testsuite/. */
static inline int use_begin(struct use *s, const char *dir, struct err *err)
{
	char *rules = path_join(dir, "../rules"), *kernel = path_join(dir, "link/kmodel/kernel.ir");
	char *driver = path_join(dir, "link/kmodel/driver.ir");
	int rc;

	rules_init(&s->rules, RULES_VERSION(6, 1, 0));
	rc = rules_read_dir(&s->rules, rules, err) || use_read(kernel, &s->kernel, err) ||
		use_read(driver, &s->driver, err);
	free(rules);
	free(kernel);
	free(driver);
	return rc;
}

static inline void use_end(struct use *s)
{
	irb_free(&s->kernel);
	irb_free(&s->driver);
	rules_free(&s->rules);
}

static inline int use_make(struct use *s, bool all, struct kmodel *out, struct err *err)
{
	struct kmodel_about about = { .config_lo = 1, .config_hi = 2, .kernel = 0x60100, .nr_tu = 1,
		.flags = all ? KM_ALL : 0, .release = "6.1.0", .arch = "amd64" };
	struct kmodel_part part;
	struct ir_unit u;
	struct program p;
	struct mem m;
	int rc;

	irb_unit(&s->kernel, &u);
	link_init(&p, &s->rules, false);
	link_add_unit(&p, &u, "kernel.c");
	link_resolve(&p);
	link_solve(&p, 1);
	link_watch(&p, NULL, 0);
	mem_solve(&m, &p);
	part = mem_model_part(&m);
	rc = kmodel_make(&p, &about, &part, out, err);
	mem_free(&m);
	link_free(&p);
	return rc;
}

/* What is found in the driver, with a model or without. */
static inline void use_check(struct use *s, const struct kmodel *km, struct report *out)
{
	const u8 selected[2] = { 1, 0 };
	struct program p;
	struct check_ctx cx = { .p = &p, .selected = selected, .out = out };
	struct ir_unit u;

	irb_unit(&s->driver, &u);
	report_init(out);
	link_init(&p, &s->rules, false);
	link_add_unit(&p, &u, "driver.c");
	if (km)
		link_add_model(&p, km);
	link_resolve(&p);
	checks_begin(&cx);
	link_solve(&p, 1);
	link_watch(&p, cx.watch, cx.nr_watch);
	cx.prover = prover_new(&p);
	checks_run(&cx);
	prover_free(cx.prover);
	report_finish(out, CONF_LOW);
	link_free(&p);
}

/* Bytes that somebody changed, with a checksum that fits. */
static inline void use_seal(u8 *image, size_t n)
{
	u64 sum = hash_bytes(image + IMAGE_CHECKED, n - IMAGE_CHECKED);

	memcpy(image + offsetof(struct image_header, checksum), &sum, sizeof(sum));
}

#endif
