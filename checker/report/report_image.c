// SPDX-License-Identifier: GPL-2.0-only
/*
 * See report_image.h.
 *
 * Numbers, arrays and text one after the other, little to no structure: a reader takes them in the same order.  Strings
 * come in the order of their ids, so that adding them again gives the same ids.  What a finding gets when the report is
 * finished (fingerprint, baseline, suppression, repair) is not there yet.
 */
#include "report/report_image.h"

#include <stdlib.h>
#include <string.h>

/* ---- write ---- */

static void put(struct strbuf *out, u64 v)
{
	strbuf_add(out, &v, sizeof(v));
}

static void put_str(struct strbuf *out, const char *s)
{
	put(out, strlen(s));
	strbuf_add(out, s, strlen(s));
}

static void put_place(struct strbuf *out, const struct place *p)
{
	put(out, (u64)p->file << 32 | p->func);
	put(out, (u64)p->line << 32 | p->col);
}

static void put_findings(const struct report *r, struct strbuf *out)
{
	put(out, r->finding.nr);
	for (u32 i = 0; i < r->finding.nr; i++) {
		const struct finding *f = &r->finding.at[i];

		put_str(out, f->check);
		put(out, (u64)f->severity << 32 | f->confidence);
		put(out, (u64)f->message << 32 | f->key);
		put_place(out, &f->at);
		put(out, (u64)f->step_at << 32 | f->step_nr);
		put(out, (u64)f->related_at << 32 | f->related_nr);
	}
	put(out, r->step.nr);
	for (u32 i = 0; i < r->step.nr; i++) {
		put(out, (u64)r->step.at[i].kind << 32 | r->step.at[i].text);
		put_place(out, &r->step.at[i].at);
	}
}

static void put_skipped(const struct skipped *s, u32 nr, struct strbuf *out)
{
	put(out, nr);
	for (u32 i = 0; i < nr; i++)
		put(out, (u64)s[i].file << 32 | s[i].reason);
}

void report_image_write(const struct report *r, struct strbuf *out)
{
	BUG_ON(r->finished);
	put(out, r->str.nr);
	for (u32 i = 0; i < r->str.nr; i++)
		put_str(out, strtab_str(&r->str, i));
	put_findings(r, out);
	put_skipped(r->skipped.at, r->skipped.nr, out);
	put_skipped(r->partial.at, r->partial.nr, out);
	put(out, r->counter.nr);
	for (u32 i = 0; i < r->counter.nr; i++) {
		put_str(out, r->counter.at[i].name);
		put(out, r->counter.at[i].value);
	}
	put(out, r->analysed.nr);
	for (u32 i = 0; i < r->analysed.nr; i++)
		put_str(out, r->analysed.at[i]);
	put(out, r->nr_tus);
	put(out, r->nr_analysed);
	put(out, r->nr_functions);
	put_str(out, r->tree ? r->tree : "");
	put_str(out, r->kernel_version);
}

/* ---- read ---- */

struct reader {
	struct report *r;
	const u8 *p;
	size_t left;
	struct strtab names;	/* of checks and counters: name -> index in r->owned + 1 */
	bool bad;
};

static u64 get(struct reader *rd)
{
	u64 v = 0;

	if (rd->left < sizeof(v)) {
		rd->bad = true;
		return 0;
	}
	memcpy(&v, rd->p, sizeof(v));
	rd->p += sizeof(v);
	rd->left -= sizeof(v);
	return v;
}

/* How many things of at least that many bytes follow. */
static u32 get_nr(struct reader *rd, size_t least)
{
	u64 n = get(rd);

	if (n > rd->left / least || n >= UINT32_MAX)
		rd->bad = true;
	return rd->bad ? 0 : (u32)n;
}

/* Owned by the caller. */
static char *get_str(struct reader *rd)
{
	u32 n = get_nr(rd, 1);
	char *s = xcalloc(n + 1ul, 1);

	memcpy(s, rd->p, n);
	rd->p += n;
	rd->left -= n;
	if (strlen(s) != n)
		rd->bad = true;
	return s;
}

/* A name that must outlive the string table's moves: one copy of each. */
static const char *get_name(struct reader *rd)
{
	char *s = get_str(rd);
	u32 id = strtab_add(&rd->names, s);

	if (!id)
		rd->bad = true;
	if (id == rd->r->owned.nr + 1)
		vec_push(&rd->r->owned, s);
	else
		free(s);
	return id ? rd->r->owned.at[id - 1] : "";
}

