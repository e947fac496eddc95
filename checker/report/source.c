// SPDX-License-Identifier: GPL-2.0-only
/*
 * See source.h.  The kernel does the work: openat2() with RESOLVE_BENEATH refuses "..", absolute names and symbolic
 * links that lead out, without a race.  Where it is missing (before Linux 5.6, some sandboxes) the name is walked
 * folder by folder, and no link is followed at all.
 */
#include "report/source.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MAX_CACHED_BYTES (256u << 20)
#define OPEN_FLAGS (O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)

void sources_open(struct sources *s, const char *tree)
{
	*s = (struct sources){ .tree_fd = -1 };
	strtab_init(&s->name);
	vec_push(&s->file, (struct source){ 0 });	/* the name "" */
	if (tree)
		s->tree_fd = open(tree, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static void drop_texts(struct sources *s)
{
	for (u32 i = 0; i < s->file.nr; i++) {
		strbuf_free(&s->file.at[i].text);
		vec_free(&s->file.at[i].line);
		s->file.at[i] = (struct source){ 0 };
	}
	s->bytes = 0;
}

void sources_close(struct sources *s)
{
	drop_texts(s);
	vec_free(&s->file);
	vec_free(&s->given);
	strtab_free(&s->name);
	if (s->tree_fd >= 0)
		close(s->tree_fd);
}

static int open_by_steps(int tree_fd, const char *name)
{
	int at = dup(tree_fd);

	while (at >= 0) {
		size_t n = strcspn(name, "/");
		char *part = strndup(name, n);
		bool last = !name[n], up = !n || !strcmp(part, "..");
		int next = up ? -1 : openat(at, part, OPEN_FLAGS | O_NOFOLLOW | (last ? 0 : O_DIRECTORY));

		free(part);
		close(at);
		if (last || next < 0)
			return next;
		at = next;
		name += n + 1;
	}
	return -1;
}

static int open_beneath(int tree_fd, const char *name)
{
	struct open_how how = { .flags = OPEN_FLAGS, .resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS };
	long fd = syscall(SYS_openat2, tree_fd, name, &how, sizeof(how));

	if (fd < 0 && (errno == ENOSYS || errno == EPERM))
		fd = open_by_steps(tree_fd, name);
	return (int)fd;
}

static bool read_all(int fd, struct strbuf *out)
{
	char buf[65536];
	struct stat st;
	ssize_t n;

	if (fstat(fd, &st) || !S_ISREG(st.st_mode) || st.st_size > SOURCE_MAX_BYTES)
		return false;
	while ((n = read(fd, buf, sizeof(buf))) > 0 && out->len <= SOURCE_MAX_BYTES)
		strbuf_add(out, buf, (size_t)n);
	return n == 0;
}

static void index_lines(struct source *src)
{
	const char *text = strbuf_str(&src->text), *end = text + src->text.len;

	for (const char *p = text; p < end;) {
		const char *nl = memchr(p, '\n', (size_t)(end - p));

		vec_push(&src->line, (u32)(p - text));
		p = nl ? nl + 1 : end;
	}
}

void sources_give(struct sources *s, struct source_text text)
{
	vec_push(&s->given, text);
}

static const struct source_text *given(const struct sources *s, const char *name)
{
	for (u32 i = 0; i < s->given.nr; i++)
		if (!strcmp(s->given.at[i].name, name))
			return &s->given.at[i];
	return NULL;
}

static void load(struct sources *s, const char *name, struct source *src)
{
	const struct source_text *text = given(s, name);
	int fd = text || s->tree_fd < 0 ? -1 : open_beneath(s->tree_fd, name);

	if (text && text->text && text->len <= SOURCE_MAX_BYTES) {
		strbuf_add(&src->text, text->text, text->len);
		src->have = true;
	}
	if (fd >= 0) {
		src->have = read_all(fd, &src->text);
		close(fd);
	}
	if (!src->have)
		strbuf_free(&src->text);
	index_lines(src);
	s->bytes += src->text.len;
}

const struct source *sources_get(struct sources *s, const char *name)
{
	u32 id = strtab_add(&s->name, name);
	struct source *src;

	if (id >= s->file.nr)
		vec_extend(&s->file, id + 1 - s->file.nr);
	src = &s->file.at[id];
	if (id && !src->have) {
		if (s->bytes > MAX_CACHED_BYTES)
			drop_texts(s);
		load(s, name, src);
	}
	return src->have ? src : NULL;
}

bool sources_contain(const struct sources *s, const char *name, const char *word)
{
	const struct source_text *here = given(s, name);
	int fd = here || s->tree_fd < 0 ? -1 : open_beneath(s->tree_fd, name);
	bool found = false;
	struct stat st;
	void *text;

	if (here)
		return here->text && memmem(here->text, here->len, word, strlen(word));
	if (fd < 0)
		return false;
	if (!fstat(fd, &st) && S_ISREG(st.st_mode) && st.st_size > 0 && st.st_size <= SOURCE_MAX_BYTES) {
		text = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0);
		if (text != MAP_FAILED) {
			found = memmem(text, (size_t)st.st_size, word, strlen(word));
			munmap(text, (size_t)st.st_size);
		}
	}
	close(fd);
	return found;
}

const char *source_line(const struct source *src, u32 nr, size_t *len)
{
	const char *text = strbuf_str(&src->text);
	u32 begin, end;

	if (!nr || nr > src->line.nr)
		return NULL;
	begin = src->line.at[nr - 1];
	end = nr < src->line.nr ? src->line.at[nr] : (u32)src->text.len;
	while (end > begin && (text[end - 1] == '\n' || text[end - 1] == '\r'))
		end--;
	*len = end - begin;
	return text + begin;
}
