// SPDX-License-Identifier: GPL-2.0-only
/*
 * Runs spatch; see spatch.h.
 *
 * The private folder is the child's current folder, HOME and TMPDIR: no .cocciconfig of the tree or of the user is
 * read.  Spatch drops what it does not understand without a word and ends with 0: whoever calls looks at the text.
 */
#include "fix/spatch.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/exec.h"
#include "base/file.h"

#define OUTPUT_LIMIT (1u << 20)
#define FILE_LIMIT (64ull << 20)
#define MEMORY_LIMIT (4ull << 30)

static char *find_program(void)
{
	const char *own = getenv("SPATCH");

	if (own && *own == '/' && !access(own, X_OK))
		return xstrdup(own);
	return exec_find(own && *own && !strchr(own, '/') ? own : "spatch");
}

int spatch_begin(struct spatch *sp, const char *cocci_dir, struct err *err)
{
	const char *tmp = getenv("TMPDIR");
	char *dir = path_join(tmp && *tmp == '/' ? tmp : "/tmp", "gfpcheck-fix-XXXXXX");

	*sp = (struct spatch){ .program = find_program(), .seconds = 120 };
	if (!sp->program) {
		free(dir);
		return err_set(err, "spatch is not installed: repairs are semantic patches; on Debian, apt install coccinelle");
	}
	if (!mkdtemp(dir)) {
		err_errno(err, "cannot make a temporary folder %s", dir);
		free(dir);
		free(sp->program);
		return -1;
	}
	sp->dir = dir;
	sp->cocci_dir = xstrdup(cocci_dir);
	return 0;
}

static void empty_dir(const char *dir)
{
	DIR *d = opendir(dir);
	struct dirent *e;

	while (d && (e = readdir(d))) {
		char *path;

		if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, ".."))
			continue;
		path = path_join(dir, e->d_name);
		if (e->d_type == DT_DIR)
			empty_dir(path);
		remove(path);
		free(path);
	}
	if (d)
		closedir(d);
}

void spatch_end(struct spatch *sp)
{
	if (sp->dir) {
		empty_dir(sp->dir);
		rmdir(sp->dir);
	}
	free(sp->dir);
	free(sp->program);
	free(sp->cocci_dir);
	*sp = (struct spatch){ 0 };
}

/* 0: it ended with 0; 1: *why. */
static int run(struct spatch *sp, char **argv, struct strbuf *why)
{
	struct strbuf home = { 0 }, tmp = { 0 }, said = { 0 }, how = { 0 };
	int rc;

	strbuf_printf(&home, "HOME=%s", sp->dir);
	strbuf_printf(&tmp, "TMPDIR=%s", sp->dir);
	rc = exec_run(&(struct exec){ .argv = (const char *const *)argv, .dir = sp->dir, .seconds = sp->seconds,
		.env = (const char *const[]){ home.buf, tmp.buf, "PYTHONPATH", "PYTHONSTARTUP", NULL },
		.max_output = OUTPUT_LIMIT, .max_memory = MEMORY_LIMIT, .max_file = FILE_LIMIT }, &said, &how);
	sp->nr_runs++;
	if (rc)
		strbuf_printf(why, "spatch failed: %s", strbuf_str(&how));
	strbuf_free(&said);
	strbuf_free(&how);
	strbuf_free(&home);
	strbuf_free(&tmp);
	return rc ? 1 : 0;
}

static int run_on(struct spatch *sp, const char *script, const str_vec *defs, char *file, struct strbuf *why)
{
	VEC(char *) argv = { 0 };
	int ret;

	vec_push(&argv, sp->program);
	vec_push(&argv, (char *)"--very-quiet");
	vec_push(&argv, (char *)"--no-show-diff");
	vec_push(&argv, (char *)"--no-includes");
	vec_push(&argv, (char *)"--in-place");
	vec_push(&argv, (char *)"--sp-file");
	vec_push(&argv, (char *)script);
	vec_push(&argv, (char *)"-D");
	vec_push(&argv, (char *)"patch");
	for (u32 i = 0; i < defs->nr; i++) {
		vec_push(&argv, (char *)"-D");
		vec_push(&argv, defs->at[i]);
	}
	vec_push(&argv, file);
	vec_push(&argv, NULL);
	ret = run(sp, argv.at, why);
	vec_free(&argv);
	return ret;
}

int spatch_apply(struct spatch *sp, const char *cocci, const str_vec *defs, const char *name, const char *text,
		 struct strbuf *out, struct strbuf *why, struct err *err)
{
	char *script = path_join(sp->cocci_dir, cocci), *file = path_join(sp->dir, name);
	int ret;

	empty_dir(sp->dir);
	ret = path_exists(script) ? file_write_atomic(file, text, strlen(text), err) :
		err_set(err, "%s: not installed", script);
	if (!ret)
		ret = run_on(sp, script, defs, file, why);
	if (!ret)
		ret = file_read(file, out, err);
	if (!ret && !strcmp(strbuf_str(out), text)) {
		strbuf_puts(why, "the semantic patch does not match there");
		ret = 1;
	}
	free(script);
	free(file);
	return ret;
}
