// SPDX-License-Identifier: GPL-2.0-only
/*
 * Phase: compile commands.  In: a compile_commands.json, "command" or "arguments" form.  Out: entries, and
 * back.
 *
 * The array is walked here and only its objects are given to the JSON library, one at a time: that bounds
 * memory to the text and one entry, and tells the line of every entry, also for mistakes of meaning.
 * Written files are the same bytes for the same database: sorted, three lines an entry.
 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "db/db_internal.h"

struct reader {
	struct compdb *db;
	const char *name, *base;
	const char *text, *p, *end;
	const char *counted;		/* line and col are known up to here */
	u32 line, col;
	struct err *err;
};

static void skip_space(struct reader *r)
{
	while (r->p < r->end && memchr(" \t\r\n", *r->p, 4))
		r->p++;
}

/* Counts up to p.  Each byte is counted once over a whole read. */
static void count_to(struct reader *r, const char *p)
{
	for (; r->counted < p; r->counted++) {
		r->col++;
		if (*r->counted == '\n') {
			r->line++;
			r->col = 1;
		}
	}
}

static int mistake(struct reader *r, const char *what)
{
	count_to(r, r->p);
	return err_set(r->err, "%s:%u:%u: %s", r->name, r->line, r->col, what);
}

static bool is_c_file(const char *s)
{
	size_t n = strlen(s);

	return n > 2 && !strcmp(s + n - 2, ".c");
}

static int arguments(struct reader *r, const json_t *list, char ***argv, u32 *argc)
{
	size_t nr = json_array_size(list);
	char **words = xmalloc((nr + 1) * sizeof(*words));

	for (size_t i = 0; i < nr; i++) {
		words[i] = (char *)json_string_value(json_array_get(list, i));
		if (!words[i]) {
			free(words);
			return mistake(r, "\"arguments\" holds something that is no string");
		}
	}
	*argv = argv_copy(words, (u32)nr);
	*argc = (u32)nr;
	free(words);
	return 0;
}

static int command(struct reader *r, const char *cmd, char ***argv, u32 *argc)
{
	struct err why = { 0 };

	if (shell_split(cmd, argv, argc, &why))
		return mistake(r, why.msg);
	return 0;
}

static int one_entry(struct reader *r, const json_t *o)
{
	const char *dir = json_string_value(json_object_get(o, "directory"));
	const char *file = json_string_value(json_object_get(o, "file"));
	const char *cmd = json_string_value(json_object_get(o, "command"));
	const json_t *list = json_object_get(o, "arguments");
	char **argv;
	u32 argc;

	if (!dir)
		return mistake(r, "an entry without \"directory\"");
	if (!file)
		return mistake(r, "an entry without \"file\"");
	if (!is_c_file(file)) {
		r->db->nr_ignored++;
		return 0;
	}
	if (!cmd && !json_is_array(list))
		return mistake(r, "an entry with neither \"command\" nor \"arguments\"");
	if (json_is_array(list) ? arguments(r, list, &argv, &argc) : command(r, cmd, &argv, &argc))
		return -1;
	if (!argc) {
		free(argv);
		return mistake(r, "an entry with an empty command");
	}
	compdb_add(r->db, path_join(r->base, dir), xstrdup(file), argv, argc);
	return 0;
}

static int object(struct reader *r)
{
	json_error_t je;
	json_t *o;
	int ret;

	if (r->p >= r->end || *r->p != '{')
		return mistake(r, "expected an object with \"directory\", \"file\" and \"command\" or \"arguments\"");
	o = json_loadb(r->p, (size_t)(r->end - r->p), JSON_DISABLE_EOF_CHECK | JSON_REJECT_DUPLICATES, &je);
	if (!o) {
		u32 line;

		count_to(r, r->p);
		line = r->line + (u32)(je.line > 0 ? je.line - 1 : 0);
		return err_set(r->err, "%s:%u:%d: %s", r->name, line,
			       je.line > 1 ? je.column : (int)r->col + MAX(je.column - 1, 0), je.text);
	}
	ret = one_entry(r, o);
	json_decref(o);
	r->p += je.position;
	return ret;
}

/* With kernel entries in it, what was not compiled for the kernel is a host program: none of ours. */
static void drop_host_programs(struct compdb *db)
{
	u32 nr = 0, out = 0;

	for (u32 i = 0; i < db->at.nr; i++)
		nr += argv_defines(db->at.at[i].argv, db->at.at[i].argc, "__KERNEL__");
	if (!nr)
		return;
	for (u32 i = 0; i < db->at.nr; i++) {
		struct compdb_entry *e = &db->at.at[i];

		if (argv_defines(e->argv, e->argc, "__KERNEL__")) {
			db->at.at[out++] = *e;
			continue;
		}
		free(e->dir);
		free(e->file);
		free(e->argv);
		db->nr_ignored++;
	}
	db->at.nr = out;
}