static u32 get_id(struct reader *rd, u64 v)
{
	if ((u32)v >= rd->r->str.nr)
		rd->bad = true;
	return rd->bad ? 0 : (u32)v;
}

static struct place get_place(struct reader *rd)
{
	u64 file = get(rd), line = get(rd);

	return (struct place){ .file = get_id(rd, file >> 32), .func = get_id(rd, file & UINT32_MAX),
		.line = (u32)(line >> 32), .col = (u32)line };
}

static void get_strings(struct reader *rd)
{
	u32 nr = get_nr(rd, 8);

	for (u32 i = 0; i < nr && !rd->bad; i++) {
		char *s = get_str(rd);

		if (strtab_add(&rd->r->str, s) != i)
			rd->bad = true;
		free(s);
	}
}

static void get_finding(struct reader *rd)
{
	struct finding f = { .check = get_name(rd) };
	u64 v = get(rd);

	if (v >> 32 > SEV_ERROR || (u32)v > CONF_HIGH)
		rd->bad = true;
	f.severity = (u8)(v >> 32);
	f.confidence = (u8)v;
	v = get(rd);
	f.message = get_id(rd, v >> 32);
	f.key = get_id(rd, v & UINT32_MAX);
	f.at = get_place(rd);
	v = get(rd);
	f.step_at = (u32)(v >> 32);
	f.step_nr = (u32)v;
	v = get(rd);
	f.related_at = (u32)(v >> 32);
	f.related_nr = (u32)v;
	vec_push(&rd->r->finding, f);
}

static void get_step(struct reader *rd)
{
	u64 v = get(rd);
	struct step s = { .text = get_id(rd, v & UINT32_MAX) };

	if (v >> 32 >= STEP_NR_KINDS)
		rd->bad = true;
	s.kind = (u8)(v >> 32);
	s.at = get_place(rd);
	vec_push(&rd->r->step, s);
}

static void get_findings(struct reader *rd)
{
	u32 nr = get_nr(rd, 56);

	for (u32 i = 0; i < nr && !rd->bad; i++)
		get_finding(rd);
	nr = get_nr(rd, 24);
	for (u32 i = 0; i < nr && !rd->bad; i++)
		get_step(rd);
	for (u32 i = 0; i < rd->r->finding.nr; i++) {
		const struct finding *f = &rd->r->finding.at[i];

		if ((u64)f->step_at + f->step_nr > rd->r->step.nr || (u64)f->related_at + f->related_nr > rd->r->step.nr)
			rd->bad = true;
	}
}

static struct skipped get_skipped(struct reader *rd)
{
	u64 v = get(rd);

	return (struct skipped){ get_id(rd, v >> 32), get_id(rd, v & UINT32_MAX) };
}

static void get_files(struct reader *rd)
{
	u32 nr = get_nr(rd, 8);

	for (u32 i = 0; i < nr; i++)
		vec_push(&rd->r->skipped, get_skipped(rd));
	nr = get_nr(rd, 8);
	for (u32 i = 0; i < nr; i++)
		vec_push(&rd->r->partial, get_skipped(rd));
	nr = get_nr(rd, 16);
	for (u32 i = 0; i < nr && !rd->bad; i++) {
		const char *name = get_name(rd);

		vec_push(&rd->r->counter, (struct counter){ name, get(rd) });
	}
	nr = get_nr(rd, 8);
	for (u32 i = 0; i < nr && !rd->bad; i++)
		vec_push(&rd->r->analysed, get_str(rd));
}

int report_image_read(struct report *r, const void *p, size_t n)
{
	struct reader rd = { .r = r, .p = p, .left = n };
	char *version;

	strtab_init(&rd.names);
	get_strings(&rd);
	get_findings(&rd);
	get_files(&rd);
	r->nr_tus = get(&rd);
	r->nr_analysed = get(&rd);
	r->nr_functions = get(&rd);
	r->tree = get_str(&rd);
	version = get_str(&rd);
	if (strlen(version) >= sizeof(r->kernel_version))
		rd.bad = true;
	else
		strcpy(r->kernel_version, version);
	free(version);
	strtab_free(&rd.names);
	return rd.bad || rd.left ? -1 : 0;
}
