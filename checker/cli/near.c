// SPDX-License-Identifier: GPL-2.0-only
/*
 * See near.h.
 *
 * Input: the widest link that the cache has, and its model.  Both runs of a comparison see the same context, so that what
 * is not exact in it is not exact in both, and no difference.
 * Cost: mapping and verifying the link and the model, some 0.3 s for those of a whole kernel; then a link of
 * MAX_CONE_TUS files.
 */
#include "cli/near.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/link_cache.h"

/* About a second for each of two runs; the model knows the others. */
#define MAX_CONE_TUS 80u
#define MAX_CONE_BYTES ((u64)2 << 20)

void near_in(const struct link_db *db, const char *link, const char *const *path, u32 nr, const struct ir_unit *const *now,
	     u32 nr_now, struct near *out)
{
	static const struct cone_bound bound = { MAX_CONE_TUS, MAX_CONE_BYTES };

	*out = (struct near){ .found = true, .model = link_cache_model_path(link) };
	if (!path_exists(out->model)) {
		free(out->model);
		out->model = NULL;
	}
	cone_make(db, path, nr, now, nr_now, &bound, &out->cone);
}

void near_find(const struct scan_request *rq, const char *const *path, u32 nr, struct near *out)
{
	struct link_cache_list links;
	struct link_db db = { 0 };
	struct hash128 key;
	struct err err = { 0 };

	*out = (struct near){ 0 };
	if (link_cache_key(rq, &key, &err))
		return;
	link_cache_list(rq->cache_dir, key, &links);
	for (u32 i = 0; i < links.nr && !out->found; i++)
		if (!link_db_open(links.path[i], &db, &err))
			near_in(&db, links.path[i], path, nr, NULL, 0, out);
	link_cache_list_free(&links);
	link_db_close(&db);
}

void near_request(const struct near *n, struct scan_request *rq)
{
	rq->context_given = n->found;
	rq->with = (const char *const *)n->cone.path.at;
	rq->nr_with = n->cone.path.nr;
	if (!rq->model)
		rq->model = n->model;
}

void near_free(struct near *n)
{
	path_vec_free(&n->cone.path);
	free(n->model);
}

/* ---- two runs ---- */

/* In the child: its report, or the reason why there is none, goes to fd as text. */
static _Noreturn void before_child(const struct scan_request *before, struct report *r, int fd)
{
	struct scan_request rq = *before;
	struct strbuf out = { 0 };
	struct err err = { 0 };
	int rc;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	rq.progress = NULL;
	rq.timers = NULL;
	rc = pipeline_scan(&rq, r, NULL, &err);
	if (rc) {
		strbuf_puts(&out, err.msg);
	} else {
		report_finish(r, CONF_LOW);
		report_json(r, &out);
	}
	for (size_t at = 0; at < out.len;) {
		ssize_t n = write(fd, out.buf + at, out.len - at);

		if (n < 0 && errno != EINTR)
			_exit(2);
		at += n > 0 ? (size_t)n : 0;
	}
	_exit(rc ? 1 : 0);
}

static int before_read(struct report *r, int fd, int status, struct err *err)
{
	struct strbuf name = { 0 }, why = { 0 };
	int rc;

	strbuf_printf(&name, "/proc/self/fd/%d", fd);
	if (!status) {
		rc = report_read_json(r, name.buf, err);
	} else {
		rc = WIFEXITED(status) && WEXITSTATUS(status) == 1 ? file_read(name.buf, &why, err) : 0;
		if (!rc)
			err_set(err, "%s", why.len ? strbuf_str(&why) : "the run without the change died");
		rc = -1;
	}
	strbuf_free(&name);
	strbuf_free(&why);
	return rc;
}

int near_both(const struct scan_request *before, struct report *before_out, const struct scan_request *after,
	      struct report *after_out, struct err *err)
{
	int fd = memfd_create("before", MFD_CLOEXEC), status = 0, rc;
	pid_t pid;

	if (fd < 0)
		return err_errno(err, "memory for the report");
	pid = fork();
	if (pid < 0) {
		close(fd);
		return err_errno(err, "cannot start the run without the change");
	}
	if (!pid)
		before_child(before, before_out, fd);
	rc = pipeline_scan(after, after_out, NULL, err);
	if (rc)
		kill(pid, SIGKILL);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (!rc)
		rc = before_read(before_out, fd, status, err);
	close(fd);
	return rc;
}
