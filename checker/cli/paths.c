// SPDX-License-Identifier: GPL-2.0-only
/*
 * Default folders; see paths.h.  Nothing is ever looked for in the current folder or in the tree under
 * analysis: what lies there belongs to whoever wrote that tree.
 */
#include "cli/paths.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"

static const char *env_of(const char *name)
{
	const char *v = getenv(name);

	return v && *v ? v : NULL;
}

/* Absolute: a worker leaves the current folder. */
static char *from_here(const char *path)
{
	char *cwd = getcwd(NULL, 0), *abs = path_join(cwd ? cwd : "/", path);

	free(cwd);
	return abs;
}

char *path_cache_dir(const char *option, struct err *err)
{
	const char *v;

	if (option && *option)
		return from_here(option);
	v = env_of("GFPCHECK_CACHE");
	if (v)
		return from_here(v);
	v = env_of("XDG_CACHE_HOME");
	if (v && *v == '/')		/* the XDG specification: a relative one is to be ignored */
		return path_join(v, "gfpcheck");
	v = env_of("HOME");
	if (v)
		return path_join(v, ".cache/gfpcheck");
	err_set(err, "no folder for the cache: use --cache=DIR or set HOME");
	return NULL;
}

/* The folder of the running program, or NULL. */
static char *program_dir(void)
{
	char buf[PATH_MAX], *slash;
	ssize_t n = readlink("/proc/self/exe", buf, sizeof(buf) - 1);

	if (n <= 0)
		return NULL;
	buf[n] = '\0';
	slash = strrchr(buf, '/');
	if (!slash || slash == buf)
		return NULL;
	*slash = '\0';
	return xstrdup(buf);
}

/* The source folder this was compiled from; NULL when the compiler was given relative or mapped names. */
static char *source_dir(void)
{
	return __FILE__[0] == '/' ? path_normal(__FILE__ "/../../..") : NULL;
}

static char *dir_below(const char *base, const char *rel)
{
	char *dir = base ? path_join(base, rel) : NULL;

	if (dir && path_is_dir(dir))
		return dir;
	free(dir);
	return NULL;
}

/* The first that exists of program/../in_source, program/../share/gfpcheck/installed, source/in_source. */
static char *find_data(const char *in_source, const char *installed)
{
	char *program = program_dir(), *source = source_dir(), *above = program ? path_join(program, "..") : NULL;
	char *share = above ? path_join(above, "share/gfpcheck") : NULL, *found;

	found = dir_below(above, in_source);
	found = found ? found : dir_below(share, installed);
	found = found ? found : dir_below(source, in_source);
	free(program);
	free(source);
	free(above);
	free(share);
	return found;
}

/* The folder called name, or what the variable says. */
static char *data_dir(const char *variable, const char *name, const char *what, struct err *err)
{
	const char *v = env_of(variable);
	char *dir;

	if (v && path_is_dir(v))
		return from_here(v);
	if (v) {
		err_set(err, "%s=%s: not a folder", variable, v);
		return NULL;
	}
	dir = find_data(name, name);
	if (!dir)
		err_set(err, "the folder with the %s is not installed: set %s to it", what, variable);
	return dir;
}

char *path_rules_dir(struct err *err)
{
	return data_dir("GFPCHECK_RULES", "rules", "rules", err);
}

char *path_cocci_dir(struct err *err)
{
	return data_dir("GFPCHECK_COCCI", "cocci", "semantic patches", err);
}

static char *rules_file(const char *dir, const char *name)
{
	struct strbuf with_suffix = { 0 };
	char *path = NULL;

	if (strchr(name, '/') || (path_exists(name) && !path_is_dir(name)))
		return xstrdup(name);
	strbuf_printf(&with_suffix, "%s.rules", name);
	for (u32 i = 0; i < 2; i++) {
		path = path_join(dir, i ? with_suffix.buf : name);
		if (path_exists(path))
			break;
		free(path);
		path = NULL;
	}
	strbuf_free(&with_suffix);
	return path ? path : xstrdup(name);
}

char **path_rules_files(const char *dir, const char *const *names, u32 nr)
{
	char **list = xcalloc(nr + 1, sizeof(*list));

	for (u32 i = 0; i < nr; i++)
		list[i] = rules_file(dir, names[i]);
	return list;
}

void path_list_free(char **list, u32 nr)
{
	for (u32 i = 0; list && i < nr; i++)
		free(list[i]);
	free(list);
}

char *path_checks_dir(struct err *err)
{
	char *dir = find_data("checker/doc/checks", "checks");

	if (!dir)
		err_set(err, "the pages of the checks are not installed");
	return dir;
}
