// SPDX-License-Identifier: GPL-2.0-only
/*
 * See line_hash.h.  Each line's hash is the polynomial, modulo 2^64, of the WINDOW characters that follow its start:
 * UTF-16 units without blanks and tabs, each end of a line as one '\n', END_OF_FILE behind the last and zeros from
 * there on.  The zeros need no work of their own: a line has its hash when the window behind its start is full.
 * Cost: O(n), a ring of WINDOW characters.
 */
#include "report/line_hash.h"

#include <stdlib.h>

#include "base/map.h"
#include "base/text.h"

#define WINDOW 100
#define BASE 37
#define END_OF_FILE 0xffff

struct roller {
	struct line_hashes *out;
	u32 ring[WINDOW];		/* the last WINDOW characters */
	u32 starts[WINDOW];		/* number of the line that starts there; 0: none */
	u32 at;
	u64 hash, drop;			/* drop: BASE^WINDOW, the weight of what leaves the ring */
	u32 line;
	bool at_start, after_cr;
	struct map seen;		/* hash -> occurrences; the hashes of two lines are equal or 64 random bits apart */
};

static void emit(struct roller *r)
{
	u32 nr = map_get(&r->seen, r->hash);

	nr = nr == MAP_NONE ? 1 : nr + 1;
	map_put(&r->seen, r->hash, nr);
	r->out->line.at[r->starts[r->at] - 1] = (struct line_hash){ r->hash, nr };
	r->starts[r->at] = 0;
}

static void roll(struct roller *r, u32 unit)
{
	r->hash = r->hash * BASE + unit - r->drop * r->ring[r->at];
	r->ring[r->at] = unit;
	r->at = (r->at + 1) % WINDOW;
}

static void put(struct roller *r, u32 unit)
{
	bool second_half = r->after_cr && unit == '\n';

	r->after_cr = unit == '\r';
	if (unit == ' ' || unit == '\t' || second_half)
		return;
	if (unit == '\r')
		unit = '\n';
	if (r->starts[r->at])
		emit(r);
	if (r->at_start) {
		vec_push(&r->out->line, (struct line_hash){ 0 });
		r->starts[r->at] = ++r->line;
	}
	r->at_start = unit == '\n';
	roll(r, unit);
}

static bool put_text(struct roller *r, const char *text, size_t len)
{
	for (size_t n; len; text += n, len -= n) {
		bool valid;
		u32 cp;

		n = text_decode(text, len, &cp, &valid);
		if (!valid)
			return false;
		if (cp < 0x10000) {
			put(r, cp);
			continue;
		}
		put(r, 0xd800 + ((cp - 0x10000) >> 10));
		put(r, 0xdc00 + ((cp - 0x10000) & 0x3ff));
	}
	return true;
}

bool line_hashes_make(struct line_hashes *h, const char *text, size_t len)
{
	struct roller r = { .out = h, .drop = 1, .at_start = true };
	bool ok;

	*h = (struct line_hashes){ 0 };
	for (u32 i = 0; i < WINDOW; i++)
		r.drop *= BASE;
	ok = put_text(&r, text, len);
	put(&r, END_OF_FILE);
	for (u32 i = 0; i < WINDOW; i++) {
		if (r.starts[r.at])
			emit(&r);
		roll(&r, 0);
	}
	map_free(&r.seen);
	if (!ok)
		line_hashes_free(h);
	return ok;
}

void line_hashes_free(struct line_hashes *h)
{
	vec_free(&h->line);
}
