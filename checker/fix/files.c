// SPDX-License-Identifier: GPL-2.0-only
/* The files of the tree that findings name: read once, never written. */
#include <ctype.h>
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
	for (u32 i = 0; i < s->naming.nr; i++) {
		for (u32 k = 0; k < s->naming.at[i].path.nr; k++)
			free(s->naming.at[i].path.at[k]);
		vec_free(&s->naming.at[i].path);
		free(s->naming.at[i].name);
	}
	vec_free(&s->naming);
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
		strbuf_putc(&s->headers, '\n');
		if (!file_read(path, &text, NULL))
			strbuf_add(&s->headers, strbuf_str(&text), text.len);
		strbuf_free(&text);
		free(path);
	}
	if (d)
		closedir(d);
	free(dir);
}

bool fix_files_headers_have(struct fix_files *s, const char *text)
{
	if (!s->have_headers)
		read_headers(s);
	return memmem(strbuf_str(&s->headers), s->headers.len, text, strlen(text)) != NULL;
}

bool fix_files_declare(struct fix_files *s, const char *name)
{
	struct strbuf call = { 0 };
	bool found;

	strbuf_printf(&call, "%s(", name);
	found = fix_files_headers_have(s, call.buf);
	strbuf_free(&call);
	return found;
}

static bool is_word_at(const char *text, const char *s, size_t n)
{
	bool before = s > text && (isalnum((unsigned char)s[-1]) || s[-1] == '_');

	return !before && !isalnum((unsigned char)s[n]) && s[n] != '_';
}

static bool names(const char *text, const char *name)
{
	size_t n = strlen(name);

	for (const char *s = text; (s = strstr(s, name)); s += n)
		if (is_word_at(text, s, n))
			return true;
	return false;
}

static void look(const struct fix_files *s, const char *path, const char *name, str_vec *out)
{
	char *abs = path_join(s->tree, path);
	struct strbuf text = { 0 };

	if (!file_read(abs, &text, NULL) && names(strbuf_str(&text), name))
		vec_push(out, xstrdup(path));
	strbuf_free(&text);
	free(abs);
}

/* No symbolic links: they lead out of the tree, or in circles. */
static void walk(const struct fix_files *s, const char *dir, const char *name, str_vec *out)
{
	char *abs = path_join(s->tree, *dir ? dir : ".");
	DIR *d = opendir(abs);
	struct dirent *e;

	while (d && (e = readdir(d))) {
		size_t n = strlen(e->d_name);
		char *path;

		if (*e->d_name == '.')
			continue;
		path = *dir ? path_join(dir, e->d_name) : xstrdup(e->d_name);
		if (e->d_type == DT_DIR)
			walk(s, path, name, out);
		else if (e->d_type == DT_REG && n > 2 && e->d_name[n - 2] == '.' && strchr("ch", e->d_name[n - 1]))
			look(s, path, name, out);
		free(path);
	}
	if (d)
		closedir(d);
	free(abs);
}

static int by_path(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

const str_vec *fix_files_naming(struct fix_files *s, const char *name)
{
	struct naming n = { .name = xstrdup(name) };

	for (u32 i = 0; i < s->naming.nr; i++)
		if (!strcmp(s->naming.at[i].name, name)) {
			free(n.name);
			return &s->naming.at[i].path;
		}
	walk(s, "", name, &n.path);
	if (n.path.nr)
		qsort(n.path.at, n.path.nr, sizeof(n.path.at[0]), by_path);
	vec_push(&s->naming, n);
	return &vec_last(&s->naming).path;
}
