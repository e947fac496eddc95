/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where the time went: named phases with wall and CPU time and the peak of memory, and plain counters.
 *
 * CPU is this process's and that of the children that were waited for in the phase.  A phase that is begun
 * twice adds up.  Phases may nest (the inner one is indented); they are printed in the order of their first
 * begin.  Every function takes NULL for "nobody asked": then it does nothing.  Not for several threads.
 */
#ifndef BASE_TIMER_H
#define BASE_TIMER_H

#include "base/strbuf.h"
#include "base/vec.h"

struct timer_usage {
	double wall, cpu, cpu_children;		/* seconds */
};

struct timer_phase {
	const char *name;			/* borrowed: static */
	u32 depth;
	bool running;
	struct timer_usage sum, begin;
	u64 peak_bytes, child_peak_bytes;	/* as it stood at the end of the phase */
};

struct timer_count {
	const char *name;			/* borrowed: static */
	u64 value;
};

struct timers {
	VEC(struct timer_phase) phase;
	VEC(struct timer_count) count;
	u32 depth;
};

void timers_free(struct timers *t);
void timer_begin(struct timers *t, const char *name);
void timer_end(struct timers *t, const char *name);
/* Adds value to the counter of that name. */
void timer_count(struct timers *t, const char *name, u64 value);
/*
 * CPU time that the kernel could not attribute to a waited child, e.g. struct pool_usage.cpu_seconds of
 * workers.
 */
void timer_add_cpu(struct timers *t, const char *name, double seconds);
/* An aligned table, a line a phase, a line a counter. */
void timers_print(const struct timers *t, struct strbuf *out);

/* Largest resident set of this process so far, and of any child that was waited for. */
u64 timer_peak_self(void);
u64 timer_peak_children(void);

#endif
