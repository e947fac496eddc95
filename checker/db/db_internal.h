/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the files of db/ share, and what its tests look into.  Other folders use compdb.h.
 */
#ifndef DB_INTERNAL_H
#define DB_INTERNAL_H

#include <stdio.h>

#include "base/strbuf.h"
#include "db/compdb.h"

/*
 * One simple command out of a shell line: words up to an unquoted ; & | or newline, or to the end.
 * *end points at that character (or the NUL).  What cannot be split without expanding is an error, as in
 * shell_split(); *argv is one block.
 */
int shell_split_command(const char *cmd, const char **end, char ***argv, u32 *argc,
			struct err *err) __must_check;
/* Behind the simple command at s: the next unquoted ; & | or newline, or the NUL.  Knows quotes only. */
const char *shell_skip_command(const char *s);
/* NULL-terminated copy of the nr words, strings and pointers in one block. */
char **argv_copy(char *const *words, u32 nr);

/* The index of the compiler in argv: behind "ccache", "env A=b" and the like.  Never larger than argc. */
u32 argv_compiler(char *const *argv, u32 argc);
/* argv defines NAME on the command line: -DNAME, -DNAME=..., -D NAME. */
bool argv_defines(char *const *argv, u32 argc, const char *name);
/* "clang-19", "/usr/bin/aarch64-linux-gnu-gcc-12", "cc". */
bool is_compiler_name(const char *word);

/* Takes dir, file and argv (all from malloc); makes the names normal. */
void compdb_add(struct compdb *db, char *dir, char *file, char **argv, u32 argc);
/*
 * Adds a kbuild command as it was written, run in dir, if it compiles C for the kernel: a compiler, -c,
 * -D__KERNEL__, and a last word that ends in .c.  Takes argv (one block).  Assembler is counted as ignored.
 */
void compdb_add_kbuild(struct compdb *db, const char *dir, char **argv, u32 argc);
/* Adds what the .cmd files below root tell, of compilers that ran in dir. */
int compdb_add_cmd_files(struct compdb *db, const char *root, const char *dir, struct err *err) __must_check;
/* Sorts, drops exact duplicates. */
void compdb_finish(struct compdb *db);

/* The text of a compile_commands.json; name is for messages, relative directories are below base. */
int compdb_parse_json(struct compdb *db, const char *text, size_t len, const char *name, const char *base,
		      struct err *err) __must_check;
/* The text of one .*.cmd file.  Text that is no compile command is passed over. */
void compdb_parse_cmd(struct compdb *db, const char *text, const char *objdir);

/* What make -n printed, read as a stream.  Zero-initialise, set db and dir. */
struct dry_run {
	struct compdb *db;
	char *dir;		/* owned: where commands run; follows make's own "Entering directory" */
	u64 nr_lines;
	u64 nr_bad;		/* lines with a compile command that could not be split */
	u64 nr_torn;		/* lines that begin in the middle of a command */
};
void dry_run_line(struct dry_run *dr, const char *line);	/* without its newline */
int dry_run_stream(struct dry_run *dr, FILE *in) __must_check;
void dry_run_free(struct dry_run *dr);

/* Where a configured kernel stands and what make must be told to see the same configuration. */
struct kbuild_tree {
	char *objdir;		/* absolute */
	char *srcdir;		/* absolute; equal to objdir for a build in the tree */
	char *args[8];		/* "ARCH=x86", "LLVM=-19" ...; the rest NULL */
	u32 nr_args;
};
/* Fails with the command that is missing when the tree is not configured and prepared. */
int kbuild_tree_open(struct kbuild_tree *t, const char *kerneldir, struct err *err) __must_check;
void kbuild_tree_free(struct kbuild_tree *t);
/* All objects built: its .cmd files are the whole database. */
bool kbuild_is_built(const char *objdir);

/* A table row that is not in order, or NULL: for the test of flags.def. */
const char *flags_unsorted(void);

#endif
