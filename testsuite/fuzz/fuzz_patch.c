// SPDX-License-Identifier: GPL-2.0-only
/* Any bytes as mail: a message, or hunks whose old lines, put together, are a text that they apply to. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "patch/patch.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What the hunks want, in their order. */
static void old_text(const struct patch_series *s, const struct patch_file *f, struct strbuf *out)
{
	for (u32 i = 0; i < f->nr_hunk; i++) {
		const struct patch_hunk *h = &s->hunk.at[f->hunk + i];
		const char *at = s->body.buf + h->text, *end = at + h->len;

		while (at < end) {
			const char *nl = memchr(at, '\n', (size_t)(end - at));

			if (*at == ' ' || *at == '-')
				strbuf_add(out, at + 1, (size_t)(nl - at));
			at = nl + 1;
		}
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct patch_series s = { 0 };
	struct err err = { 0 };

	if (patch_read(&s, "fuzz", (const char *)data, size, size ? data[0] & 1 : 1, &err))
		BUG_ON(!err.msg[0]);
	for (u32 i = 0; i < s.file.nr && !err.msg[0]; i++) {
		struct strbuf text = { 0 }, out = { 0 };
		struct err why = { 0 };

		old_text(&s, &s.file.at[i], &text);
		if (patch_apply(&s, &s.file.at[i], strbuf_str(&text), text.len, &out, &why))
			BUG_ON(!why.msg[0]);
		strbuf_free(&out);
		BUG_ON(!patch_apply(&s, &s.file.at[i], "", 0, &out, &why) && out.len > s.body.len);
		strbuf_free(&text);
		strbuf_free(&out);
	}
	patch_free(&s);
	return 0;
}
