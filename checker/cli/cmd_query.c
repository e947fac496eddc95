// SPDX-License-Identifier: GPL-2.0-only
/* gfpcheck query: questions to the linked program. */
#include "cli/cmd.h"

int cmd_query(const struct options *o)
{
	struct err err = { 0 };

	err_set(&err, "not available in this version");
	return cmd_fail(CMD_QUERY, &err);
}
