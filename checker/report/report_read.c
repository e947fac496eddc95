// SPDX-License-Identifier: GPL-2.0-only
/*
 * A report from the JSON of an earlier run: for --baseline and `gfpcheck diff`.
 *
 * The file is untrusted: every member is checked for its type and range, and a mistake names the file and the
 * place.  Requires jansson.  Cost: the whole document in memory.
 */
#include "report/finding.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"

struct reader {
	struct report *r;
	const char *path;
	struct strtab checks;	/* name -> index in r->owned + 1; id 0 is "" */
	struct err *err;
};

static int bad(const struct reader *rd, const char *list, size_t i, const char *what)
{
	return err_set(rd->err, "%s: %s[%zu]: %s", rd->path, list, i, what);
}

static const char *str_of(const json_t *obj, const char *name)
{
	return json_string_value(json_object_get(obj, name));
}

static u64 count_of(const json_t *obj, const char *name)
{
	json_int_t v = json_integer_value(json_object_get(obj, name));

	return v > 0 ? (u64)v : 0;
}

static u32 number_of(const json_t *obj, const char *name)
{
	return (u32)MIN(count_of(obj, name), (u64)UINT32_MAX);
}

static struct place place_of(const struct reader *rd, const json_t *obj)
{
	const char *file = str_of(obj, "file"), *func = str_of(obj, "function");

	return (struct place){
		.file = strtab_add(&rd->r->str, file ? file : ""),
		.func = strtab_add(&rd->r->str, func ? func : ""),
		.line = number_of(obj, "line"),
		.col = number_of(obj, "column"),
	};
}

/* Finding.check must outlive the string table's moves: one copy per name. */
static const char *own_check(struct reader *rd, const char *check)
{
	u32 id = strtab_add(&rd->checks, check);

	if (id > rd->r->owned.nr)
		vec_push(&rd->r->owned, xstrdup(check));
	return id ? rd->r->owned.at[id - 1] : "";
}

static int parse_id(const char *s, u64 *out)
{
	if (!s || strlen(s) != 16 || strspn(s, "0123456789abcdef") != 16)
		return -1;
	*out = strtoull(s, NULL, 16);
	return 0;
}

static u32 severity_of(const char *word)
{
	for (u32 i = 0; word && i <= SEV_ERROR; i++)
		if (!strcmp(word, severity_word((enum severity)i)))
			return i;
	return SEV_ERROR + 1;
}

static u32 confidence_of(const char *word)
{
	for (u32 i = 0; word && i <= CONF_HIGH; i++)
		if (!strcmp(word, confidence_word((enum confidence)i)))
			return i;
	return CONF_HIGH + 1;
}

/* A kind that a later version added is shown as a context. */
static enum step_kind kind_of(const char *word)
{
	for (u32 i = 0; word && i < STEP_NR_KINDS; i++)
		if (!strcmp(word, step_word((enum step_kind)i)))
			return (enum step_kind)i;
	return STEP_CONTEXT;
}

static void read_steps(struct reader *rd, const json_t *finding)
{
	const json_t *step;
	size_t i;

	json_array_foreach(json_object_get(finding, "steps"), i, step) {
		const char *text = str_of(step, "text");

		report_step(rd->r, kind_of(str_of(step, "kind")), place_of(rd, step), text ? text : "");
	}
	json_array_foreach(json_object_get(finding, "related"), i, step) {
		const char *text = str_of(step, "text");

		report_related(rd->r, place_of(rd, step), text ? text : "");
	}
}

static int read_other_fixes(struct reader *rd, size_t i, const json_t *fix, struct finding *f)
{
	const json_t *other;
	size_t k;

	json_array_foreach(json_object_get(fix, "alternatives"), k, other) {
		const char *cocci = str_of(other, "cocci"), *what = str_of(other, "what"), *diff = str_of(other, "diff");

		if (!cocci || !what || !diff)
			return bad(rd, "findings", i, "an alternative of 'fix' must have the strings 'cocci', 'what' and 'diff'");
		report_add_other_fix(rd->r, f, cocci, what, diff);
	}
	return 0;
}

static int read_fix(struct reader *rd, size_t i, const json_t *finding, struct finding *f)
{
	const json_t *fix = json_object_get(finding, "fix");
	const char *cocci = str_of(fix, "cocci"), *diff = str_of(fix, "diff");

	if (!fix)
		return 0;
	if (!cocci || !diff)
		return bad(rd, "findings", i, "'fix' must have the strings 'cocci' and 'diff'");
	report_set_fix(rd->r, f, cocci, diff);
	return read_other_fixes(rd, i, fix, f);
}

