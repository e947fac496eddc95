/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which kernel model goes with a run: the one that --model names, or the installed one for the kernel's version and
 * architecture: models/linux-6.1-amd64.gfm beside rules/ (with --rt: linux-6.1-amd64-rt.gfm).
 */
#ifndef CLI_KERNEL_MODEL_H
#define CLI_KERNEL_MODEL_H

#include "cli/pipeline.h"
#include "link/kmodel.h"

/* What a build folder says of itself. */
struct kernel_id {
	u32 version;		/* LINUX_VERSION_CODE, 0: unknown */
	char *release, *arch;	/* "" where it does not say */
	struct hash128 config;	/* of include/generated/autoconf.h, 0: there is none */
};
/* What the build folder (NULL: ".") has as its LINUX_VERSION_CODE, 0. */
u32 kernel_version_of(const char *objdir);
void kernel_id_of(const char *objdir, u32 version, struct kernel_id *out);
void kernel_id_free(struct kernel_id *id);

/*
 * Opens it.  1: *out is open.  0: there is none, or the installed one does not fit, which is a warning.  -1: the one
 * that was named cannot be used.
 */
int kernel_model_open(const struct scan_request *rq, const struct kernel_id *id, struct kmodel *out, struct err *err)
	__must_check;
/* After the units are linked: are the flags the same?  False: said as a warning, or in err when it was named. */
int kernel_model_fits(const struct scan_request *rq, const struct kmodel *km, const struct program *p, struct err *err)
	__must_check;
/* Everything that decides which model it will be, for the keys of link databases. */
void kernel_model_hash(const struct scan_request *rq, struct hasher *h);
/* For people: which one a run would take, or why none.  False: there is one, and it cannot be used. */
bool kernel_model_tell(const struct scan_request *rq, const struct kernel_id *id, struct strbuf *out);
/* Where the one for that kernel is installed, whether it is there or not; caller owns.  NULL: the kernel is unknown. */
char *kernel_model_path(const char *rules_dir, const struct kernel_id *id, bool rt);

#endif
