// SPDX-License-Identifier: GPL-2.0-only
/* "Debian clang version 19.1.7 (3~deb12u1)" -> "19.1.7": distributions put their names around the number. */
#include "cli/version.h"

#include <stdio.h>
#include <string.h>

#include "front/front.h"

void version_libclang(char *out, size_t size)
{
	const char *p = strstr(front_clang_version(), "version ");

	p = p ? p + strlen("version ") : "unknown";
	snprintf(out, size, "%.*s", (int)strcspn(p, " ("), p);
}
