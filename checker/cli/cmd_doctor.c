// SPDX-License-Identifier: GPL-2.0-only
/*
 * gfpcheck doctor: what is missing for a scan.  A line a check: "ok" or "problem", and with a problem what
 * to do about it.  Nothing is built or run; a few files are parsed as scan would (and end up in its cache).  Exit
 * status 0 or 2.
 */
#include <dirent.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "cli/cmd.h"
#include "cli/doctor_sample.h"
#include "cli/kernel_model.h"
#include "cli/output.h"
#include "cli/paths.h"
#include "cli/version.h"
#include "db/compdb.h"
#include "model/rules.h"

#define SAMPLE 4u

struct doctor {
	const struct options *o;
	const char *build;		/* -p: the build folder, or the folder of the database; of modules, their kernel's */
	const char *modules;		/* the folder of modules; NULL */
	struct strbuf out;
	bool problem;
};

static void say(struct doctor *d, bool ok, const char *subject, const char *fmt, ...) __printf(4, 5);

static void say(struct doctor *d, bool ok, const char *subject, const char *fmt, ...)
{
	char text[2048];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	strbuf_printf(&d->out, "%-8s %s: ", ok ? "ok" : "problem", subject);
	text_escape(&d->out, text);
	strbuf_putc(&d->out, '\n');
	d->problem |= !ok;
}

static bool exists_below(const char *dir, const char *rel)
{
	char *path = path_join(dir, rel);
	bool yes = path_exists(path);

	free(path);
	return yes;
}

static void check_libclang(struct doctor *d)
{
	char version[64];
	int in_use;

	version_libclang(version, sizeof(version));
	in_use = atoi(version);
	if (in_use == GFPCHECK_LIBCLANG)
		say(d, true, "libclang", "%s", version);
	else
		say(d, in_use >= 19, "libclang", "%s in use, compiled against %d", version, GFPCHECK_LIBCLANG);
}

static int is_cocci(const struct dirent *e)
{
	size_t n = strlen(e->d_name);

	return n > 6 && !strcmp(e->d_name + n - 6, ".cocci");
}

static void check_rules(struct doctor *d)
{
	struct err err = { 0 };
	char *dir = path_rules_dir(&err);
	char **extra = dir ? path_rules_files(dir, d->o->rules.at, d->o->rules.nr) : NULL;
	struct rules rules;

	rules_init(&rules, 0);
	if (!dir || rules_read_dir(&rules, dir, &err)) {
		say(d, false, "rules", "%s", err.msg);
		goto out;
	}
	for (u32 i = 0; i < d->o->rules.nr; i++) {
		if (!rules_read_file(&rules, extra[i], &err))
			continue;
		say(d, false, "rules", "%s", err.msg);
		goto out;
	}
	say(d, rules.rule.nr > 0, "rules", "%u records in %s", rules.rule.nr, dir);
out:
	rules_free(&rules);
	path_list_free(extra, d->o->rules.nr);
	free(dir);
}

/* For 'gfpcheck fix' only: no problem of a scan. */
static void check_fix(struct doctor *d)
{
	struct err err = { 0 };
	char *dir = path_cocci_dir(&err);
	struct dirent **e = NULL;
	int n = dir ? scandir(dir, &e, is_cocci, alphasort) : 0;

	for (int i = 0; i < n; i++)
		free(e[i]);
	free(e);
	if (dir)
		say(d, n > 0, "semantic patches", "%d in %s", MAX(n, 0), dir);
	else
		say(d, false, "semantic patches", "%s", err.msg);
	free(dir);
}

static void check_cache(struct doctor *d)
{
	struct err err = { 0 };
	char *dir = path_cache_dir(d->o->cache, &err), *above;

	if (!dir) {
		say(d, false, "cache", "%s", err.msg);
		return;
	}
	/* The nearest folder that is there decides whether the rest can be made. */
	above = xstrdup(dir);
	for (u32 up = 0; up < 256 && !path_exists(above); up++) {
		char *next = path_join(above, "..");

		free(above);
		above = next;
	}
	if (!path_is_dir(above) || access(above, W_OK | X_OK))
		say(d, false, "cache", "%s cannot be written: use --cache=DIR", above);
	else
		say(d, true, "cache", "%s%s", dir, strcmp(dir, above) ? " (not there yet)" : "");
	free(above);
	free(dir);
}

