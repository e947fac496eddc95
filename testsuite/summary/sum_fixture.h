/* SPDX-License-Identifier: GPL-2.0-only */
/* A folder under /tmp, files in it, and a small unit: for the tests of summary/. */
#ifndef SUM_FIXTURE_H
#define SUM_FIXTURE_H

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/strbuf.h"
#include "ir/ir_build.h"
#include "summary/summary.h"

struct fixture {
	char dir[64];
	struct strbuf path[8];	/* results of fx_path(), used in turn */
	u32 next;
};

static inline void fx_init(struct fixture *f)
{
	*f = (struct fixture){ .dir = "/tmp/gfpcheck-test-XXXXXX" };
	if (!mkdtemp(f->dir))
		abort();
}

static inline const char *fx_path(struct fixture *f, const char *name)
{
	struct strbuf *sb = &f->path[f->next++ % ARRAY_SIZE(f->path)];

	strbuf_reset(sb);
	strbuf_printf(sb, "%s/%s", f->dir, name);
	return sb->buf;
}

static inline void fx_write(const char *path, const void *p, size_t n)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

	if (fd < 0 || write(fd, p, n) != (ssize_t)n || close(fd))
		abort();
}

static inline void fx_text(const char *path, const char *text)
{
	fx_write(path, text, strlen(text));
}

static inline void fx_remove(const char *path)
{
	struct dirent *e;
	DIR *d = opendir(path);

	while (d && (e = readdir(d))) {
		struct strbuf sb = { 0 };

		if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, ".."))
			continue;
		strbuf_printf(&sb, "%s/%s", path, e->d_name);
		if (unlink(sb.buf))
			fx_remove(sb.buf);
		strbuf_free(&sb);
	}
	if (d)
		closedir(d);
	rmdir(path);
}

static inline void fx_done(struct fixture *f)
{
	fx_remove(f->dir);
	for (u32 i = 0; i < ARRAY_SIZE(f->path); i++)
		strbuf_free(&f->path[i]);
}

/* int name(void) { return helper(number); } */
static inline void fx_unit(struct ir_builder *b, struct ir_unit *u, const char *name, s64 number)
{
	struct ir_loc loc = { .line = 3, .col = 1 };
	u32 sym, callee, blk, type;
	ir_val_id args[1], res;

	irb_init(b);
	irb_file(b, "a.c", IR_FILE_MAIN);
	type = irb_type(b, (struct ir_type){ .kind = T_INT, .bits = 32, .is_signed = 1,
					     .name = irb_str(b, "int"), .elem = IR_NONE });
	sym = irb_sym(b, name, SYM_FUNC, IR_SYM_DEFINED, 0);
	callee = irb_sym(b, "helper", SYM_FUNC, 0, 0);
	b->sym.at[sym].type = type;
	b->sym.at[callee].type = type;
	irb_func_begin(b, sym, loc, 5);
	blk = irb_block_new(b);
	args[0] = irb_const(b, number);
	res = irb_call(b, blk, (struct ir_event){ .kind = EV_CALL,
		       .a = irb_val(b, V_FUNC, OP_NONE, 0, callee, 0), .loc = loc }, args, 1);
	irb_return(b, blk, res, loc);
	irb_func_end(b, 0, 0);
	irb_unit(b, u);
}

#endif
