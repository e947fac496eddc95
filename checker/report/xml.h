/* SPDX-License-Identifier: GPL-2.0-only */
/* Text from outside as text of XML and HTML, in elements and in quoted attributes. */
#ifndef REPORT_XML_H
#define REPORT_XML_H

#include "base/strbuf.h"

/*
 * Of n bytes at s: markup characters as entities; what XML cannot hold, invalid UTF-8 and direction marks made
 * visible as text_escape() does.  Tabs and newlines stay.
 */
void xml_add(struct strbuf *out, const char *s, size_t n);
void xml_puts(struct strbuf *out, const char *s);

#endif
