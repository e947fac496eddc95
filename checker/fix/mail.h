/* SPDX-License-Identifier: GPL-2.0-only */
/* A repair as a mail that git am takes. */
#ifndef FIX_MAIL_H
#define FIX_MAIL_H

#include "fix/fix.h"

struct mail {
	const struct report *r;
	const struct finding *f;
	const struct attempt *a;
	const char *diff;	/* with "diff --git" lines */
	u32 number, of;		/* [PATCH number/of] */
	const char *name, *email;	/* author; NULL: the mail has a stand-in and no Signed-off-by */
	s64 date;		/* seconds */
};

/* "0001-ice-gnss-fix-a-memory-leak.patch" */
void mail_file_name(const struct mail *m, struct strbuf *out);
void mail_write(const struct mail *m, struct strbuf *out);

#endif
