/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A few threads that do numbered pieces of work.
 *
 * threads_run() gives each piece to one worker and returns when all are done; what a worker wrote is then seen by all.
 * Which worker gets which piece is not determined: results must not depend on it.  With one worker, or where threads
 * cannot be had, the caller does everything itself.  Cost of a run: two wake-ups per thread.
 */
#ifndef BASE_THREADS_H
#define BASE_THREADS_H

#include "base/types.h"

struct threads;

/* nr: workers, the caller among them; at least 1. */
struct threads *threads_new(u32 nr);
/* How many there are really. */
u32 threads_workers(const struct threads *p);
typedef void (*threads_work)(void *ctx, u32 worker, u32 piece);
/* Pieces 0 .. n-1, `chunk` at a time: the smaller they are, the larger it should be. */
void threads_run(struct threads *p, u32 n, u32 chunk, threads_work work, void *ctx);
void threads_free(struct threads *p);

/* One piece of work beside the caller's own; where there is no thread to be had it is done at once. */
struct background;
struct background *background_begin(void (*work)(void *ctx), void *ctx);
/* Waits for it; frees b, which may be NULL. */
void background_end(struct background *b);

#endif
