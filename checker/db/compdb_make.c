// SPDX-License-Identifier: GPL-2.0-only
/*
 * Phase: compile commands.  In: a configured and prepared kernel.  Out: the database of everything that
 * "make all" would compile, from make's dry run.
 *
 * The only place of this folder that starts a program: make, with an argument vector and no shell, on the
 * tree that the user named.  It builds nothing.  A dry run still remakes the makefiles it includes, which
 * would be the configuration: may-sync-config= keeps kbuild from that (need-compiler=1 undoes what kbuild
 * derives from it).  make's status says nothing here, since the last steps have no rule in a dry run.
 *
 * Cost: kbuild reads a few thousand makefiles, more than a minute of CPU; hence one make job per CPU.  Their
 * lines are longer than what a pipe takes as a whole: makes that share one tear them (-Oline leaves a few).
 * -Orecurse gives every make a file of its own, which the make above copies when it has ended: nothing is
 * shared, and the output is that of -j1 but for the order.  These files have no name and take up to some
 * 600 MB of the temporary folder.  When they do not fit, make loses text without a word (4.3 even crashes
 * when it cannot make one), hence the look at the room before and after, and one job without files in doubt.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include "db/db_internal.h"

/* Variables of the caller that would change what make prints. */
static const char *const unset[] = {
	"MAKEFLAGS", "GNUMAKEFLAGS", "MFLAGS", "MAKELEVEL", "MAKEOVERRIDES", "MAKEFILES", "KBUILD_OUTPUT",
	"KBUILD_EXTMOD", "KBUILD_VERBOSE", "KBUILD_CHECKSRC", "KBUILD_EXTRA_WARN", "sub_make_done", "ARCH",
	"CROSS_COMPILE", "LLVM", "LLVM_IAS", "CC", "O", "M", "V", "C", "W",
};

_Noreturn static void child(char **argv, int out, int errfd)
{
	int null = open("/dev/null", O_RDONLY);

	/* Does not outlive us. */
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	for (u32 i = 0; i < ARRAY_SIZE(unset); i++)
		unsetenv(unset[i]);
	setenv("LC_ALL", "C", 1);
	if (null >= 0 && dup2(null, 0) >= 0 && dup2(out, 1) >= 0 && dup2(errfd, 2) >= 0)
		execvp(argv[0], argv);
	_exit(127);
}

/* The last lines of what make said, on one line. */
static void last_words(int fd, struct strbuf *out)
{
	char buf[601];
	off_t size = lseek(fd, 0, SEEK_END);
	off_t from = size > 600 ? size - 600 : 0;
	ssize_t n = pread(fd, buf, sizeof(buf) - 1, from);
	char *s = buf;

	buf[n > 0 ? n : 0] = '\0';
	if (from && strchr(s, '\n'))
		s = strchr(s, '\n') + 1;
	for (char *c = s; *c; c++)
		if (*c == '\n' || (unsigned char)*c < ' ')
			*c = c[1] ? '|' : '\0';
	strbuf_puts(out, *s ? s : "it said nothing");
}

