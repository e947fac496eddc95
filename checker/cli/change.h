/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A change: the texts of the files it touches, before and after.  From commits, from git's index, or from patches.
 * The tree is read, never written.
 */
#ifndef CLI_CHANGE_H
#define CLI_CHANGE_H

#include "base/vec.h"
#include "front/front.h"

struct change_file {
	char *old_path, *path;	/* absolute; the same unless it was renamed */
	char *before, *after;	/* NULL: there is no such file then */
	size_t before_len, after_len;
};

struct change {
	char *what;		/* for people: "HEAD", "the staged changes", "2 patches" */
	VEC(struct change_file) file;
	VEC(char *) skipped;	/* "PATH: a binary file" */
};

typedef VEC(struct front_overlay) overlays;

/* range NULL: what is staged. */
int change_from_git(struct change *c, const char *tree, const char *range, struct err *err) __must_check;
/* What is staged if anything is, else the last commit. */
int change_from_here(struct change *c, const char *tree, struct err *err) __must_check;
/* Patches that are applied one after the other, to the files of the tree.  A name "-" is stdin. */
int change_from_patches(struct change *c, const char *tree, const char *const *name, u32 nr, u32 strip,
			struct err *err) __must_check;
struct patch_series;
struct patch_file;
/*
 * change_made.c: a patch that does not apply may be one of the tree's own commits, as a check of one's own branch gives
 * them: then git has both texts.  True: it is one, its file was added to c.
 */
bool change_made_here(struct change *c, const char *tree, const struct patch_series *s, const struct patch_file *p);
void change_free(struct change *c);

/* Texts that are not those on disk: before or after the change.  They borrow from it. */
void change_overlay(const struct change *c, bool after, overlays *out);

#endif
