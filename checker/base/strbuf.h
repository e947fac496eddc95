/* SPDX-License-Identifier: GPL-2.0-only */
/* A growing string.  Always NUL-terminated once something was added; strbuf_detach() hands it to the caller. */
#ifndef BASE_STRBUF_H
#define BASE_STRBUF_H

#include "base/types.h"

struct strbuf {
	char *buf;		/* NULL until the first addition; use strbuf_str() to read */
	size_t len, cap;
};

void strbuf_add(struct strbuf *sb, const void *s, size_t n);
void strbuf_puts(struct strbuf *sb, const char *s);
void strbuf_putc(struct strbuf *sb, char c);
void strbuf_printf(struct strbuf *sb, const char *fmt, ...) __printf(2, 3);
void strbuf_reset(struct strbuf *sb);		/* keeps the memory */
void strbuf_free(struct strbuf *sb);
char *strbuf_detach(struct strbuf *sb);		/* caller owns the result; sb is empty again */
const char *strbuf_str(const struct strbuf *sb);	/* "" when empty */

#endif
