// SPDX-License-Identifier: GPL-2.0-only
/*
 * The rule set: records of many files in one table, found by name.  Records of one name are chained in the order
 * in which they were read.  Lookups allocate nothing.  How a file gets in: rules_merge.c.
 */
#include "model/rules.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "model/rules_parse.h"

#define FIELD_KEY_MAX (2 * RULES_MAX_NAME + 32)

void rules_init(struct rules *r, u32 kernel_version)
{
	*r = (struct rules){ .version = kernel_version };
	strtab_init(&r->str);
	strtab_init(&r->seen);
}

void rules_free(struct rules *r)
{
	strtab_free(&r->str);
	strtab_free(&r->seen);
	vec_free(&r->rule);
	vec_free(&r->near);
	vec_free(&r->by_word);
	map_free(&r->by_name);
}

static u32 rule_key(struct rules *r, const struct rule *rule)
{
	char key[FIELD_KEY_MAX];

	/* no names of functions */
	if (rule->kind == RULE_FLAGS || rule->kind == RULE_WORD) {
		snprintf(key, sizeof(key), "%s %s", rule_kind_word((enum rule_kind)rule->kind), rules_str(r, rule->name));
		return strtab_add(&r->str, key);
	}
	if (!rule_is_member(rule))
		return rule->name;
	snprintf(key, sizeof(key), "%s.%s", rules_str(r, rule->name), rules_str(r, rule->member));
	return strtab_add(&r->str, key);
}

/* From the back, so that every chain ends up in reading order. */
void rules_build_index(struct rules *r)
{
	map_clear(&r->by_name);
	for (u32 i = r->rule.nr; i-- > 0;) {
		u32 key = rule_key(r, &r->rule.at[i]);

		r->rule.at[i].next = map_get(&r->by_name, key);
		map_put(&r->by_name, key, i);
	}
}

const struct rule *rules_find(const struct rules *r, const char *name)
{
	u32 id = strtab_find(&r->str, name);
	u32 i = id == MAP_NONE ? MAP_NONE : map_get(&r->by_name, id);

	return i == MAP_NONE ? NULL : &r->rule.at[i];
}

const struct rule *rules_find_field(const struct rules *r, const char *rec, const char *member)
{
	char key[FIELD_KEY_MAX];
	int n = snprintf(key, sizeof(key), "%s.%s", rec, member);

	return n < 0 || (size_t)n >= sizeof(key) ? NULL : rules_find(r, key);
}

const struct rule *rules_find_kind(const struct rules *r, enum rule_kind kind, const char *name)
{
	char key[FIELD_KEY_MAX];
	int n = snprintf(key, sizeof(key), "%s %s", rule_kind_word(kind), name);

	return n < 0 || (size_t)n >= sizeof(key) ? NULL : rules_find(r, key);
}

bool rules_guess(const struct rules *r, const char *name, enum name_guess what)
{
	for (u32 i = 0; i < r->rule.nr; i++) {
		const struct rule *rule = &r->rule.at[i];

		if (rule->kind == RULE_WORD && strcasestr(name, rules_str(r, rule->name)) &&
		    (what == NAME_KEEPS ? rule->keeps : what == NAME_UNDONE ? rule->undone : rule->says))
			return true;
	}
	return false;
}

const struct rule *rules_next(const struct rules *r, const struct rule *rule)
{
	return rule->next == MAP_NONE ? NULL : &r->rule.at[rule->next];
}

static int read_file(struct rules *r, const char *path, bool by_folder, struct err *err)
{
	struct strbuf text = { 0 };
	int rc = file_read(path, &text, err);
	const char *nul = rc ? NULL : memchr(strbuf_str(&text), '\0', text.len);

	if (nul) {
		const char *line = text.buf, *eol;
		u32 nr = 1;

		for (; (eol = memchr(line, '\n', (size_t)(nul - line))); line = eol + 1)
			nr++;
		rc = err_set(err, "%s:%u:%zu: a NUL byte", path, nr, (size_t)(nul - line) + 1);
	}
	if (!rc)
		rc = rules_read_as(r, path, strbuf_str(&text), by_folder, err);
	strbuf_free(&text);
	return rc;
}

int rules_read_file(struct rules *r, const char *path, struct err *err)
{
	return read_file(r, path, false, err);
}

static int is_rules_file(const struct dirent *d)
{
	size_t n = strlen(d->d_name);

	return n > 6 && d->d_name[0] != '.' && !strcmp(d->d_name + n - 6, ".rules");
}

/* Not alphasort(): that one follows the locale. */
static int by_bytes(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

int rules_read_dir(struct rules *r, const char *dir, struct err *err)
{
	struct dirent **ent;
	int n = scandir(dir, &ent, is_rules_file, by_bytes);
	int rc = 0;

	if (n < 0)
		return err_errno(err, "%s", dir);
	for (int i = 0; i < n; i++) {
		char *path = path_join(dir, ent[i]->d_name);

		if (!rc)
			rc = read_file(r, path, true, err);
		free(path);
		free(ent[i]);
	}
	free(ent);
	if (!n)
		return err_set(err, "%s: no *.rules file", dir);
	return rc;
}
