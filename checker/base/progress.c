// SPDX-License-Identifier: GPL-2.0-only
/* The status line; see progress.h.  Writes go straight to the descriptor, and failing ones are ignored. */
#include "base/progress.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "base/text.h"

#define SMART_INTERVAL 0.1
#define PLAIN_INTERVAL 10.0
#define ERASE "\r\033[K"

static double now_seconds(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

static u32 terminal_columns(int fd)
{
	struct winsize ws;

	if (ioctl(fd, TIOCGWINSZ, &ws) || ws.ws_col < 20)
		return 80;
	return ws.ws_col;
}

/* A status line that cannot be written is no reason to stop. */
static void put(const struct progress *p, const char *s, size_t n)
{
	while (n) {
		ssize_t w = write(p->fd, s, n);

		if (w <= 0)
			return;
		s += w;
		n -= (size_t)w;
	}
}

void progress_init(struct progress *p, int fd)
{
	const char *term = getenv("TERM");

	*p = (struct progress){ .fd = fd, .unit = "" };
	p->smart = isatty(fd) && term && term[0] && strcmp(term, "dumb");
	p->columns = p->smart ? terminal_columns(fd) : 0;
}

void progress_begin(struct progress *p, const char *unit, u64 total)
{
	if (!p)
		return;
	progress_clear(p);
	p->unit = unit;
	p->total = total;
	p->done = 0;
	p->begin = now_seconds();
	p->last = p->smart ? p->begin - SMART_INTERVAL : p->begin;
}

/* The last characters of s that fit into room columns, one column left free; a character counts as one. */
static void add_tail(struct strbuf *out, const char *s, u32 room)
{
	struct strbuf safe = { 0 };
	const char *start;

	text_escape(&safe, s);
	start = strbuf_str(&safe) + safe.len;
	while (room > 1 && start > strbuf_str(&safe)) {
		start--;
		if (((u8)*start & 0xc0) != 0x80)
			room--;
	}
	strbuf_puts(out, start);
	strbuf_free(&safe);
}

void progress_format(const struct progress *p, double now, const char *what, struct strbuf *out)
{
	double rate = now > 0.001 ? (double)p->done / now : 0;
	unsigned long long done = p->done, total = p->total;

	if (!p->smart) {
		strbuf_printf(out, "gfpcheck: %llu of %llu %s (%llu %%), %.0f/s\n", done, total, p->unit,
			      total ? done * 100 / total : 100, rate);
		return;
	}
	strbuf_printf(out, "[%llu/%llu %.1f/s]", done, total, rate);
	if (!what || out->len + 2 >= p->columns)
		return;
	strbuf_putc(out, ' ');
	add_tail(out, what, p->columns - (u32)out->len);
}

void progress_step(struct progress *p, const char *what)
{
	struct strbuf line = { 0 };
	double now;

	if (!p)
		return;
	p->done++;
	now = now_seconds();
	if (now - p->last < (p->smart ? SMART_INTERVAL : PLAIN_INTERVAL))
		return;
	p->last = now;
	progress_format(p, now - p->begin, what, &line);
	if (p->smart)
		put(p, ERASE, strlen(ERASE));
	put(p, strbuf_str(&line), line.len);
	p->shown = p->smart;
	strbuf_free(&line);
}

void progress_clear(struct progress *p)
{
	if (!p || !p->shown)
		return;
	put(p, ERASE, strlen(ERASE));
	p->shown = false;
}

void progress_end(struct progress *p)
{
	progress_clear(p);
}
