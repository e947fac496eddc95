// SPDX-License-Identifier: GPL-2.0-only
/*
 * Any text: the reader ends, with a message or with a sound unit.  What was printed once reads back as the same.
 * Seeds: testsuite/ir/.
 */
#include "ir/ir_build.h"
#include "base/strbuf.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t size);

static bool read_one(const char *text, struct strbuf *out)
{
	struct err err = { "" };
	struct ir_builder b;
	struct ir_unit u;
	bool ok;

	irb_init(&b);
	ok = !ir_read("fuzz", text, &b, &err);
	BUG_ON(ok != !err.msg[0]);
	if (ok) {
		irb_unit(&b, &u);
		BUG_ON(ir_verify(&u, &err));
		ir_print(&u, out);
	}
	irb_free(&b);
	return ok;
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	struct strbuf text = { 0 }, once = { 0 }, twice = { 0 };

	strbuf_add(&text, data, size);
	if (read_one(strbuf_str(&text), &once)) {
		BUG_ON(!read_one(strbuf_str(&once), &twice));
		BUG_ON(strcmp(strbuf_str(&once), strbuf_str(&twice)));
	}
	strbuf_free(&text);
	strbuf_free(&once);
	strbuf_free(&twice);
	return 0;
}
