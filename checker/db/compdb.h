/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Compile commands: where they come from, and what of them libclang may see.
 *
 * Sources: compile_commands.json; the .*.cmd files of a built tree; kbuild's dry run of a configured and
 * prepared tree.  All are untrusted text: nothing in them is ever run, and only flags on the allow-list
 * (flags.def) reach libclang.
 */
#ifndef DB_COMPDB_H
#define DB_COMPDB_H

#include "base/bug.h"
#include "base/file.h"
#include "base/vec.h"

struct compdb_entry {
	char *dir;		/* absolute, normal */
	char *file;		/* absolute, normal */
	char **argv;		/* NULL-terminated, argv[0] is the compiler; as written, before flags_clean();
				 * one block with its text: free() it, not the words */
	u32 argc;
};

struct compdb {
	VEC(struct compdb_entry) at;	/* sorted by file, then by argv; exact duplicates removed */
	char *origin;		/* where it was read from, for messages */
	u64 nr_ignored;		/* entries that are no C (assembler, rust), counted */
	struct mapping image;	/* compdb_open_cached(): words of argv may stand in it */
};

void compdb_free(struct compdb *db);

/* compile_commands.json: "command" or "arguments" form.  Mistakes give file:line:col. */
int compdb_read_json(struct compdb *db, const char *path, struct err *err) __must_check;
/* Every .*.cmd below objdir ("savedcmd_x.o := ..." or "cmd_x.o := ..."). */
int compdb_read_cmd_files(struct compdb *db, const char *objdir, struct err *err) __must_check;
/* make -n in a configured and prepared tree (in-tree, or an O= folder).  Runs make, builds nothing. */
int compdb_dry_run(struct compdb *db, const char *kerneldir, struct err *err) __must_check;
/* The same for a folder of modules that stands outside of the kernel, as make M= does. */
int compdb_dry_run_module(struct compdb *db, const char *module, const char *kerneldir, struct err *err) __must_check;
/*
 * What `-p DIR` means: DIR is a compile_commands.json, or a folder that holds one, or a built tree with .cmd
 * files, or a configured tree (dry run), or a folder of modules for the kernel
 * that $KERNELDIR, $KDIR or the running system names.  err says all that was tried.
 */
int compdb_open(struct compdb *db, const char *dir, struct err *err) __must_check;
/* A folder of modules outside of the kernel: a makefile for kbuild, and not that of a kernel. */
bool compdb_is_module_dir(const char *dir);
/* The kernel that they are built for: $KERNELDIR, $KDIR, the running one, the last one whose headers are there; NULL. */
char *compdb_module_kernel(void);
/* The same, from the image that an earlier run left in that folder; leaves one there. */
int compdb_open_cached(struct compdb *db, const char *dir, const char *cache_dir, struct err *err) __must_check;
/* An image by itself, for those who look after the cache: -1 when it cannot be used. */
int compdb_check_image(const char *path, struct err *err) __must_check;
/* As compile_commands.json, one entry an object, sorted: readable by clang's own tools. */
int compdb_write_json(const struct compdb *db, const char *path, struct err *err) __must_check;

/* The source tree of a database: the longest folder with a kernel's Makefile/Kbuild that the files stand in;
 * else their longest common folder.  Owned by the caller. */
char *compdb_source_root(const struct compdb *db);

/*
 * The same for one TU whose database is not at hand: the kernel's tree above the file; or the folder of the module
 * (may be NULL), when the file is below it; or the kernel that <linux/kconfig.h> is included from; or the file's folder.
 */
char *compdb_entry_root(const struct compdb_entry *e, const char *module_dir);

/* Splits a command as a POSIX shell would split words: quotes and backslashes, no expansion of any kind.
 * *argv is one block with its text: free() it, not the words.
 * -1 on an unterminated quote or on anything a shell would expand or chain ($ ` ; | & < > unquoted). */
int shell_split(const char *cmd, char ***argv, u32 *argc, struct err *err) __must_check;

/*
 * What libclang is given for one entry.
 *
 * Kept: what changes the meaning of the text (-D -U -I -isystem -iquote -include -std= --target= -m* -f* that
 * change semantics, -nostdinc ...).  Dropped: warnings, optimisation, output, dependency, code generation,
 * sanitizers, gcc-only and sparse-only flags.  Refused (the TU is skipped, the reason names the flag): whatever
 * could make libclang load or run code or write a file.  Unknown: dropped and counted.
 */
struct tu_flags {
	char **argv;		/* for clang_parseTranslationUnit2, without the compiler and the file; NULL-terminated.
				 * Each word is complete by itself: "-I/abs", "-include/abs/x.h", "--target=x" */
	u32 argc;
	char **own;		/* the part that is specific to this TU: -DKBUILD_*, -I of its own folder; points at
				 * words of argv, in their order: argv less these is what a PCH is made with */
	u32 nr_own;
	bool module;		/* has -DMODULE */
	u64 family;		/* hash of argv less own: target, -m*, -std, MODULE, kernel -I; in any order but that of -I */
	u32 nr_unknown;		/* flags dropped because no row of flags.def knows them */
};
/* Relative -I and -include paths are made absolute against e->dir.  tree: files named by -include must be below it
 * or below the object folder. */
int flags_clean(const struct compdb_entry *e, const char *tree, const char *objdir, struct tu_flags *out,
		struct err *err) __must_check;
void tu_flags_free(struct tu_flags *f);

#endif
