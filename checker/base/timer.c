// SPDX-License-Identifier: GPL-2.0-only
/*
 * Phases and counters for --stats; see timer.h.  A phase costs two getrusage() calls and one read of
 * /proc.
 */
#include "base/timer.h"

#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#define MIB (1024.0 * 1024.0)

static double seconds_of(struct timeval tv)
{
	return (double)tv.tv_sec + (double)tv.tv_usec / 1e6;
}

static double cpu_of(int who)
{
	struct rusage ru;

	if (getrusage(who, &ru))
		return 0;
	return seconds_of(ru.ru_utime) + seconds_of(ru.ru_stime);
}

static u64 maxrss_of(int who)
{
	struct rusage ru;

	return getrusage(who, &ru) ? 0 : (u64)ru.ru_maxrss * 1024;
}

static struct timer_usage usage_now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (struct timer_usage){
		.wall = (double)ts.tv_sec + (double)ts.tv_nsec / 1e9,
		.cpu = cpu_of(RUSAGE_SELF),
		.cpu_children = cpu_of(RUSAGE_CHILDREN),
	};
}

/* VmHWM starts anew at exec, ru_maxrss is inherited from whoever called exec: prefer the former. */
u64 timer_peak_self(void)
{
	FILE *f = fopen("/proc/self/status", "re");
	unsigned long long kib = 0;
	char line[256];

	while (f && fgets(line, sizeof(line), f))
		if (sscanf(line, "VmHWM: %llu kB", &kib) == 1)
			break;
	if (f)
		fclose(f);
	return kib ? (u64)kib * 1024 : maxrss_of(RUSAGE_SELF);
}

u64 timer_peak_children(void)
{
	return maxrss_of(RUSAGE_CHILDREN);
}

void timers_free(struct timers *t)
{
	if (!t)
		return;
	vec_free(&t->phase);
	vec_free(&t->count);
}

static struct timer_phase *phase_get(struct timers *t, const char *name)
{
	for (u32 i = 0; i < t->phase.nr; i++)
		if (!strcmp(t->phase.at[i].name, name))
			return &t->phase.at[i];
	vec_push(&t->phase, (struct timer_phase){ .name = name, .depth = t->depth });
	return &vec_last(&t->phase);
}

void timer_begin(struct timers *t, const char *name)
{
	struct timer_phase *ph;

	if (!t)
		return;
	ph = phase_get(t, name);
	BUG_ON(ph->running);
	ph->running = true;
	ph->begin = usage_now();
	t->depth++;
}

void timer_end(struct timers *t, const char *name)
{
	struct timer_usage now;
	struct timer_phase *ph;

	if (!t)
		return;
	ph = phase_get(t, name);
	BUG_ON(!ph->running);
	now = usage_now();
	ph->running = false;
	ph->sum.wall += now.wall - ph->begin.wall;
	ph->sum.cpu += now.cpu - ph->begin.cpu;
	ph->sum.cpu_children += now.cpu_children - ph->begin.cpu_children;
	ph->peak_bytes = timer_peak_self();
	ph->child_peak_bytes = timer_peak_children();
	t->depth--;
}

void timer_add_cpu(struct timers *t, const char *name, double seconds)
{
	if (t)
		phase_get(t, name)->sum.cpu_children += seconds;
}

void timer_count(struct timers *t, const char *name, u64 value)
{
	if (!t)
		return;
	for (u32 i = 0; i < t->count.nr; i++) {
		if (strcmp(t->count.at[i].name, name))
			continue;
		t->count.at[i].value += value;
		return;
	}
	vec_push(&t->count, (struct timer_count){ name, value });
}

static void print_phase(const struct timer_phase *ph, int width, struct strbuf *out)
{
	int indent = (int)ph->depth * 2;

	strbuf_printf(out, "%*s%-*s %9.3f %9.3f %9.3f %9.1f %9.1f\n", indent, "", width - indent, ph->name,
		      ph->sum.wall, ph->sum.cpu, ph->sum.cpu_children, (double)ph->peak_bytes / MIB,
		      (double)ph->child_peak_bytes / MIB);
}

void timers_print(const struct timers *t, struct strbuf *out)
{
	int width = 12;

	if (!t)
		return;
	for (u32 i = 0; i < t->phase.nr; i++)
		width = MAX(width, (int)(strlen(t->phase.at[i].name) + t->phase.at[i].depth * 2));
	for (u32 i = 0; i < t->count.nr; i++)
		width = MAX(width, (int)strlen(t->count.at[i].name));
	if (t->phase.nr)
		strbuf_printf(out, "%-*s %9s %9s %9s %9s %9s\n", width, "phase", "wall s", "cpu s", "child s",
			      "peak MiB", "child MiB");
	for (u32 i = 0; i < t->phase.nr; i++)
		print_phase(&t->phase.at[i], width, out);
	for (u32 i = 0; i < t->count.nr; i++)
		strbuf_printf(out, "%-*s %9llu\n", width, t->count.at[i].name,
			      (unsigned long long)t->count.at[i].value);
}
