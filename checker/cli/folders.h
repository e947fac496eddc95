/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Folders whose TUs have headers in common beyond the prelude's: they get a precompiled header of their own.
 *
 * Which folders and which headers is not written down anywhere.  A sample of all TUs is parsed first: some of each folder.
 * What a fourth of a folder's sample includes makes its header, if that saves more text than it costs to read; else
 * the TUs count for the folder above.  Where most of a sample could not be parsed with the prelude's header, the
 * folder's is made without it.
 *
 * Input: the TUs that are to be parsed.  Invariant: it is a matter of speed only; without the header, or with another
 * one, a TU's functions are the same: header inlines stand in the header's own summary, and a TU that defines
 * what the header would have read otherwise does not get it.
 * Cost: about one TU in twenty-five is parsed the slow way, and some seconds for each header.
 */
#ifndef CLI_FOLDERS_H
#define CLI_FOLDERS_H

#include "cli/pipeline_int.h"

struct folder {
	VEC(u32) tu;		/* in the order of their paths, less its sample */
	VEC(u32) sample;	/* parsed already */
	VEC(char *) header;	/* absolute, in the order in which they are included */
	bool bare;		/* without the prelude's usual headers, which its TUs cannot stand */
	u32 family;		/* of run.family; IR_NONE: none was worth it, or none could be made */
};

struct folders {
	VEC(struct folder) at;
};

typedef VEC(u32) tu_list;

/* Some of each folder.  tu: any TUs; those that have no family are left out. */
void folders_sample(const struct run *r, const u32 *tu, u32 nr, tu_list *out);
/* The sample has its summaries: folders that a header pays for, and their families. */
void folders_of(struct run *r, const u32 *tu, u32 nr, const tu_list *sample, struct folders *out);
/* Its precompiled header failed with that message, which begins with a path: without that header, perhaps. */
bool folder_retry(struct run *r, struct folder *f, const char *why);
/* The header is there: gives it to the TUs that it fits. */
void folder_assign(struct run *r, const struct folder *f);
/* fam->guards: of what a folder's header has beyond the prelude's. */
void folder_guards(const struct run *r, struct family *fam);
/* May a TU have it, or does it define what the header would read otherwise? */
bool folder_fits(const struct run *r, const struct family *fam, const struct tu *t);
/* All are parsed: removes the headers of small folders, which are large files.  What their inline functions do stays. */
void folders_drop(struct run *r, struct folders *f);
void folders_free(struct folders *f);

/* The flags of fam->like with fam->header put behind the prelude; words of *out are borrowed but for those, which
 * folder_flags_free() frees. */
void folder_flags(const struct run *r, const struct family *fam, struct tu_flags *out);
void folder_flags_free(struct tu_flags *f, const struct family *fam);

/*
 * folder_headers.c.  What a header would save, in bytes of text that are not read, less the bytes to make it; and f->bare.
 * Negative: it does not pay, or too little is known.
 */
s64 folder_worth(const struct run *r, struct folder *f);
/* f->header; false: there is nothing to put in. */
bool folder_choose(const struct run *r, struct folder *f);

#endif
