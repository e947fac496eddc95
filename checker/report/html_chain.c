// SPDX-License-Identifier: GPL-2.0-only
/*
 * The call chain as SVG: a box for each function that the proof goes through, in order, its steps within, arrows
 * between.  A step in the box is a link to the line below.  Sizes are counted in characters of a fixed pitch; colours
 * come from the style sheet.
 */
#include <string.h>

#include "base/text.h"
#include "report/html.h"
#include "report/xml.h"

#define CHAR_WIDTH 7.3
#define MAX_CHARS 88u
#define MIN_CHARS 30u
#define ROW 18u
#define PAD 12u
#define GAP 26u

/* Steps that follow each other in one function. */
struct node {
	u32 first, nr;		/* in report.step */
};

struct chain {
	const struct report *r;
	VEC(struct node) node;
	u32 chars;
};

static u32 count(const char *s)
{
	size_t n = strlen(s), len;
	u32 nr = 0;

	for (; n; s += len, n -= len, nr++) {
		bool valid;
		u32 cp;

		len = text_decode(s, n, &cp, &valid);
	}
	return nr;
}

/* In characters, as it will be shown. */
static u32 length_of(const char *s)
{
	struct strbuf shown = { 0 };
	u32 nr;

	text_escape(&shown, s);
	nr = count(strbuf_str(&shown));
	strbuf_free(&shown);
	return nr;
}

/* At most max characters, with an ellipsis for the rest. */
static void put_short(struct strbuf *out, const char *s, u32 max)
{
	struct strbuf shown = { 0 };
	size_t at = 0;
	bool cut;

	text_escape(&shown, s);
	cut = count(strbuf_str(&shown)) > max;
	for (u32 i = cut ? 1 : 0; i < max && at < shown.len; i++) {
		bool valid;
		u32 cp;

		at += text_decode(shown.buf + at, shown.len - at, &cp, &valid);
	}
	xml_add(out, strbuf_str(&shown), at);
	if (cut)
		strbuf_puts(out, "\xe2\x80\xa6");
	strbuf_free(&shown);
}

static bool same_function(const struct step *a, const struct step *b)
{
	return a->at.file == b->at.file && a->at.func == b->at.func;
}

static void collect(struct chain *c, const struct finding *f)
{
	const struct step *step = c->r->step.at;

	c->chars = MIN_CHARS;
	for (u32 i = f->step_at; i < f->step_at + f->step_nr; i++) {
		u32 need = length_of(report_str(c->r, step[i].text)) + 5;
		u32 where = length_of(report_str(c->r, step[i].at.file)) + 2;
		u32 name = (length_of(report_str(c->r, step[i].at.func)) + 2) * 8 / 7 + 1;

		if (i == f->step_at || !same_function(&step[i - 1], &step[i]))
			vec_push(&c->node, (struct node){ i, 0 });
		vec_last(&c->node).nr++;
		c->chars = MIN(MAX_CHARS, MAX(c->chars, MAX(need, MAX(where, name))));
	}
}

static u32 height_of(const struct node *n)
{
	return PAD + (2 + n->nr) * ROW + 6;
}

static void put_arrow(struct strbuf *out, u32 x, u32 y)
{
	strbuf_printf(out, "<path class=arrow d=\"M%u %uv%u\"/><path class=tip d=\"M%u %ul-5 -9h10z\"/>\n", x, y, GAP - 4, x,
		      y + GAP - 1);
}

static void put_step(struct strbuf *out, const struct chain *c, u32 i, u32 number, u32 y)
{
	const struct step *s = &c->r->step.at[i];

	strbuf_printf(out, "<a href=\"#s%u\"><circle class=\"k-%s\" cx=\"%u\" cy=\"%u\" r=\"4\"/><text x=\"%u\" y=\"%u\"><title>",
		      number, step_word((enum step_kind)s->kind), PAD + 6, y - 4, PAD + 18, y);
	xml_puts(out, report_str(c->r, s->text));
	strbuf_printf(out, "</title>%u ", number);
	put_short(out, report_str(c->r, s->text), c->chars - 5);
	strbuf_puts(out, "</text></a>\n");
}

static void put_node(struct strbuf *out, const struct chain *c, u32 nr, u32 first_step, u32 y)
{
	const struct node *n = &c->node.at[nr];
	const struct place *at = &c->r->step.at[n->first].at;
	u32 width = (u32)(c->chars * CHAR_WIDTH) + 2 * PAD;

	strbuf_printf(out, "<rect class=\"node%s\" x=\"1\" y=\"%u\" width=\"%u\" height=\"%u\" rx=\"7\"/>\n",
		      nr + 1 == c->node.nr ? " last" : "", y, width, height_of(n));
	y += PAD + 10;
	strbuf_printf(out, "<text class=name x=\"%u\" y=\"%u\">", PAD, y);
	put_short(out, at->func ? report_str(c->r, at->func) : "(no function)", c->chars * 7 / 8 - 2);
	strbuf_puts(out, at->func ? "()</text>" : "</text>");
	strbuf_printf(out, "<text class=where x=\"%u\" y=\"%u\">", PAD, y + ROW - 2);
	put_short(out, report_str(c->r, at->file), c->chars);
	strbuf_puts(out, "</text>\n");
	for (u32 i = 0; i < n->nr; i++)
		put_step(out, c, n->first + i, n->first + i - first_step + 1, y + (2 + i) * ROW);
}

void html_chain(const struct html *h, const struct finding *f, struct strbuf *out)
{
	struct chain c = { .r = h->r };
	u32 width, height = 2, y = 1;

	collect(&c, f);
	width = (u32)(c.chars * CHAR_WIDTH) + 2 * PAD + 2;
	for (u32 i = 0; i < c.node.nr; i++)
		height += height_of(&c.node.at[i]) + (i ? GAP : 0);
	strbuf_printf(out, "<svg class=chain role=img aria-label=\"call chain\" viewBox=\"0 0 %u %u\" width=\"%u\" height=\"%u\">\n",
		      width, height, width, height);
	for (u32 i = 0; i < c.node.nr; i++) {
		put_node(out, &c, i, f->step_at, y);
		y += height_of(&c.node.at[i]);
		if (i + 1 < c.node.nr)
			put_arrow(out, width / 2, y);
		y += GAP;
	}
	strbuf_puts(out, "</svg>\n");
	vec_free(&c.node);
}