static int wait_for(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

/* Runs make and reads it to its end.  *said: its last words on stderr. */
static int run_make(struct dry_run *dr, char **argv, int *status, struct strbuf *said, struct err *err)
{
	int p[2], ret, errfd = memfd_create("make-stderr", MFD_CLOEXEC);
	FILE *in;
	pid_t pid;

	if (errfd < 0 || pipe2(p, O_CLOEXEC)) {
		err_errno(err, "cannot run make");
		if (errfd >= 0)
			close(errfd);
		return -1;
	}
	pid = fork();
	if (!pid)
		child(argv, p[1], errfd);
	close(p[1]);
	in = pid > 0 ? fdopen(p[0], "r") : NULL;
	if (!in) {
		err_errno(err, "cannot run make");
		close(p[0]);
		close(errfd);
		if (pid > 0)
			wait_for(pid);
		return -1;
	}
	ret = dry_run_stream(dr, in);
	if (ret)
		err_errno(err, "cannot read what make prints");
	fclose(in);
	*status = wait_for(pid);
	last_words(errfd, said);
	close(errfd);
	return ret;
}

/* Is there room in the folders where make may put its temporary files? */
static bool has_room(void)
{
	const char *const dirs[] = { "/tmp", getenv("TMPDIR"), getenv("MAKE_TMPDIR") };
	const unsigned long long enough = 2ull << 30;
	struct rlimit lim;

	if (getrlimit(RLIMIT_FSIZE, &lim) || (lim.rlim_cur != RLIM_INFINITY && lim.rlim_cur < enough))
		return false;
	for (u32 i = 0; i < ARRAY_SIZE(dirs); i++) {
		struct statvfs st;

		if (!dirs[i] || !*dirs[i])
			continue;
		if (access(dirs[i], W_OK | X_OK) || statvfs(dirs[i], &st) ||
		    (unsigned long long)st.f_bavail * st.f_frsize < enough || (st.f_files && !st.f_favail))
			return false;
	}
	return true;
}

/* What one run of make gave beside its entries. */
struct outcome {
	int status;
	u64 nr_torn, nr_bad;
	struct strbuf said;
	char *dir;		/* where the compiler would have run last; owned */
};

/* module: a folder of modules outside of the kernel, or NULL. */
static int dry_run(struct compdb *db, const struct kbuild_tree *t, const char *module, long jobs, struct outcome *out,
		   struct err *err)
{
	struct dry_run dr = { .db = db, .dir = xstrdup(t->objdir) };
	struct strbuf j = { 0 }, o = { 0 }, m = { 0 };
	char *argv[32] = { NULL };
	u32 n = 0;
	int ret;

	strbuf_reset(&out->said);
	strbuf_printf(&j, "-j%ld", jobs);
	strbuf_printf(&o, "O=%s", t->objdir);
	argv[n++] = (char *)"make";
	argv[n++] = (char *)"-n";
	argv[n++] = (char *)"-k";
	argv[n++] = j.buf;
	if (jobs > 1)
		argv[n++] = (char *)"-Orecurse";
	argv[n++] = (char *)"-C";
	/* what headers are installed for has its own makefile, and a source folder that is not all there */
	argv[n++] = module ? t->objdir : t->srcdir;
	if (module) {
		strbuf_printf(&m, "M=%s", module);
		argv[n++] = m.buf;
	} else if (strcmp(t->srcdir, t->objdir)) {
		argv[n++] = o.buf;
	}
	for (u32 i = 0; i < t->nr_args; i++)
		argv[n++] = t->args[i];
	argv[n++] = (char *)"may-sync-config=";
	argv[n++] = (char *)"need-compiler=1";
	argv[n++] = module ? (char *)"modules" : (char *)"all";
	ret = run_make(&dr, argv, &out->status, &out->said, err);
	out->nr_torn = dr.nr_torn;
	out->nr_bad = dr.nr_bad;
	free(out->dir);
	out->dir = xstrdup(dr.dir);
	dry_run_free(&dr);
	strbuf_free(&j);
	strbuf_free(&o);
	strbuf_free(&m);
	return ret;
}

/* NULL, or why the result of several jobs may lack something. */
static const char *doubt(const struct compdb *db, const struct outcome *out)
{
	if (out->nr_torn)
		return "lines of its output are mixed up";
	if (!db->at.nr)
		return "it printed no compile command";
	return has_room() ? NULL : "the temporary folder is nearly full";
}

static int run_as_needed(struct compdb *db, const struct kbuild_tree *t, const char *module, struct outcome *out,
			 struct err *err)
{
	long jobs = has_room() && !module ? MIN(MAX(sysconf(_SC_NPROCESSORS_ONLN), 1), 64) : 1;
	const char *why;

	if (dry_run(db, t, module, jobs, out, err))
		return -1;
	why = jobs > 1 ? doubt(db, out) : NULL;
	if (why) {
		warn("%s: make -j%ld: %s; once more with -j1", t->objdir, jobs, why);
		compdb_free(db);
		if (dry_run(db, t, module, 1, out, err))
			return -1;
	}
	/* make does not print what is built already; where it was built, only make says */
	if (module && compdb_add_cmd_files(db, module, out->dir, err))
		return -1;
	if (db->at.nr)
		return 0;
	if (out->status == 127)
		return err_set(err, "cannot run make: install the package make");
	return err_set(err, "%s: make -n printed no compile command (status %d): %s", module ? module : t->objdir, out->status,
		       strbuf_str(&out->said));
}

static int dry_run_of(struct compdb *db, const char *kerneldir, const char *module, struct err *err)
{
	struct outcome out = { 0 };
	struct kbuild_tree t;
	int ret = kbuild_tree_open(&t, kerneldir, err);

	if (!ret)
		ret = run_as_needed(db, &t, module, &out, err);
	if (!ret && out.nr_bad)
		warn("%s: %llu compile commands could not be split", t.objdir, (unsigned long long)out.nr_bad);
	kbuild_tree_free(&t);
	strbuf_free(&out.said);
	free(out.dir);
	if (ret)
		return -1;
	free(db->origin);
	db->origin = xstrdup(module ? module : kerneldir);
	compdb_finish(db);
	return 0;
}

int compdb_dry_run(struct compdb *db, const char *kerneldir, struct err *err)
{
	return dry_run_of(db, kerneldir, NULL, err);
}

int compdb_dry_run_module(struct compdb *db, const char *module, const char *kerneldir, struct err *err)
{
	char *real = realpath(module, NULL);
	int ret = real ? dry_run_of(db, kerneldir, real, err) : err_errno(err, "%s", module);

	free(real);
	return ret;
}
