/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * An unfinished report as bytes and back: all that a run found, before anything is suppressed, sorted or left out.
 * Whatever is done with a report can be done with one that was read.
 */
#ifndef REPORT_REPORT_IMAGE_H
#define REPORT_REPORT_IMAGE_H

#include "report/finding.h"

/* Appends to *out.  libclang's version is not part of it. */
void report_image_write(const struct report *r, struct strbuf *out);
/* Into an initialised, empty report.  The bytes are untrusted: -1 when anything in them does not fit. */
int report_image_read(struct report *r, const void *p, size_t n) __must_check;

#endif