int compdb_parse_json(struct compdb *db, const char *text, size_t len, const char *name, const char *base,
		      struct err *err)
{
	struct reader r = { .db = db, .name = name, .base = base, .text = text, .p = text, .end = text + len,
			    .counted = text, .line = 1, .col = 1, .err = err };

	skip_space(&r);
	if (r.p >= r.end || *r.p != '[')
		return mistake(&r, "a compile database is an array: expected '['");
	r.p++;
	skip_space(&r);
	while (r.p < r.end && *r.p != ']') {
		if (object(&r))
			return -1;
		skip_space(&r);
		if (r.p < r.end && *r.p == ',') {
			r.p++;
			skip_space(&r);
			if (r.p < r.end && *r.p == ']')
				return mistake(&r, "',' before ']'");
		} else if (r.p < r.end && *r.p != ']') {
			return mistake(&r, "expected ',' or ']' behind an entry");
		}
	}
	if (r.p >= r.end)
		return mistake(&r, "the file ends before ']'");
	r.p++;
	skip_space(&r);
	if (r.p < r.end)
		return mistake(&r, "text behind ']'");
	drop_host_programs(db);
	return 0;
}

/* The absolute folder of path. */
static char *folder_of(const char *path)
{
	char *real = realpath(path, NULL), *slash;

	if (!real)
		return xstrdup("/");
	slash = strrchr(real, '/');
	slash[slash == real] = '\0';
	return real;
}

int compdb_read_json(struct compdb *db, const char *path, struct err *err)
{
	struct mapping m;
	char *base;
	int ret;

	if (file_map(path, &m, err))
		return -1;
	base = folder_of(path);
	ret = compdb_parse_json(db, (const char *)m.p, m.len, path, base, err);
	free(base);
	file_unmap(&m);
	if (ret)
		return -1;
	free(db->origin);
	db->origin = xstrdup(path);
	compdb_finish(db);
	return 0;
}

static int put_string(struct strbuf *out, const char *s)
{
	json_t *js = json_string(s);	/* NULL when s is not UTF-8 */
	char *text = js ? json_dumps(js, JSON_ENCODE_ANY) : NULL;

	json_decref(js);
	if (!text)
		return -1;
	strbuf_puts(out, text);
	free(text);
	return 0;
}

/* One word so that shell_split(), and any shell, reads it back as it is. */
static void quote_word(struct strbuf *out, const char *s)
{
	static const char safe[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@%+=:,./-";

	if (*s && !s[strspn(s, safe)]) {
		strbuf_puts(out, s);
		return;
	}
	strbuf_putc(out, '\'');
	for (size_t n; *s; s += n + (s[n] == '\'')) {
		n = strcspn(s, "'");
		strbuf_add(out, s, n);
		if (s[n])
			strbuf_puts(out, "'\\''");
	}
	strbuf_putc(out, '\'');
}

/* "command", not "arguments": one string an entry reads three times as fast as a hundred. */
static int put_entry(struct strbuf *out, const struct compdb_entry *e)
{
	struct strbuf cmd = { 0 };
	int bad = 0;

	strbuf_puts(out, "  { \"directory\": ");
	bad |= put_string(out, e->dir);
	strbuf_puts(out, ",\n    \"file\": ");
	bad |= put_string(out, e->file);
	for (u32 i = 0; i < e->argc; i++) {
		strbuf_puts(&cmd, i ? " " : "");
		quote_word(&cmd, e->argv[i]);
	}
	strbuf_puts(out, ",\n    \"command\": ");
	bad |= put_string(out, strbuf_str(&cmd));
	strbuf_puts(out, " }");
	strbuf_free(&cmd);
	return bad;
}

int compdb_write_json(const struct compdb *db, const char *path, struct err *err)
{
	struct strbuf out = { 0 };
	int ret = 0;

	strbuf_puts(&out, "[\n");
	for (u32 i = 0; i < db->at.nr && !ret; i++) {
		ret = put_entry(&out, &db->at.at[i]);
		if (ret)
			err_set(err, "%s: its compile command is not UTF-8, which JSON cannot hold",
				db->at.at[i].file);
		strbuf_puts(&out, i + 1 < db->at.nr ? ",\n" : "\n");
	}
	strbuf_puts(&out, "]\n");
	if (!ret && strcmp(path, "-"))
		ret = file_write_atomic(path, out.buf, out.len, err);
	else if (!ret && (fwrite(out.buf, 1, out.len, stdout) != out.len || fflush(stdout)))
		ret = err_errno(err, "cannot write the compile commands");
	strbuf_free(&out);
	return ret;
}
