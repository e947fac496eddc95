// SPDX-License-Identifier: GPL-2.0-only
/* The files of the tree that findings name: read once, never written. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "fix/fix.h"

void fix_files_init(struct fix_files *s, const char *tree)
{
	*s = (struct fix_files){ .tree = tree };
}

void fix_files_free(struct fix_files *s)
{
	for (u32 i = 0; i < s->at.nr; i++) {
		code_free(&s->at.at[i]->code);
		strbuf_free(&s->at.at[i]->text);
		free(s->at.at[i]->path);
		free(s->at.at[i]);
	}
	vec_free(&s->at);
	strbuf_free(&s->headers);
}

/* A findings file is untrusted: "../../etc/passwd" is no source. */
static bool is_plain(const struct fix_files *s, const char *path)
{
	char *abs = path_join(s->tree, path);
	const char *below = path_below(s->tree, abs);
	bool plain = *path && *path != '/' && below && *below && !strpbrk(path, "\n\r\t\"\\");

	free(abs);
	return plain;
}

struct fix_file *fix_files_get(struct fix_files *s, const char *path)
{
	struct fix_file *src;
	char *abs;

	for (u32 i = 0; i < s->at.nr; i++)
		if (!strcmp(s->at.at[i]->path, path))
			return s->at.at[i]->missing ? NULL : s->at.at[i];
	src = xcalloc(1, sizeof(*src));
	src->path = xstrdup(path);
	abs = path_join(s->tree, path);
	src->missing = !is_plain(s, path) || path_is_dir(abs) || file_read(abs, &src->text, NULL) ||
		strlen(strbuf_str(&src->text)) != src->text.len;
	free(abs);
	code_init(&src->code, strbuf_str(&src->text), src->missing ? 0 : src->text.len);
	vec_push(&s->at, src);
	return src->missing ? NULL : src;
}

static void read_headers(struct fix_files *s)
{
	char *dir = path_join(s->tree, "include/linux");
	DIR *d = opendir(dir);
	struct dirent *e;

	s->have_headers = true;
	while (d && (e = readdir(d))) {
		size_t n = strlen(e->d_name);
		struct strbuf text = { 0 };
		char *path;

		if (n < 3 || strcmp(e->d_name + n - 2, ".h"))
			continue;
		path = path_join(dir, e->d_name);
		if (!file_read(path, &text, NULL))
			strbuf_add(&s->headers, strbuf_str(&text), text.len);
		strbuf_free(&text);
		free(path);
	}
	if (d)
		closedir(d);
	free(dir);
}

bool fix_files_declare(struct fix_files *s, const char *name)
{
	struct strbuf call = { 0 };
	bool found;

	if (!s->have_headers)
		read_headers(s);
	strbuf_printf(&call, "%s(", name);
	found = memmem(strbuf_str(&s->headers), s->headers.len, call.buf, call.len) != NULL;
	strbuf_free(&call);
	return found;
}
