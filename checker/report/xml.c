// SPDX-License-Identifier: GPL-2.0-only
/* See xml.h.  An entity for each of the five characters, whatever the place: nothing has to know where it stands. */
#include "report/xml.h"

#include <string.h>

#include "base/text.h"

static const char *entity(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	}
	return NULL;
}

void xml_add(struct strbuf *out, const char *s, size_t n)
{
	for (size_t len; n; s += len, n -= len) {
		char one[8] = { 0 };
		bool valid;
		u32 cp;

		len = text_decode(s, n, &cp, &valid);
		if (valid && len == 1 && entity(*s)) {
			strbuf_puts(out, entity(*s));
		} else if (valid && (cp == '\t' || cp == '\n')) {
			strbuf_putc(out, (char)cp);
		} else if (valid && !cp) {
			strbuf_puts(out, "\\x00");
		} else if (valid && (cp == 0xfffe || cp == 0xffff)) {
			strbuf_printf(out, "\\u%04x", (unsigned int)cp);
		} else {
			memcpy(one, s, len);
			text_escape(out, one);
		}
	}
}

void xml_puts(struct strbuf *out, const char *s)
{
	xml_add(out, s, strlen(s));
}
