// SPDX-License-Identifier: GPL-2.0-only
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_MAX (1ull << 30)

int file_read(const char *path, struct strbuf *out, struct err *err)
{
	char buf[65536];
	ssize_t n;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return err_errno(err, "%s", path);
	while ((n = read(fd, buf, sizeof(buf))) > 0) {
		strbuf_add(out, buf, (size_t)n);
		if (out->len > FILE_MAX) {
			close(fd);
			return err_set(err, "%s: larger than 1 GiB", path);
		}
	}
	if (n < 0) {
		err_errno(err, "%s", path);
		close(fd);
		return -1;
	}
	close(fd);
	strbuf_add(out, "", 0);
	return 0;
}

int file_map(const char *path, struct mapping *out, struct err *err)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);	/* a pipe is refused, not waited for */

	if (fd < 0)
		return err_errno(err, "%s", path);
	if (fstat(fd, &st) || !S_ISREG(st.st_mode)) {
		close(fd);
		return err_set(err, "%s: not a regular file", path);
	}
	*out = (struct mapping){ (const u8 *)"", 0 };
	if (st.st_size) {
		void *p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);

		if (p == MAP_FAILED) {
			err_errno(err, "%s", path);
			close(fd);
			return -1;
		}
		*out = (struct mapping){ p, (size_t)st.st_size };
	}
	close(fd);
	return 0;
}

void file_unmap(struct mapping *m)
{
	if (m->len)
		munmap((void *)m->p, m->len);
	*m = (struct mapping){ 0 };
}

void file_map_rest(const struct mapping *m)
{
	if (m->len)
		(void)madvise((void *)m->p, m->len, MADV_DONTNEED);
}

static int write_all(int fd, const char *p, size_t n)
{
	while (n) {
		ssize_t w = write(fd, p, n);

		if (w < 0 && errno == EINTR)
			continue;
		if (w < 0)
			return -1;
		p += w;
		n -= (size_t)w;
	}
	return 0;
}

int file_write_atomic(const char *path, const void *p, size_t n, struct err *err)
{
	struct strbuf tmp = { 0 };
	int fd;

	strbuf_printf(&tmp, "%s.XXXXXX", path);
	fd = mkostemp(tmp.buf, O_CLOEXEC);
	if (fd < 0) {
		err_errno(err, "cannot write %s", path);
		strbuf_free(&tmp);
		return -1;
	}
	if (write_all(fd, p, n) || fchmod(fd, 0644)) {
		err_errno(err, "cannot write %s", path);
		close(fd);
		unlink(tmp.buf);
		strbuf_free(&tmp);
		return -1;
	}
	if (close(fd) || rename(tmp.buf, path)) {
		err_errno(err, "cannot write %s", path);
		unlink(tmp.buf);
		strbuf_free(&tmp);
		return -1;
	}
	strbuf_free(&tmp);
	return 0;
}

int dir_make(const char *path, struct err *err)
{
	char *s = xstrdup(path);

	for (char *p = s + 1; *s && *p; p++) {
		if (*p != '/')
			continue;
		*p = '\0';
		if (mkdir(s, 0777) && errno != EEXIST)
			goto fail;
		*p = '/';
	}
	if (mkdir(s, 0777) && errno != EEXIST)
		goto fail;
	free(s);
	if (!path_is_dir(path))
		return err_set(err, "%s: not a folder", path);
	return 0;
fail:
	err_errno(err, "cannot make the folder %s", path);
	free(s);
	return -1;
}

bool path_exists(const char *path)
{
	return !access(path, F_OK);
}

bool path_is_dir(const char *path)
{
	struct stat st;

	return !stat(path, &st) && S_ISDIR(st.st_mode);
}

char *path_normal(const char *path)
{
	char *out = xmalloc(strlen(path) + 2), *o = out;
	bool abs = path[0] == '/';
	const char *p = path;

	if (abs)
		*o++ = '/';
	while (*p) {
		const char *e;
		size_t n;

		while (*p == '/')
			p++;
		e = strchrnul(p, '/');
		n = (size_t)(e - p);
		if (n == 2 && p[0] == '.' && p[1] == '.') {
			char *last = o;

			while (last > out + abs && last[-1] != '/')
				last--;
			if (o > out + abs && !(o - last == 2 && last[0] == '.' && last[1] == '.')) {
				o = last > out + abs ? last - 1 : last;
				p = e;
				continue;
			}
			if (abs) {
				p = e;
				continue;
			}
		} else if (!n || (n == 1 && p[0] == '.')) {
			p = e;
			continue;
		}
		if (o > out + abs)
			*o++ = '/';
		memcpy(o, p, n);
		o += n;
		p = e;
	}
	if (o == out)
		*o++ = '.';
	*o = '\0';
	return out;
}

char *path_join(const char *dir, const char *path)
{
	struct strbuf sb = { 0 };
	char *out;

	if (path[0] == '/')
		return path_normal(path);
	strbuf_printf(&sb, "%s/%s", dir, path);
	out = path_normal(sb.buf);
	strbuf_free(&sb);
	return out;
}

const char *path_below(const char *root, const char *path)
{
	size_t n = strlen(root);

	if (n && root[n - 1] == '/')
		n--;
	if (strncmp(root, path, n))
		return NULL;
	if (!path[n])
		return path + n;
	return path[n] == '/' ? path + n + 1 : NULL;
}
