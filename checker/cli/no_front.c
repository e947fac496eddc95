// SPDX-License-Identifier: GPL-2.0-only
/*
 * The front end of gfpcheck-link: none.  It stands in the place of checker/front, so that the program has no use for
 * libclang: a machine that only links summaries, reports or compares needs 2 MiB and no compiler.
 */
#include "front/front.h"

static const char missing[] = "gfpcheck-link has no parser: it links what `gfpcheck summarize` made";

struct front *front_new(const struct front_config *cfg)
{
	return NULL;
}

void front_free(struct front *f)
{
}

int front_summarize(struct front *f, const struct front_job *job, struct err *err)
{
	return err_set(err, "%s", missing);
}

int front_make_pch(struct front *f, const struct compdb_entry *like, const struct tu_flags *flags, const char *pch_path,
		   const char *summary_path, struct err *err)
{
	return err_set(err, "%s", missing);
}

const char *front_clang_version(void)
{
	return "version none";
}
