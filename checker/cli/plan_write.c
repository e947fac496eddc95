// SPDX-License-Identifier: GPL-2.0-only
/*
 * See plan.h.  Output: a folder with a list of files for each job, the list of bundles, and what the engine reads.
 *
 * Names of files of the tree stand in the lists only, and never in a command: whatever they hold is data.  What the user
 * gave (the program, the database, the cache) stands in two scripts, quoted for the shell; engines see our own names alone.
 * Jobs run in the plan's folder; each writes one bundle, by rename, so a job that was killed has left nothing and is run again.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "cli/plan.h"

static const char *const engine_file[ENGINE_NR] = {
#define X(e, word, file) [e] = file,
	PLAN_ENGINES(X)
#undef X
};

void plan_quote_shell(struct strbuf *out, const char *word)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=./,:@%";

	if (*word && strspn(word, plain) == strlen(word)) {
		strbuf_puts(out, word);
		return;
	}
	strbuf_putc(out, '\'');
	for (; *word; word++) {
		if (*word == '\'')
			strbuf_puts(out, "'\\''");
		else
			strbuf_putc(out, *word);
	}
	strbuf_putc(out, '\'');
}

/* A command for the shell: env, program, words. */
static void command(struct strbuf *out, const struct plan_words *w, const char *name, const struct str_words *words)
{
	if (w->env) {
		strbuf_puts(out, "env ");
		plan_quote_shell(out, w->env);
		strbuf_putc(out, ' ');
	}
	plan_quote_shell(out, w->program);
	strbuf_printf(out, " %s", name);
	for (u32 i = 0; i < words->at.nr; i++) {
		strbuf_putc(out, ' ');
		plan_quote_shell(out, words->at.at[i]);
	}
}

/* "sh job.sh batch-0001": the only command that an engine is told. */
static void job_script(const struct plan_words *w, struct strbuf *out)
{
	strbuf_puts(out, "# usage: sh job.sh NAME. NAME.list to out/NAME.gfb. Written by gfpcheck plan.\n"
		    "name=$1\ncase $name in\nheader-*) headers=--headers ;;\n*) headers= ;;\nesac\n"
		    "mkdir -p out\nexec ");
	command(out, w, "summarize", &w->summarize);
	strbuf_puts(out, " $headers --files-from=\"$name.list\" -o \"out/$name.gfb\"\n");
}

/* Status 3: some TU could not be analysed; the report names it. */
static void link_script(const struct plan_words *w, struct strbuf *out)
{
	strbuf_puts(out, "# usage: sh link.sh. out/*.gfb to findings.json. Written by gfpcheck plan.\n");
	command(out, w, "link", &w->link);
	strbuf_puts(out, " --files-from=bundles.list --fail-on=none --format=json -o findings.json || [ $? -eq 3 ]\n");
}

/* ---- engines ---- */

static void all_names(const struct plan *p, struct strbuf *out, const char *before, const char *after)
{
	for (u32 i = 0; i < p->header.nr; i++)
		strbuf_printf(out, "%sheader-%04u%s", before, i + 1, after);
	for (u32 i = 0; i < p->batch.nr; i++)
		strbuf_printf(out, "%sbatch-%04u%s", before, i + 1, after);
}

static void write_ninja(const struct plan *p, struct strbuf *out)
{
	strbuf_puts(out, "# ninja, or ninja -k0: goes on when a job fails. Written by gfpcheck plan.\n"
		    "ninja_required_version = 1.5\n\n"
		    "rule job\n  command = sh job.sh $name\n  description = SUMMARIZE $name\n\n"
		    "rule link\n  command = sh link.sh\n  description = LINK $out\n\n");
	for (u32 i = 0; i < p->header.nr; i++)
		strbuf_printf(out, "build out/header-%04u.gfb: job header-%04u.list | job.sh\n  name = header-%04u\n", i + 1,
			      i + 1, i + 1);
	strbuf_puts(out, "build headers: phony");
	for (u32 i = 0; i < p->header.nr; i++)
		strbuf_printf(out, " out/header-%04u.gfb", i + 1);
	strbuf_putc(out, '\n');
	for (u32 i = 0; i < p->batch.nr; i++)
		strbuf_printf(out, "build out/batch-%04u.gfb: job batch-%04u.list | job.sh || headers\n  name = batch-%04u\n",
			      i + 1, i + 1, i + 1);
	strbuf_puts(out, "build findings.json: link bundles.list | link.sh");
	all_names(p, out, " out/", ".gfb");
	strbuf_puts(out, "\ndefault findings.json\n");
}

static void write_make(const struct plan *p, struct strbuf *out)
{
	strbuf_puts(out, "# make -jN, or make -k -jN: goes on when a job fails. Written by gfpcheck plan.\n"
		    "SHELL = /bin/sh\n.DELETE_ON_ERROR:\n.SUFFIXES:\n\nfindings.json: link.sh bundles.list");
	all_names(p, out, " out/", ".gfb");
	strbuf_puts(out, "\n\tsh link.sh\n\nheaders =");
	for (u32 i = 0; i < p->header.nr; i++)
		strbuf_printf(out, " out/header-%04u.gfb", i + 1);
	strbuf_puts(out, "\n\nout/header-%.gfb: header-%.list job.sh\n\tsh job.sh header-$*\n\n"
		    "out/batch-%.gfb: batch-%.list job.sh | $(headers)\n\tsh job.sh batch-$*\n");
}

/*
 * Slurm puts a job back into the queue when its node fails; a task that was killed on a healthy node asks for that itself,
 * at most three times.
 */
