/* SPDX-License-Identifier: GPL-2.0-only */
/* Families of TUs with one precompiled header.  Internal to cli/. */
#ifndef CLI_FAMILIES_H
#define CLI_FAMILIES_H

#include "cli/pipeline_int.h"

/* fam->key is set: where its files are. */
void family_paths(struct run *r, struct family *fam);
/* What the cache has of it; false: it is to be made. */
bool family_lookup(struct run *r, struct family *fam);
/* fam->sum is open: is the header of use? */
void family_opened(struct run *r, struct family *fam);
/* Which files are in it. */
void family_files(struct run *r, struct family *fam);
/* The inline functions that came with a TU's precompiled header are part of the program, too. */
void family_need(struct run *r, const struct summary *s);
/* A stale summary still tells which header its TU was parsed with: a folder's, perhaps. */
void family_remember(struct run *r, struct tu *t);

#endif
