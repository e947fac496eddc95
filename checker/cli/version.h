/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef CLI_VERSION_H
#define CLI_VERSION_H

#include <stddef.h>

/* "19.1.7": of the libclang in use, which need not be the one that was compiled against. */
void version_libclang(char *out, size_t size);

#endif
