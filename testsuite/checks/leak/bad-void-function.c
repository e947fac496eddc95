// SPDX-License-Identifier: GPL-2.0-only
/* A function without a result: the early return of one branch. */
#include <linux/slab.h>

void log_write(const char *line);
bool log_full(void);

void log_twice(const char *what)
{
	char *line = kmalloc(80, GFP_KERNEL);

	if (!line)
		return;
	line[0] = what[0];
	log_write(line);
	if (log_full())
		return;				/* expect: leak "'line' from kmalloc" */
	log_write(line);
	kfree(line);
}
