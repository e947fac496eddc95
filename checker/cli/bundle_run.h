/* SPDX-License-Identifier: GPL-2.0-only */
/* `gfpcheck summarize` and `gfpcheck link`: a run's summaries as a bundle, and back. */
#ifndef CLI_BUNDLE_RUN_H
#define CLI_BUNDLE_RUN_H

#include "base/bug.h"

struct run;

/* All TUs that were asked for, and the precompiled headers' summaries. */
int bundle_of_run(const struct run *r, const char *path, struct err *err) __must_check;
/* rq->bundle in the place of select and summaries. */
int run_from_bundles(struct run *r, struct err *err) __must_check;

#endif