static void write_slurm(const struct plan *p, struct strbuf *out)
{
	strbuf_puts(out, "#!/bin/bash\n"
		    "# Submits all jobs, and waits for the last one. This folder, the trees and the cache are shared by the nodes.\n"
		    "# usage: ./slurm.sh [options of sbatch]. Written by gfpcheck plan.\n"
		    "set -eu\ncd \"$(dirname \"$0\")\"\nrm -f findings.json\n"
		    "cat >job.sbatch <<'END'\n#!/bin/bash\n"
		    "sh job.sh \"$(printf '%s-%04d' \"$1\" \"$SLURM_ARRAY_TASK_ID\")\" && exit\nstatus=$?\n"
		    "[ \"${SLURM_RESTART_COUNT:-0}\" -ge 3 ] ||\n"
		    "\tscontrol requeue \"${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID\"\n"
		    "exit $status\nEND\n"
		    "submit() { sbatch --parsable --requeue --kill-on-invalid-dep=yes --output=log/%A-%a.log \"$@\"; }\nafter=()\n");
	if (p->header.nr)
		strbuf_printf(out, "headers=$(submit --array=1-%u \"$@\" job.sbatch header)\n"
			      "after=(\"--dependency=afterok:$headers\")\n", p->header.nr);
	strbuf_printf(out, "batches=$(submit --array=1-%u \"${after[@]}\" \"$@\" job.sbatch batch)\n"
		      "sbatch --wait --kill-on-invalid-dep=yes --output=log/link.log --dependency=afterok:\"$batches\" \"$@\" --wrap='sh link.sh'\n"
		      "[ -e findings.json ] || { echo \"$0: a job failed: see $PWD/log\" >&2; exit 1; }\n",
		      p->batch.nr);
}

static void write_parallel(const struct plan *p, struct strbuf *out)
{
	strbuf_puts(out, "#!/bin/bash\n"
		    "# usage: ./parallel.sh [options of GNU parallel], such as -j4, or -S host1,host2: then lists are sent and bundles\n"
		    "# fetched; the trees have the same paths there, the cache need not be shared. Written by gfpcheck plan.\n"
		    "set -eu\ncd \"$(dirname \"$0\")\"\nremote=()\n"
		    "for word; do\n\tcase $word in\n\t-S*|--sshlogin*|--slf*)\n"
		    "\t\tremote=(--workdir ... --transferfile job.sh --transferfile {}.list --return out/{}.gfb --cleanup) ;;\n"
		    "\tesac\ndone\n"
		    "run() { parallel --will-cite --retries 4 --halt soon,fail=1 \"${remote[@]}\" \"$@\" sh job.sh {}; }\n");
	if (p->header.nr)
		strbuf_printf(out, "printf 'header-%%04d\\n' {1..%u} | run \"$@\"\n", p->header.nr);
	strbuf_printf(out, "printf 'batch-%%04d\\n' {1..%u} | run \"$@\"\nsh link.sh\n", p->batch.nr);
}

/* ---- files ---- */

static int write_file(const char *dir, const char *name, const struct strbuf *text, bool is_script, struct err *err)
{
	char *path = path_join(dir, name);
	int rc = file_write_atomic(path, strbuf_str(text), text->len, err);

	if (!rc && is_script && chmod(path, 0755))
		rc = err_errno(err, "%s", path);
	free(path);
	return rc;
}

static int write_list(const char *dir, const char *kind, u32 i, const struct plan_batch *b, struct err *err)
{
	struct strbuf name = { 0 }, text = { .buf = b->names, .len = strlen(b->names) };
	int rc;

	strbuf_printf(&name, "%s-%04u.list", kind, i + 1);
	rc = write_file(dir, name.buf, &text, false, err);
	strbuf_free(&name);
	return rc;
}

static int write_folders(const char *dir, struct err *err)
{
	static const char *const sub[] = { "out", "log" };
	int rc = 0;

	for (u32 i = 0; i < ARRAY_SIZE(sub) && !rc; i++) {
		char *path = path_join(dir, sub[i]);

		rc = dir_make(path, err);
		free(path);
	}
	return rc;
}

static int write_lists(const struct plan *p, const char *dir, struct err *err)
{
	struct strbuf bundles = { 0 };
	int rc = 0;

	for (u32 i = 0; i < p->header.nr && !rc; i++)
		rc = write_list(dir, "header", i, &p->header.at[i], err);
	for (u32 i = 0; i < p->batch.nr && !rc; i++)
		rc = write_list(dir, "batch", i, &p->batch.at[i], err);
	all_names(p, &bundles, "out/", ".gfb\n");
	if (!rc)
		rc = write_file(dir, "bundles.list", &bundles, false, err);
	strbuf_free(&bundles);
	return rc;
}

int plan_write(const struct plan *p, enum plan_engine engine, const struct plan_words *words, const char *dir,
	       struct err *err)
{
	static void (*const write_engine[ENGINE_NR])(const struct plan *p, struct strbuf *out) = {
		[ENGINE_NINJA] = write_ninja, [ENGINE_MAKE] = write_make,
		[ENGINE_SLURM] = write_slurm, [ENGINE_PARALLEL] = write_parallel,
	};
	struct strbuf job = { 0 }, link = { 0 }, own = { 0 };
	bool is_script = engine == ENGINE_SLURM || engine == ENGINE_PARALLEL;
	int rc;

	job_script(words, &job);
	link_script(words, &link);
	write_engine[engine](p, &own);
	rc = write_folders(dir, err) || write_lists(p, dir, err) || write_file(dir, "job.sh", &job, true, err) ||
		write_file(dir, "link.sh", &link, true, err) || write_file(dir, engine_file[engine], &own, is_script, err);
	strbuf_free(&job);
	strbuf_free(&link);
	strbuf_free(&own);
	return rc ? -1 : 0;
}
