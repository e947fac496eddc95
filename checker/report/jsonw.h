/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A streaming JSON writer: no tree, members in the order of the calls, always valid UTF-8 (an invalid byte
 * becomes U+FFFD), always balanced (jsonw_end() checks).  name is the member's name inside an object, NULL
 * inside an array and at the top.  Objects that were opened with `flat` stay on one line.
 */
#ifndef REPORT_JSONW_H
#define REPORT_JSONW_H

#include "base/strbuf.h"

#define JSONW_DEPTH 16

struct jsonw {
	struct strbuf *out;
	u32 depth;
	u32 flat_from;		/* depth from which everything is on one line; UINT32_MAX = none */
	bool filled[JSONW_DEPTH];	/* something stands in the container at that depth */
	char close[JSONW_DEPTH];
};

void jsonw_begin(struct jsonw *w, struct strbuf *out);
void jsonw_object(struct jsonw *w, const char *name, bool flat);
void jsonw_array(struct jsonw *w, const char *name, bool flat);
void jsonw_close(struct jsonw *w);		/* the innermost object or array */
void jsonw_str(struct jsonw *w, const char *name, const char *s);
void jsonw_u64(struct jsonw *w, const char *name, u64 v);
void jsonw_bool(struct jsonw *w, const char *name, bool v);
void jsonw_end(struct jsonw *w);		/* one newline; everything must be closed */

#endif