/* The words behind key in a small file of the build, without quotation marks; "" when they are not there. */
static void read_value(const struct doctor *d, const char *file, const char *key, struct strbuf *out)
{
	char *path = path_join(d->build, file);
	struct strbuf text = { 0 };
	struct err err = { 0 };
	const char *at = file_read(path, &text, &err) ? NULL : strstr(strbuf_str(&text), key);

	if (at) {
		at += strlen(key);
		at += *at == '"';
		strbuf_add(out, at, strcspn(at, "\"\n"));
	}
	strbuf_free(&text);
	free(path);
}

static void say_kernel(struct doctor *d)
{
	struct strbuf release = { 0 }, compiler = { 0 };

	read_value(d, "include/config/kernel.release", "", &release);
	read_value(d, ".config", "CONFIG_CC_VERSION_TEXT=", &compiler);
	say(d, true, "kernel", "%s, configured for %s", release.len ? release.buf : "of unknown version",
	    compiler.len ? compiler.buf : "an unknown compiler");
	strbuf_free(&release);
	strbuf_free(&compiler);
}

static bool check_configured(struct doctor *d)
{
	bool configured = exists_below(d->build, ".config");
	bool prepared = exists_below(d->build, "include/generated/autoconf.h");

	if (!configured && !prepared)
		say(d, false, "tree", "%s is not a configured kernel tree: run 'make defconfig' there, or name "
		    "the build folder with -p", d->build);
	else if (!prepared)
		say(d, false, "tree", "%s is configured, but not prepared: run 'make modules_prepare'", d->build);
	else
		say(d, true, "tree", "%s is configured and prepared", d->build);
	if (prepared)
		say_kernel(d);
	return prepared;
}

static void check_model(struct doctor *d)
{
	struct err err = { 0 };
	char *rules_dir = path_rules_dir(&err);
	struct scan_request rq = { .rules_dir = rules_dir };
	struct strbuf text = { 0 };
	struct kernel_id id;
	bool fine;

	/* check_rules() has said it */
	if (!rules_dir)
		return;
	kernel_id_of(d->build, kernel_version_of(d->build), &id);
	fine = kernel_model_tell(&rq, &id, &text);
	say(d, fine, "kernel model", "%s", strbuf_str(&text));
	kernel_id_free(&id);
	strbuf_free(&text);
	free(rules_dir);
}

/* Headers that a build makes first of all; without them nearly every TU fails. */
static void check_generated(struct doctor *d)
{
	static const char *const need[] = {
		"include/config/auto.conf", "include/generated/autoconf.h", "include/generated/bounds.h",
		"include/generated/asm-offsets.h", "include/generated/timeconst.h",
		"include/generated/utsrelease.h",
	};
	struct strbuf missing = { 0 };

	for (u32 i = 0; i < ARRAY_SIZE(need); i++)
		if (!exists_below(d->build, need[i]))
			strbuf_printf(&missing, "%s%s", missing.len ? ", " : "", need[i]);
	if (missing.len)
		say(d, false, "generated headers", "missing: %s; run 'make prepare modules_prepare'",
		    strbuf_str(&missing));
	else
		say(d, true, "generated headers", "all that 'make prepare' makes");
	strbuf_free(&missing);
}

/* What of the commands libclang may not see: flags that no table knows, commands that are refused. */
static void check_flags(struct doctor *d, const struct compdb *db)
{
	char *tree = compdb_source_root(db), *objdir = path_normal(db->at.at[0].dir);
	u32 nr_unknown = 0, nr_refused = 0;
	struct err first = { 0 };

	for (u32 i = 0; i < db->at.nr; i++) {
		struct tu_flags f;

		if (flags_clean(&db->at.at[i], tree, objdir, &f, &first)) {
			nr_refused++;
			continue;
		}
		nr_unknown += f.nr_unknown;
		tu_flags_free(&f);
	}
	if (nr_refused)
		say(d, false, "flags", "%u commands are refused: %s", nr_refused, first.msg);
	else
		say(d, true, "flags", "all commands are understood; %u unknown flags are dropped", nr_unknown);
	free(tree);
	free(objdir);
}

