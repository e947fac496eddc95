// SPDX-License-Identifier: GPL-2.0-only
/* See files_from.h. */
#include "cli/files_from.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"

int files_from_read(const struct options *o, struct files_from *out, struct err *err)
{
	const char *path = o->files_from && !strcmp(o->files_from, "-") ? "/dev/stdin" : o->files_from;
	char *save = NULL;

	*out = (struct files_from){ 0 };
	for (u32 i = 0; i < o->args.nr; i++)
		vec_push(&out->all, o->args.at[i]);
	if (!path)
		return 0;
	if (file_read(path, &out->text, err))
		return -1;
	if (out->text.buf && strlen(out->text.buf) != out->text.len)
		return err_set(err, "%s: a NUL in it", path);
	if (out->text.buf)
		for (char *s = strtok_r(out->text.buf, "\n", &save); s; s = strtok_r(NULL, "\n", &save))
			vec_push(&out->all, s);
	return out->all.nr ? 0 : err_set(err, "%s: no name in it", path);
}

void files_from_free(struct files_from *f)
{
	vec_free(&f->all);
	strbuf_free(&f->text);
}