/* What is not in every report. */
static void read_marks(struct reader *rd, const json_t *f, struct finding *out)
{
	const json_t *by = json_object_get(f, "suppressed");
	const char *baseline = str_of(f, "baseline"), *reason = str_of(by, "reason"), *kind = str_of(by, "kind");

	if (parse_id(str_of(f, "local_id"), &out->local_id))
		out->local_id = 0;
	if (baseline)
		out->baseline = strcmp(baseline, "unchanged") ? BASE_NEW : BASE_KNOWN;
	if (!by)
		return;
	out->suppressed = kind && !strcmp(kind, "inSource") ? SUPPRESSED_IN_SOURCE : SUPPRESSED_BY_FILE;
	out->reason = strtab_add(&rd->r->str, reason ? reason : "");
}

static int read_finding(struct reader *rd, size_t i, const json_t *f)
{
	const char *check = str_of(f, "check"), *message = str_of(f, "message");
	const json_t *location = json_object_get(f, "location");
	u32 sev = severity_of(str_of(f, "severity")), conf = confidence_of(str_of(f, "confidence"));
	u64 id;
	u32 at;

	if (parse_id(str_of(f, "id"), &id))
		return bad(rd, "findings", i, "'id' must be 16 hexadecimal digits");
	if (!check || !message)
		return bad(rd, "findings", i, "'check' and 'message' must be strings");
	if (sev > SEV_ERROR || conf > CONF_HIGH)
		return bad(rd, "findings", i, "unknown 'severity' or 'confidence'");
	if (!str_of(location, "file"))
		return bad(rd, "findings", i, "'location' must name a file");
	at = report_add(rd->r, own_check(rd, check), (enum severity)sev, (enum confidence)conf,
			place_of(rd, location), message, "");
	rd->r->finding.at[at].id = id;
	read_marks(rd, f, &rd->r->finding.at[at]);
	read_steps(rd, f);
	return read_fix(rd, i, f, &rd->r->finding.at[at]);
}

/* "skipped" or "partial", each file through add(). */
static int read_files(struct reader *rd, const json_t *counts, const char *name,
		      void (*add)(struct report *r, const char *file, const char *reason))
{
	char list[32];
	const json_t *s;
	size_t i;

	json_array_foreach(json_object_get(counts, name), i, s) {
		snprintf(list, sizeof(list), "counts.%s", name);
		if (!str_of(s, "file") || !str_of(s, "reason"))
			return bad(rd, list, i, "'file' and 'reason' must be strings");
		add(rd->r, str_of(s, "file"), str_of(s, "reason"));
	}
	return 0;
}

static int read_document(struct reader *rd, const json_t *root)
{
	const json_t *counts = json_object_get(root, "counts"), *list = json_object_get(root, "findings"), *f;
	const char *format = str_of(root, "format"), *kernel = str_of(json_object_get(root, "tree"), "kernel");
	const char *libclang = str_of(json_object_get(root, "tool"), "libclang");
	u64 version = count_of(root, "version");
	size_t i;

	if (!format || strcmp(format, "gfpcheck-findings"))
		return err_set(rd->err, "%s: not the output of 'gfpcheck scan --format=json'", rd->path);
	if (version != 1)
		return err_set(rd->err, "%s: format version %llu; this program reads version 1", rd->path,
			       (unsigned long long)version);
	if (!json_is_object(counts) || !json_is_array(list))
		return err_set(rd->err, "%s: 'counts' or 'findings' is missing", rd->path);
	rd->r->nr_tus = count_of(counts, "tus");
	rd->r->nr_analysed = count_of(counts, "analysed");
	rd->r->nr_functions = count_of(counts, "functions");
	strncpy(rd->r->libclang, libclang ? libclang : "", sizeof(rd->r->libclang) - 1);
	strncpy(rd->r->kernel_version, kernel ? kernel : "", sizeof(rd->r->kernel_version) - 1);
	if (read_files(rd, counts, "skipped", report_skip) || read_files(rd, counts, "partial", report_partial))
		return -1;
	json_array_foreach(list, i, f)
		if (read_finding(rd, i, f))
			return -1;
	return 0;
}

int report_parse_json(struct report *r, const char *path, const char *text, size_t len, struct err *err)
{
	struct reader rd = { .r = r, .path = path, .err = err };
	json_error_t jerr;
	json_t *root = json_loadb(text, len, JSON_REJECT_DUPLICATES, &jerr);
	int ret;

	if (!root)
		return err_set(err, "%s:%d:%d: %s", path, MAX(jerr.line, 1), MAX(jerr.column, 1), jerr.text);
	strtab_init(&rd.checks);
	ret = read_document(&rd, root);
	strtab_free(&rd.checks);
	json_decref(root);
	r->finished = true;
	return ret;
}

int report_read_json(struct report *r, const char *path, struct err *err)
{
	struct strbuf text = { 0 };
	int ret = file_read(path, &text, err);

	if (!ret)
		ret = report_parse_json(r, path, strbuf_str(&text), text.len, err);
	strbuf_free(&text);
	return ret;
}
