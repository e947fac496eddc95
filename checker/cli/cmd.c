// SPDX-License-Identifier: GPL-2.0-only
/* What several commands share; see cmd.h. */
#include "cli/cmd.h"

#include <sched.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/output.h"

int cmd_fail(enum command_id cmd, const struct err *err)
{
	output_error(command_name(cmd), err);
	return EXIT_USAGE;
}

int cmd_check_format(const struct options *o, struct err *err)
{
	char *word;

	if (o->format == FORMAT_TEXT || o->format == FORMAT_JSON)
		return 0;
	word = enum_word(report_format_words + 1, o->format);
	err_set(err, "--format=%s: this command writes text or json", word);
	free(word);
	return -1;
}

u32 cmd_jobs(u32 asked)
{
	cpu_set_t set;
	int n = sched_getaffinity(0, sizeof(set), &set) ? 0 : CPU_COUNT(&set);

	if (asked)
		return asked;
	return n > 0 ? (u32)n : (u32)MAX(sysconf(_SC_NPROCESSORS_ONLN), 1L);
}
