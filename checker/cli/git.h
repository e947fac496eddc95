/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is asked of git, by running it: words in a vector and never a shell, nothing that could run a hook, a pager, an
 * external diff or a filter on what is shown.  It only reads.
 */
#ifndef CLI_GIT_H
#define CLI_GIT_H

#include "base/bug.h"
#include "base/strbuf.h"
#include "base/vec.h"

struct git {
	const char *dir;	/* where it runs; NULL: here, so that a hook's GIT_INDEX_FILE means what it says */
	char *top;		/* of the work tree, absolute; owned, set by git_open() */
};

struct git_blob {
	char id[72];		/* "" : no such file on this side */
};

struct git_change {
	char *old_path, *new_path;	/* relative to top; the same unless it was renamed or copied */
	struct git_blob old, new;
	char status;		/* A C D M R T */
};
typedef VEC(struct git_change) git_changes;

int git_open(struct git *g, const char *tree, struct err *err) __must_check;
void git_close(struct git *g);

/* The full name of a commit.  err: as git says it. */
int git_commit(const struct git *g, const char *rev, char id[72], struct err *err) __must_check;
/* The name of a tree without any file. */
int git_empty_tree(const struct git *g, char id[72], struct err *err) __must_check;
/* What "REV", "REV-COUNT", "A..B" or "A...B" stands for; the words of checkpatch. */
int git_range(const struct git *g, const char *range, char from[72], char to[72], struct err *err) __must_check;
/* Between two commits; to "": the index. */
int git_changed(const struct git *g, const char *from, const char *to, git_changes *out, struct err *err) __must_check;
/* Files whose text in the work tree is not that of the index. */
int git_unstaged(const struct git *g, git_changes *out, struct err *err) __must_check;
void git_changes_free(git_changes *c);
/* The text of a blob, as it is stored. */
int git_text(const struct git *g, const struct git_blob *b, struct strbuf *out, struct err *err) __must_check;

#endif
