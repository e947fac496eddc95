// SPDX-License-Identifier: GPL-2.0-only
/* cocci/release.table: one record a line, "WORD FUNCTION"; a word is a kind of memory or a function. */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "fix/fix.h"

static int read_line(struct releases *r, char *line, const char *path, u32 nr, struct err *err)
{
	char *save = NULL, *of, *fn;

	line[strcspn(line, "#")] = '\0';
	of = strtok_r(line, " \t", &save);
	if (!of)
		return 0;
	fn = strtok_r(NULL, " \t", &save);
	if (!fn || strtok_r(NULL, " \t", &save))
		return err_set(err, "%s:%u:1: two words are needed, what is released and the function that does it", path, nr);
	vec_push(&r->at, (struct release){ strtab_add(&r->str, of), strtab_add(&r->str, fn) });
	return 0;
}

int releases_read(struct releases *r, const char *path, struct err *err)
{
	struct strbuf text = { 0 };
	u32 nr = 0;
	int ret;

	*r = (struct releases){ 0 };
	strtab_init(&r->str);
	ret = file_read(path, &text, err);
	for (char *s = text.buf; !ret && s && *s;) {
		char *nl = strchr(s, '\n');

		if (nl)
			*nl = '\0';
		ret = read_line(r, s, path, ++nr, err);
		s = nl ? nl + 1 : s + strlen(s);
	}
	strbuf_free(&text);
	return ret;
}

void releases_free(struct releases *r)
{
	strtab_free(&r->str);
	vec_free(&r->at);
}

static const char *find(const struct releases *r, const char *word)
{
	u32 id = strtab_find(&r->str, word);

	for (u32 i = 0; id != MAP_NONE && i < r->at.nr; i++)
		if (r->at.at[i].of == id)
			return strtab_str(&r->str, r->at.at[i].fn);
	return NULL;
}

const char *release_of(const struct releases *r, const struct rules *rules, const char *alloc)
{
	const char *fn = find(r, alloc);

	for (const struct rule *rule = rules_find(rules, alloc); !fn && rule; rule = rules_next(rules, rule)) {
		if (rule->kind != RULE_NEW && rule->kind != RULE_REALLOC)
			continue;
		for (u32 bit = 0; !fn && bit < rules->by_word.nr; bit++)
			if (rule->by >> bit & 1)
				fn = find(r, rules_by_word(rules, bit));
	}
	return fn;
}
