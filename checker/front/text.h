/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The text of files, for what the C API does not say.
 *
 * Why not clang_getFileContents(): it looks the file up among all that the TU and its precompiled header ever read, which
 * makes it load the whole list, at half the cost of a parse.  Here a file is mapped once in a worker's life.  What
 * comes out is a hint only: a file that changed meanwhile gives wrong text, never wrong memory, and its TU is stale anyway.
 */
#ifndef FRONT_TEXT_H
#define FRONT_TEXT_H

#include "base/file.h"
#include "base/map.h"
#include "base/vec.h"
#include "front/front.h"

struct text {
	const char *at;		/* NULL: there is none */
	size_t len;
};

struct texts {
	struct map at;		/* hash of a path -> index in file */
	VEC(struct mapping) file;
};

/* The text that stands for the file, NULL: none does. */
const struct front_overlay *text_overlay(const struct front_config *cfg, const char *path);
/* What stands for the file, or what is in it.  path: absolute and normal. */
struct text texts_get(struct texts *t, const struct front_config *cfg, const char *path);
void texts_free(struct texts *t);

#endif
