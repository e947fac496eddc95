// SPDX-License-Identifier: GPL-2.0-only
/* What several commands share; see cmd.h. */
#include "cli/cmd.h"

#include <stdlib.h>

#include "cli/output.h"

int cmd_fail(enum command_id cmd, const struct err *err)
{
	output_error(command_name(cmd), err);
	return EXIT_USAGE;
}

int cmd_check_format(const struct options *o, struct err *err)
{
	char *word;

	if (o->format < FORMAT_FIRST_LATER)
		return 0;
	word = enum_word(FORMAT_WORDS, o->format);
	err_set(err, "--format=%s: not available in this version", word);
	free(word);
	return -1;
}
