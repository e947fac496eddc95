// SPDX-License-Identifier: GPL-2.0-only
/* A kernel model for people: which kernel, how much of it. */
#include <string.h>

#include "base/text.h"
#include "link/kmodel.h"

static u32 nr_full(const struct kmodel *km)
{
	u32 n = 0;

	for (u32 i = 0; i < km->nr_fn; i++)
		n += !!(km->fn[i].flags & KM_FN_FULL);
	return n;
}

void kmodel_print(const struct kmodel *km, struct strbuf *out)
{
	const struct km_meta *m = km->meta;
	char config[33];

	hash128_hex((struct hash128){ m->config_lo, m->config_hi }, config);
	strbuf_puts(out, "kernel          ");
	text_escape(out, *km_text(km, m->release) ? km_text(km, m->release) : "of unknown release");
	strbuf_printf(out, " (%u.%u.%u)\narchitecture    ", m->kernel >> 16, m->kernel >> 8 & 255, m->kernel & 255);
	text_escape(out, km_text(km, m->arch));
	strbuf_printf(out, "\nconfiguration   %s\n", m->config_lo | m->config_hi ? config : "unknown");
	strbuf_puts(out, "made by         gfpcheck ");
	text_escape(out, km_text(km, m->tool));
	strbuf_printf(out, ", of %u files%s\n", m->nr_tu, m->flags & KM_RT ? ", for PREEMPT_RT" : "");
	strbuf_printf(out, "functions       %u %s, %u more in part\n", nr_full(km),
		      m->flags & KM_ALL ? "that other files can call" : "exported", km->nr_fn - nr_full(km));
	strbuf_printf(out, "effects         %u sleeps, %u ways to return, %u callbacks registered, %u on memory\n",
		      km->nr_sleep, km->nr_exit, km->nr_reg + km->nr_call, km->nr_mem_op);
	strbuf_printf(out, "size            %.1f MiB\n", (double)km->file.size / (1 << 20));
}