/* A few files from all over the database, parsed as scan would. */
static void check_sample(struct doctor *d, const struct compdb *db)
{
	const char *file[SAMPLE];
	struct err err = { 0 };
	struct report r;
	u32 nr = 0;

	for (u32 i = 0; i < SAMPLE; i++) {
		const char *next = db->at.at[(u64)i * db->at.nr / SAMPLE].file;

		if (path_exists(next) && (!nr || strcmp(file[nr - 1], next)))
			file[nr++] = next;
	}
	report_init(&r);
	if (!nr || sample_parse(d->o, file, nr, &r, &err))
		say(d, false, "parsing", "%s", nr ? err.msg : "no file of the database is there");
	else if (r.skipped.nr || r.partial.nr)
		say(d, false, "parsing", "of %u sample files %u fail, and %u are parsed in part: %s: %s", nr, r.skipped.nr,
		    r.partial.nr, report_str(&r, r.skipped.nr ? r.skipped.at[0].file : r.partial.at[0].file),
		    report_str(&r, r.skipped.nr ? r.skipped.at[0].reason : r.partial.at[0].reason));
	else
		say(d, true, "parsing", "%u sample files, without an error", nr);
	report_free(&r);
}

static void check_entries(struct doctor *d, const struct compdb *db)
{
	u32 missing = 0, first = 0, generated = 0;

	for (u32 i = db->at.nr; i-- > 0;) {
		if (path_exists(db->at.at[i].file))
			continue;
		/* what lies in the object folder is made by a build; scan names each such file that it skips */
		if (path_below(db->at.at[i].dir, db->at.at[i].file)) {
			generated++;
			continue;
		}
		missing++;
		first = i;
	}
	if (!db->at.nr)
		say(d, false, "compile commands", "%s names no C file", db->origin);
	else if (missing)
		say(d, false, "compile commands", "%u of the %u files in %s are not there, such as %s", missing,
		    db->at.nr, db->origin, db->at.at[first].file);
	else if (generated)
		say(d, true, "compile commands", "%u in %s; %u of the files are there after a build only", db->at.nr,
		    db->origin, generated);
	else
		say(d, true, "compile commands", "%u in %s", db->at.nr, db->origin);
	if (db->at.nr) {
		check_flags(d, db);
		check_sample(d, db);
	}
}

static void check_database(struct doctor *d, bool prepared)
{
	const char *given = d->o->db ? d->o->db : ".";
	bool is_dir = path_is_dir(given);
	struct compdb db = { 0 };
	struct err err = { 0 };
	char *json = is_dir ? path_join(given, "compile_commands.json") : xstrdup(given);

	if (d->modules) {
		if (prepared && compdb_open(&db, given, &err))
			say(d, false, "compile commands", "%s", err.msg);
		else if (prepared)
			check_entries(d, &db);
	} else if (is_dir && !path_exists(json)) {
		if (prepared)
			say(d, true, "compile commands", "no compile_commands.json: scan takes them from the "
			    "build, or from kbuild's dry run ('gfpcheck compdb' keeps the result)");
		else
			say(d, false, "compile commands", "no compile_commands.json in %s", given);
	} else if (compdb_read_json(&db, json, &err)) {
		say(d, false, "compile commands", "%s", err.msg);
	} else {
		check_entries(d, &db);
	}
	compdb_free(&db);
	free(json);
}

/* Modules outside of the kernel: it is their kernel that has to be in order.  False: there is none. */
static bool check_modules(struct doctor *d)
{
	if (!d->modules)
		return true;
	if (d->build)
		say(d, true, "modules", "in %s, for the kernel in %s", d->modules, d->build);
	else
		say(d, false, "modules", "in %s, and no kernel to build them for: install its headers (linux-headers-amd64), or set "
		    "KERNELDIR", d->modules);
	return d->build;
}

int cmd_doctor(const struct options *o)
{
	struct doctor d = { .o = o };
	struct err err = { 0 };
	bool is_file = o->db && path_exists(o->db) && !path_is_dir(o->db);
	char *build = is_file ? path_join(o->db, "..") : path_normal(o->db ? o->db : ".");
	int ret = EXIT_CLEAN;
	char *kernel = NULL;
	bool prepared;

	if (!is_file && compdb_is_module_dir(build)) {
		d.modules = build;
		kernel = compdb_module_kernel();
	}
	d.build = d.modules ? kernel : build;
	check_libclang(&d);
	check_rules(&d);
	check_fix(&d);
	check_cache(&d);
	prepared = check_modules(&d) && check_configured(&d);
	if (prepared) {
		check_generated(&d);
		check_model(&d);
	}
	check_database(&d, prepared);
	if (output_write(NULL, &d.out, &err))
		ret = cmd_fail(CMD_DOCTOR, &err);
	else if (d.problem)
		ret = EXIT_USAGE;
	strbuf_free(&d.out);
	free(kernel);
	free(build);
	return ret;
}
