// SPDX-License-Identifier: GPL-2.0-only
/*
 * See kernel_model.h.
 *
 * A model is of one version, one architecture, one kind of preemption.  An installed one of another minor version is not
 * used; the patch level and the configuration may differ: what functions do hardly depends on them, and `gfpcheck
 * doctor` says so.  What conditions rest on, the bits of the flags, is compared with the tree's.
 */
#include "cli/kernel_model.h"

#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "link/link.h"

static void read_line(const char *dir, const char *file, struct strbuf *out)
{
	char *path = path_join(dir, file);
	struct strbuf text = { 0 };

	if (!file_read(path, &text, &(struct err){ 0 }) && text.len)
		strbuf_add(out, text.buf, strcspn(text.buf, "\n"));
	strbuf_free(&text);
	free(path);
}

/* As Debian calls it. */
static const char *arch_of(const char *config)
{
	static const char *const word[][2] = {
		{ "\nCONFIG_X86_64=y", "amd64" }, { "\nCONFIG_X86_32=y", "i386" }, { "\nCONFIG_ARM64=y", "arm64" },
		{ "\nCONFIG_ARM=y", "armhf" }, { "\nCONFIG_RISCV=y", "riscv64" }, { "\nCONFIG_PPC64=y", "ppc64el" },
		{ "\nCONFIG_S390=y", "s390x" }, { "\nCONFIG_LOONGARCH=y", "loong64" }, { "\nCONFIG_MIPS=y", "mips64el" },
	};

	for (u32 i = 0; i < ARRAY_SIZE(word); i++)
		if (strstr(config, word[i][0]))
			return word[i][1];
	return "";
}

u32 kernel_version_of(const char *objdir)
{
	char *path = path_join(objdir ? objdir : ".", "include/generated/uapi/linux/version.h");
	static const char word[] = "LINUX_VERSION_CODE ";
	struct strbuf text = { 0 };
	unsigned long v = 0;
	const char *at;

	if (!file_read(path, &text, &(struct err){ 0 })) {
		at = strstr(strbuf_str(&text), word);
		v = at ? strtoul(at + sizeof(word) - 1, NULL, 10) : 0;
	}
	strbuf_free(&text);
	free(path);
	return v <= UINT32_MAX ? (u32)v : 0;
}

void kernel_id_of(const char *objdir, u32 version, struct kernel_id *out)
{
	struct strbuf release = { 0 }, config = { 0 };
	const char *dir = objdir ? objdir : ".";
	char *path = path_join(dir, "include/config/auto.conf");
	struct hasher h;

	read_line(dir, "include/config/kernel.release", &release);
	if (file_read(path, &config, &(struct err){ 0 }))
		strbuf_reset(&config);
	*out = (struct kernel_id){ .version = version, .release = xstrdup(strbuf_str(&release)),
		.arch = xstrdup(arch_of(strbuf_str(&config))) };
	free(path);
	path = path_join(dir, "include/generated/autoconf.h");
	strbuf_reset(&config);
	if (!file_read(path, &config, &(struct err){ 0 })) {
		hasher_init(&h);
		hasher_add(&h, config.buf, config.len);
		out->config = hasher_done(&h);
	}
	strbuf_free(&release);
	strbuf_free(&config);
	free(path);
}

void kernel_id_free(struct kernel_id *id)
{
	free(id->release);
	free(id->arch);
}

char *kernel_model_path(const char *rules_dir, const struct kernel_id *id, bool rt)
{
	struct strbuf name = { 0 };
	char *path;

	if (!id->version || !*id->arch)
		return NULL;
	strbuf_printf(&name, "../models/linux-%u.%u-%s%s.gfm", id->version >> 16, id->version >> 8 & 255, id->arch,
		      rt ? "-rt" : "");
	path = path_join(rules_dir, name.buf);
	strbuf_free(&name);
	return path;
}

static bool same_minor(u32 a, u32 b)
{
	return a >> 8 == b >> 8;
}

static void version_words(u32 v, struct strbuf *out)
{
	strbuf_printf(out, "%u.%u.%u", v >> 16, v >> 8 & 255, v & 255);
}

/* Why it cannot be used at all, or, of one that nobody asked for, should not; "" when it can. */
static void objection(const struct scan_request *rq, const struct kernel_id *id, const struct kmodel *km, bool named,
		      struct strbuf *out)
{
	const struct km_meta *m = km->meta;

	if (!(m->flags & KM_RT) != !rq->rt)
		strbuf_printf(out, "made %s --rt", m->flags & KM_RT ? "with" : "without");
	else if (*id->arch && strcmp(km_text(km, m->arch), id->arch) && *km_text(km, m->arch))
		strbuf_printf(out, "made for %s, not for %s", km_text(km, m->arch), id->arch);
	else if (!named && !same_minor(m->kernel, id->version)) {
		strbuf_puts(out, "made for Linux ");
		version_words(m->kernel, out);
	}
}

