// SPDX-License-Identifier: GPL-2.0-only
/* Compile commands from an enemy: no crash, and no word for libclang that begins a refused flag. */
#include <stdlib.h>
#include <string.h>

#include "db/db_internal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void one_command(const char *text)
{
	struct compdb_entry e = { (char *)"/o", (char *)"/s/x.c", NULL, 0 };
	struct err err = { 0 };
	struct tu_flags f;

	if (shell_split(text, &e.argv, &e.argc, &err))
		return;
	if (!flags_clean(&e, "/s", "/o", &f, &err)) {
		for (u32 i = 0; i < f.argc; i++)
			if (f.argv[i][0] != '-' || strstr(f.argv[i], "-Xclang") == f.argv[i] ||
			    strstr(f.argv[i], "-fplugin") == f.argv[i])
				abort();
		tu_flags_free(&f);
	}
	free(e.argv);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);
	struct compdb db = { 0 };
	struct dry_run dr = { .db = &db, .dir = strdup("/o") };
	struct err err = { 0 };

	memcpy(text, data, size);
	text[size] = '\0';
	one_command(text);
	compdb_parse_cmd(&db, text, "/o");
	dry_run_line(&dr, text);
	if (compdb_parse_json(&db, text, size, "fuzz", "/b", &err) && !err.msg[0])
		abort();
	compdb_finish(&db);
	free(compdb_source_root(&db));
	dry_run_free(&dr);
	compdb_free(&db);
	free(text);
	return 0;
}
