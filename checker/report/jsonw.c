// SPDX-License-Identifier: GPL-2.0-only
/* Streaming JSON; see jsonw.h. */
#include "report/jsonw.h"

#include <string.h>

#include "base/bug.h"
#include "base/text.h"

void jsonw_begin(struct jsonw *w, struct strbuf *out)
{
	*w = (struct jsonw){ .out = out, .flat_from = UINT32_MAX };
}

static void quote(struct strbuf *out, const char *s)
{
	size_t n = strlen(s), len;

	strbuf_putc(out, '"');
	for (; n; s += len, n -= len) {
		bool valid;
		u32 cp;

		len = text_decode(s, n, &cp, &valid);
		if (!valid)
			strbuf_puts(out, "\xef\xbf\xbd");
		else if (cp == '"' || cp == '\\')
			strbuf_printf(out, "\\%c", (char)cp);
		else if (cp == '\n')
			strbuf_puts(out, "\\n");
		else if (cp == '\t')
			strbuf_puts(out, "\\t");
		else if (cp < 0x20 || (cp >= 0x7f && cp < 0xa0) || cp == 0x2028 || cp == 0x2029)
			strbuf_printf(out, "\\u%04x", (unsigned int)cp);
		else
			strbuf_add(out, s, len);
	}
	strbuf_putc(out, '"');
}

static bool is_flat(const struct jsonw *w)
{
	return w->depth >= w->flat_from;
}

static void new_line(struct jsonw *w)
{
	strbuf_putc(w->out, '\n');
	for (u32 i = 0; i < w->depth; i++)
		strbuf_putc(w->out, ' ');
}

/* Comma, line and name before a value. */
static void begin_value(struct jsonw *w, const char *name)
{
	if (w->depth) {
		bool *filled = &w->filled[w->depth - 1];

		if (*filled)
			strbuf_putc(w->out, ',');
		if (!is_flat(w))
			new_line(w);
		else if (*filled)
			strbuf_putc(w->out, ' ');
		*filled = true;
		BUG_ON((w->close[w->depth - 1] == '}') != !!name);
	}
	if (!name)
		return;
	quote(w->out, name);
	strbuf_puts(w->out, ": ");
}

static void open_value(struct jsonw *w, const char *name, bool flat, char open, char close)
{
	BUG_ON(w->depth == JSONW_DEPTH);
	begin_value(w, name);
	strbuf_putc(w->out, open);
	w->close[w->depth] = close;
	w->filled[w->depth] = false;
	w->depth++;
	if (flat && w->flat_from == UINT32_MAX)
		w->flat_from = w->depth;
}

void jsonw_object(struct jsonw *w, const char *name, bool flat)
{
	open_value(w, name, flat, '{', '}');
}

void jsonw_array(struct jsonw *w, const char *name, bool flat)
{
	open_value(w, name, flat, '[', ']');
}

void jsonw_close(struct jsonw *w)
{
	bool flat = is_flat(w);

	BUG_ON(!w->depth);
	if (w->flat_from == w->depth)
		w->flat_from = UINT32_MAX;
	w->depth--;
	if (!flat && w->filled[w->depth])
		new_line(w);
	strbuf_putc(w->out, w->close[w->depth]);
}

void jsonw_str(struct jsonw *w, const char *name, const char *s)
{
	begin_value(w, name);
	quote(w->out, s);
}

void jsonw_u64(struct jsonw *w, const char *name, u64 v)
{
	begin_value(w, name);
	strbuf_printf(w->out, "%llu", (unsigned long long)v);
}

void jsonw_bool(struct jsonw *w, const char *name, bool v)
{
	begin_value(w, name);
	strbuf_puts(w->out, v ? "true" : "false");
}

void jsonw_end(struct jsonw *w)
{
	BUG_ON(w->depth);
	strbuf_putc(w->out, '\n');
}
