/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Folders whose TUs have headers in common beyond the prelude's: they get a precompiled header of their own.
 *
 * Which headers is not written down anywhere: a sample of the folder's TUs is parsed first, and what a fourth of it read
 * is taken.  Input: the TUs that are to be parsed.  Invariant: it is a matter of speed only; without the header,
 * or with another one, a TU's functions are the same (header inlines stand in the header's own summary).
 * Cost: one precompiled header (some seconds) for at least FOLDER_MIN_TUS TUs.
 */
#ifndef CLI_FOLDERS_H
#define CLI_FOLDERS_H

#include "cli/pipeline_int.h"

struct folder {
	VEC(u32) tu;		/* in the order of their paths */
	VEC(u32) sample;	/* some of them */
	VEC(char *) header;	/* absolute; what most TUs read stands first */
	u32 family;		/* of run.family, for those that are no sample; IR_NONE: none was worth it */
};

struct folders {
	VEC(struct folder) at;
	VEC(u32) rest;		/* TUs of no such folder */
};

/* tu: those with a family, in any order. */
void folders_of(const struct run *r, const u32 *tu, u32 nr, struct folders *out);
/* The samples have their summaries: what most of them read, and the folder's family. */
void folder_headers(struct run *r, struct folder *f);
/* Its precompiled header failed with that message, which begins with a path: without that header, perhaps. */
bool folder_retry(struct run *r, struct folder *f, const char *why);
void folders_free(struct folders *f);

/* The flags of fam->like with fam->header put behind the prelude; words of *out are borrowed but for those, which
 * folder_flags_free() frees. */
void folder_flags(const struct run *r, const struct family *fam, struct tu_flags *out);
void folder_flags_free(struct tu_flags *f, const struct family *fam);

#endif
