// SPDX-License-Identifier: GPL-2.0-only
/*
 * Phase: compile commands.  In: a word of a command.  Out: the row of flags.def that it is a case of.
 *
 * Requires: flags.def in byte order (flags_unsorted() is for the test of that).  Cost: two or three binary
 * searches over some 550 rows, no table built at run time.
 */
#include "db/flags_table.h"

#include <string.h>

#include "db/db_internal.h"

static const struct flag_row rows[] = {
#define FLAG(name, arg, action) { name, sizeof(name) - 1, arg, action },
#include "db/flags.def"
#undef FLAG
};

const char *flags_unsorted(void)
{
	for (u32 i = 1; i < ARRAY_SIZE(rows); i++)
		if (strcmp(rows[i - 1].name, rows[i].name) >= 0)
			return rows[i].name;
	return NULL;
}

/* The last row that is not behind the first n characters of word; -1 when all are. */
static int row_before(const char *word, size_t n)
{
	int lo = 0, hi = (int)ARRAY_SIZE(rows);

	while (lo < hi) {
		int mid = (lo + hi) / 2;
		int c = strncmp(rows[mid].name, word, n);

		if (c < 0 || (!c && rows[mid].len <= n))
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo - 1;
}

/*
 * The row with the longest spelling that word begins with.  Each step cuts word to what it has in common with
 * the row found, since a shorter spelling that fits must be a prefix of that.
 */
const struct flag_row *flag_row_find(const char *word)
{
	size_t len = strlen(word), n = len;

	while (n > 1) {
		int i = row_before(word, n);
		size_t k = 0;

		if (i < 0)
			return NULL;
		while (k < n && rows[i].name[k] && rows[i].name[k] == word[k])
			k++;
		if (k == rows[i].len && (k == len || rows[i].arg == JOINED || rows[i].arg == EITHER))
			return &rows[i];
		n = k == rows[i].len ? k - 1 : k;
	}
	return NULL;
}
