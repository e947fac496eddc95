// SPDX-License-Identifier: GPL-2.0-only
/* UTF-8 with mistrust; see text.h. */
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

#include "base/bug.h"

#define REPLACEMENT 0xfffdu
#define NEAREST_MAX 64		/* longer words are no typing mistakes */

/* Length that the first byte announces, and the smallest value that may be written so; 0 = no first byte. */
static size_t sequence_length(u8 first, u32 *cp, u32 *least)
{
	if ((first & 0xe0) == 0xc0) {
		*cp = first & 0x1f;
		*least = 0x80;
		return 2;
	}
	if ((first & 0xf0) == 0xe0) {
		*cp = first & 0x0f;
		*least = 0x800;
		return 3;
	}
	if ((first & 0xf8) == 0xf0) {
		*cp = first & 0x07;
		*least = 0x10000;
		return 4;
	}
	return 0;
}

size_t text_decode(const char *s, size_t n, u32 *cp, bool *valid)
{
	const u8 *p = (const u8 *)s;
	size_t len;
	u32 least;

	*valid = true;
	*cp = p[0];
	if (p[0] < 0x80)
		return 1;
	*valid = false;
	len = sequence_length(p[0], cp, &least);
	for (size_t i = 1; i < len; i++) {
		if (i >= n || (p[i] & 0xc0) != 0x80)
			len = 0;
		else
			*cp = *cp << 6 | (p[i] & 0x3f);
	}
	if (!len || *cp < least || *cp > 0x10ffff || (*cp >= 0xd800 && *cp <= 0xdfff)) {
		*cp = REPLACEMENT;
		return 1;
	}
	*valid = true;
	return len;
}

/* Controls, line separators and the marks that change the direction of writing. */
static bool is_harmful(u32 cp)
{
	if (cp < 0x20 || (cp >= 0x7f && cp < 0xa0))
		return true;
	if (cp == 0x61c || cp == 0x200e || cp == 0x200f || cp == 0xfeff)
		return true;
	return (cp >= 0x2028 && cp <= 0x202e) || (cp >= 0x2066 && cp <= 0x2069);
}

static void escape_one(struct strbuf *out, u32 cp)
{
	if (cp == '\n')
		strbuf_puts(out, "\\n");
	else if (cp == '\t')
		strbuf_puts(out, "\\t");
	else if (cp < 0x80)
		strbuf_printf(out, "\\x%02x", (unsigned int)cp);
	else
		strbuf_printf(out, "\\u%04x", (unsigned int)cp);
}

/* keep: characters that stay although they are harmful. */
static void escape(struct strbuf *out, const char *s, const char *keep)
{
	size_t n = strlen(s), len;

	for (; n; s += len, n -= len) {
		bool valid;
		u32 cp;

		len = text_decode(s, n, &cp, &valid);
		if (!valid)
			strbuf_printf(out, "\\x%02x", (u8)*s);
		else if (is_harmful(cp) && (cp >= 0x80 || !strchr(keep, (int)cp)))
			escape_one(out, cp);
		else
			strbuf_add(out, s, len);
	}
}

void text_escape(struct strbuf *out, const char *s)
{
	escape(out, s, "");
}

void text_escape_lines(struct strbuf *out, const char *s)
{
	escape(out, s, "\t\n");
}

/* Levenshtein with one row. */
static u32 distance(const char *a, const char *b)
{
	u32 row[NEAREST_MAX + 1];
	size_t nb = strlen(b);

	if (strlen(a) > NEAREST_MAX || nb > NEAREST_MAX)
		return UINT32_MAX;
	for (u32 j = 0; j <= nb; j++)
		row[j] = j;
	for (u32 i = 1; a[i - 1]; i++) {
		u32 diagonal = row[0];

		row[0] = i;
		for (u32 j = 1; j <= nb; j++) {
			u32 replace = diagonal + (a[i - 1] != b[j - 1]);

			diagonal = row[j];
			row[j] = MIN(replace, MIN(row[j], row[j - 1]) + 1);
		}
	}
	return row[nb];
}

const char *text_nearest(const char *word, const char *const *candidate, u32 nr)
{
	u32 limit = MIN(3u, (u32)MIN(strlen(word) / 2, (size_t)NEAREST_MAX)), best = limit + 1;
	const char *found = NULL;

	for (u32 i = 0; i < nr; i++) {
		u32 d = distance(word, candidate[i]);

		if (d >= best)
			continue;
		best = d;
		found = candidate[i];
	}
	return found;
}
