/* SPDX-License-Identifier: GPL-2.0-only */
/* `gfpcheck plan`: TUs into batches of about the same cost, and the files that an engine runs them from. */
#ifndef CLI_PLAN_H
#define CLI_PLAN_H

#include "base/strbuf.h"
#include "base/vec.h"
#include "cli/pipeline.h"

/* PLAN_ENGINE(enumerator, option, file that is written) */
#define PLAN_ENGINES(X)						\
	X(ENGINE_NINJA, "ninja", "build.ninja")			\
	X(ENGINE_MAKE, "make", "Makefile")			\
	X(ENGINE_SLURM, "slurm", "slurm.sh")			\
	X(ENGINE_PARALLEL, "parallel", "parallel.sh")

enum plan_engine {
#define X(e, word, file) e,
	PLAN_ENGINES(X)
#undef X
	ENGINE_NR
};

struct plan_batch {
	char *names;		/* of its files, relative to the tree, a line each; owned */
	u32 nr;
	u64 cost;		/* us */
};

struct plan {
	VEC(struct plan_batch) header;	/* TUs that stand for all that share a precompiled header */
	VEC(struct plan_batch) batch;	/* costliest first */
	u32 nr_tus;
	u64 cost;
};

/* seconds: what a batch should take. */
int plan_make(const struct scan_request *rq, u32 seconds, struct report *out, struct plan *p, struct err *err) __must_check;
void plan_free(struct plan *p);

/* The words of a command of each half, without the program's own name. */
struct plan_words {
	const char *program;
	const char *env;		/* "GFPCHECK_RULES=..." or NULL */
	struct str_words { VEC(const char *) at; } summarize, link;
};
/* All files into dir, which is made. */
int plan_write(const struct plan *p, enum plan_engine engine, const struct plan_words *w, const char *dir,
	       struct err *err) __must_check;

/* A word as a POSIX shell reads it back. */
void plan_quote_shell(struct strbuf *out, const char *word);

#endif
