// SPDX-License-Identifier: GPL-2.0-only
/* Any bytes as a rules file, read as one and as an overlay of itself: a message or a rule set that prints and reads back. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "model/rules.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct strbuf text = { 0 }, once = { 0 }, twice = { 0 };
	struct err err = { 0 };
	struct rules r, back;

	strbuf_add(&text, data, size);
	rules_init(&r, size ? RULES_VERSION(6, data[0] % 20, 0) : 0);
	rules_init(&back, r.version);
	if (!rules_read_text(&r, "fuzz", strbuf_str(&text), &err)) {
		BUG_ON(rules_read_text(&r, "again", strbuf_str(&text), &err) && !err.msg[0]);
		rules_print(&r, &once);
		BUG_ON(rules_read_text(&back, "back", strbuf_str(&once), &err));
		rules_print(&back, &twice);
		BUG_ON(strcmp(strbuf_str(&once), strbuf_str(&twice)));
	} else {
		BUG_ON(!err.msg[0] || r.rule.nr);
	}
	strbuf_free(&text);
	strbuf_free(&once);
	strbuf_free(&twice);
	rules_free(&r);
	rules_free(&back);
	return 0;
}
