// SPDX-License-Identifier: GPL-2.0-only
/*
 * Runs spatch; see spatch.h.
 *
 * The private folder is the child's current folder, HOME and TMPDIR: no .cocciconfig of the tree or of the user is
 * read.  What it prints goes to a file of limited size; it dies with its parent and after its time.  Spatch drops
 * what it does not understand without a word and ends with 0: whoever calls looks at the text.
 */
#include "fix/spatch.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"

#define LOG "log"
#define FILE_LIMIT (64u << 20)
#define MEMORY_LIMIT (4ull << 30)

static char *find_program(void)
{
	const char *own = getenv("SPATCH"), *path = getenv("PATH");

	if (own && *own == '/' && !access(own, X_OK))
		return xstrdup(own);
	for (const char *s = path ? path : ""; *s;) {
		size_t n = strcspn(s, ":");
		char *dir = xcalloc(n + 1, 1), *file;

		memcpy(dir, s, n);
		file = path_join(dir, own && *own && !strchr(own, '/') ? own : "spatch");
		free(dir);
		/* a relative folder in PATH may be the tree's */
		if (*s == '/' && !access(file, X_OK) && !path_is_dir(file))
			return file;
		free(file);
		s += n + (s[n] == ':');
	}
	return NULL;
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

static void limit(int what, rlim_t value)
{
	setrlimit(what, &(struct rlimit){ value, value });
}

/* In the child. */
static _Noreturn void run_child(const struct spatch *sp, char **argv)
{
	int in = open("/dev/null", O_RDONLY), out;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	setpgid(0, 0);
	if (chdir(sp->dir))
		_exit(126);
	out = open(LOG, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	if (in < 0 || out < 0 || dup2(in, 0) < 0 || dup2(out, 1) < 0 || dup2(out, 2) < 0)
		_exit(126);
	limit(RLIMIT_FSIZE, FILE_LIMIT);
	limit(RLIMIT_AS, MEMORY_LIMIT);
	limit(RLIMIT_CPU, sp->seconds);
	limit(RLIMIT_CORE, 0);
	setenv("HOME", sp->dir, 1);
	setenv("TMPDIR", sp->dir, 1);
	setenv("LC_ALL", "C", 1);
	unsetenv("PYTHONPATH");
	unsetenv("PYTHONSTARTUP");
	execv(sp->program, argv);
	_exit(127);
}

/* Waits; a child that takes longer is killed with all of its own.  -1: it had to be. */
static int wait_child(pid_t pid, u32 seconds, int *status)
{
	struct timespec nap = { 0, 2000000 };
	time_t end = time(NULL) + seconds + 1;
	pid_t got;

	while (!(got = waitpid(pid, status, WNOHANG)) || (got < 0 && errno == EINTR)) {
		if (time(NULL) > end) {
			kill(-pid, SIGKILL);
			kill(pid, SIGKILL);
			waitpid(pid, status, 0);
			return -1;
		}
		nanosleep(&nap, NULL);
		if (nap.tv_nsec < 20000000)
			nap.tv_nsec *= 2;
	}
	return 0;
}

/* The last line of what was printed, for a message. */
static void last_words(const struct spatch *sp, struct strbuf *why)
{
	char *path = path_join(sp->dir, LOG), *end;
	struct strbuf log = { 0 };

	if (!file_read(path, &log, NULL) && log.len) {
		while (log.len && log.buf[log.len - 1] == '\n')
			log.buf[--log.len] = '\0';
		end = strrchr(strbuf_str(&log), '\n');
		strbuf_printf(why, ": %.200s", end ? end + 1 : strbuf_str(&log));
	}
	strbuf_free(&log);
	free(path);
}

static int run(struct spatch *sp, char **argv, struct strbuf *why, struct err *err)
{
	pid_t pid = fork();
	int status;

	if (pid < 0)
		return err_errno(err, "cannot start spatch");
	if (!pid)
		run_child(sp, argv);
	setpgid(pid, pid);
	sp->nr_runs++;
	if (wait_child(pid, sp->seconds, &status)) {
		strbuf_printf(why, "spatch took more than %u s", sp->seconds);
		return 1;
	}
	if (WIFEXITED(status) && !WEXITSTATUS(status))
		return 0;
	strbuf_puts(why, "spatch failed");
	last_words(sp, why);
	return 1;
}

static int run_on(struct spatch *sp, const char *script, const str_vec *defs, char *file, struct strbuf *why,
		  struct err *err)
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
	ret = run(sp, argv.at, why, err);
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
		ret = run_on(sp, script, defs, file, why, err);
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
