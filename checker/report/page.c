// SPDX-License-Identifier: GPL-2.0-only
/* The pages of the checks; see page.h. */
#include "report/page.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"

static int is_page(const struct dirent *e)
{
	size_t n = strlen(e->d_name);

	return n > 3 && !strcmp(e->d_name + n - 3, ".md");
}

int pages_list(const char *dir, struct page_list *out, struct err *err)
{
	struct dirent **e;
	int n = scandir(dir, &e, is_page, alphasort);

	*out = (struct page_list){ 0 };
	if (n < 0)
		return err_errno(err, "%s", dir);
	for (int i = 0; i < n; i++) {
		char *id = xstrdup(e[i]->d_name);

		id[strlen(id) - 3] = '\0';
		vec_push(&out->id, id);
		free(e[i]);
	}
	free(e);
	return 0;
}

void pages_free(struct page_list *list)
{
	for (u32 i = 0; i < list->id.nr; i++)
		free(list->id.at[i]);
	vec_free(&list->id);
}

/* The comments at the top, of which one may hold the tags. */
static const char *skip_comments(const char *s, struct strbuf *tags)
{
	static const char word[] = "<!-- tags: ";

	while (!strncmp(s, "<!--", 4)) {
		const char *end = strstr(s, "-->");

		if (!end)
			break;
		if (!strncmp(s, word, sizeof(word) - 1) && end > s + sizeof(word) && end[-1] == ' ')
			strbuf_add(tags, s + sizeof(word) - 1, (size_t)(end - s) - sizeof(word));
		s = end + 3;
		s += strspn(s, "\n");
	}
	return s;
}

static void take_summary(const char *s, struct strbuf *out)
{
	s = *s == '#' ? strchrnul(s, '\n') : s;
	s += strspn(s, "\n");
	for (size_t n; *s && *s != '\n' && *s != '#'; s += n + (s[n] == '\n')) {
		n = strcspn(s, "\n");
		if (out->len)
			strbuf_putc(out, ' ');
		strbuf_add(out, s, n);
	}
}

int page_read(const char *dir, const char *id, struct page *out, struct err *err)
{
	struct strbuf path = { 0 }, raw = { 0 };
	int ret;

	*out = (struct page){ 0 };
	if (!*id || id[strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-")])
		return err_set(err, "'%s' cannot be the name of a check", id);
	strbuf_printf(&path, "%s/%s.md", dir, id);
	ret = file_read(path.buf, &raw, err);
	if (!ret) {
		strbuf_puts(&out->text, skip_comments(strbuf_str(&raw), &out->tags));
		take_summary(strbuf_str(&out->text), &out->summary);
	}
	strbuf_free(&path);
	strbuf_free(&raw);
	return ret;
}

void page_free(struct page *p)
{
	strbuf_free(&p->text);
	strbuf_free(&p->summary);
	strbuf_free(&p->tags);
}