static void warn_version(const char *path, const struct kmodel *km, const struct kernel_id *id)
{
	struct strbuf t = { 0 };

	if (!id->version || same_minor(km->meta->kernel, id->version))
		return;
	strbuf_printf(&t, "%s: made for Linux ", path);
	version_words(km->meta->kernel, &t);
	strbuf_puts(&t, ", but this is ");
	version_words(id->version, &t);
	strbuf_puts(&t, ": what functions do may have changed");
	warn("%s", t.buf);
	strbuf_free(&t);
}

/* Of the installed one nothing is an error. */
static int open_installed(const struct scan_request *rq, const struct kernel_id *id, struct kmodel *out)
{
	char *path = kernel_model_path(rq->rules_dir, id, rq->rt);
	struct strbuf why = { 0 };
	struct err err = { 0 };
	int rc = 0;

	if (path && path_exists(path)) {
		if (kmodel_open(path, out, &err)) {
			warn("%s: not used", err.msg);
		} else {
			objection(rq, id, out, false, &why);
			rc = !why.len;
			if (why.len) {
				warn("%s: not used: %s", path, why.buf);
				kmodel_close(out);
			}
		}
	}
	strbuf_free(&why);
	free(path);
	return rc;
}

int kernel_model_open(const struct scan_request *rq, const struct kernel_id *id, struct kmodel *out, struct err *err)
{
	struct strbuf why = { 0 };
	int rc = 1;

	if (rq->model && !strcmp(rq->model, "none"))
		return 0;
	if (!rq->model)
		return open_installed(rq, id, out);
	if (kmodel_open(rq->model, out, err))
		return -1;
	objection(rq, id, out, true, &why);
	if (why.len) {
		rc = err_set(err, "--model=%s: %s", rq->model, why.buf);
		kmodel_close(out);
	} else {
		warn_version(rq->model, out, id);
	}
	strbuf_free(&why);
	return rc;
}

bool kernel_model_tell(const struct scan_request *rq, const struct kernel_id *id, struct strbuf *out)
{
	char *path = kernel_model_path(rq->rules_dir, id, rq->rt);
	struct strbuf why = { 0 };
	struct err err = { 0 };
	struct kmodel km;
	bool fine = true;

	if (!path) {
		strbuf_puts(out, "none, as this kernel's version or architecture is not known");
	} else if (!path_exists(path)) {
		strbuf_printf(out, "none: what the kernel's functions do is known from rules, and from those of its files that are "
			      "read; 'gfpcheck model export -o %s' with the whole kernel makes one", path);
	} else if (kmodel_open(path, &km, &err)) {
		strbuf_puts(out, err.msg);
		fine = false;
	} else {
		objection(rq, id, &km, false, &why);
		fine = !why.len;
		strbuf_printf(out, "%s, ", path);
		if (fine)
			strbuf_printf(out, "of %s, %u files, %s configuration", km_text(&km, km.meta->release), km.meta->nr_tu,
				      km.meta->config_lo == id->config.lo && km.meta->config_hi == id->config.hi ? "this" : "another");
		else
			strbuf_printf(out, "not used: %s", why.buf);
		kmodel_close(&km);
	}
	strbuf_free(&why);
	free(path);
	return fine;
}

int kernel_model_fits(const struct scan_request *rq, const struct kmodel *km, const struct program *p, struct err *err)
{
	const struct km_meta *m = km->meta;

	for (u32 i = 0; i < p->w.unit.nr; i++) {
		const struct flow_unit *u = &p->w.unit.at[i];

		if (!u->direct_reclaim || !m->direct_reclaim)
			continue;
		if (u->direct_reclaim == m->direct_reclaim && u->gfp_fs == m->fs && u->gfp_io == m->io)
			return 1;
		if (rq->model)
			return err_set(err, "--model=%s: made for a kernel with other values of __GFP_*", rq->model);
		warn("the kernel model is not used: it was made for a kernel with other values of __GFP_*");
		return 0;
	}
	return 1;
}

void kernel_model_hash(const struct scan_request *rq, struct hasher *h)
{
	char *pattern = path_join(rq->rules_dir, "../models/*.gfm");
	struct stat st;
	glob_t g = { 0 };

	hasher_str(h, rq->model ? rq->model : "");
	if (rq->model && !stat(rq->model, &st)) {
		hasher_u64(h, (u64)st.st_size);
		hasher_u64(h, (u64)st.st_mtim.tv_sec * 1000000000u + (u64)st.st_mtim.tv_nsec);
	}
	if (!rq->model && !glob(pattern, 0, NULL, &g)) {
		for (size_t i = 0; i < g.gl_pathc; i++) {
			if (stat(g.gl_pathv[i], &st))
				continue;
			hasher_str(h, g.gl_pathv[i]);
			hasher_u64(h, (u64)st.st_size);
			hasher_u64(h, (u64)st.st_mtim.tv_sec * 1000000000u + (u64)st.st_mtim.tv_nsec);
		}
	}
	globfree(&g);
	free(pattern);
}
