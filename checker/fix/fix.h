/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Repairs: which semantic patch, with which parameters, may repair a finding, and what it makes of a file.
 *
 * Nothing here knows whether a repair is right: fix_attempts() gives candidates in the order in which a maintainer
 * would try them, and the caller analyses the program with the new text (cli/fix_prove.c).
 */
#ifndef FIX_FIX_H
#define FIX_FIX_H

#include "fix/code.h"
#include "fix/edit.h"
#include "fix/spatch.h"
#include "model/rules.h"
#include "report/finding.h"

/* A source file of the tree, as it is. */
struct fix_file {
	char *path;		/* relative to the tree, as findings have it */
	struct strbuf text;
	struct code code;
	bool missing;
};

struct naming {
	char *name;
	str_vec path;
};

struct fix_files {
	const char *tree;
	VEC(struct fix_file *) at;
	VEC(struct naming) naming;	/* what was asked for already */
	struct strbuf headers;	/* include/linux/ of the tree, read when first asked for */
	bool have_headers;
};

void fix_files_init(struct fix_files *s, const char *tree);
void fix_files_free(struct fix_files *s);
/* Read once; NULL when it cannot be read, is no plain path below the tree or holds a NUL. */
struct fix_file *fix_files_get(struct fix_files *s, const char *path);
bool fix_files_headers_have(struct fix_files *s, const char *text);
/* Does a header of include/linux/ name a function so? */
bool fix_files_declare(struct fix_files *s, const char *name);
/* The C files and headers of the whole tree that have the name as a word, sorted; borrowed. Cost: reads the tree. */
const str_vec *fix_files_naming(struct fix_files *s, const char *name);

/* One run of a semantic patch on one file. */
struct part {
	const char *cocci;	/* "gfp_in_atomic.cocci", static */
	str_vec defs;		/* for spatch -D */
	struct fix_file *src;
	VEC(u32) line;		/* each of these must change, or what is right beside it */
};

/* All of its parts together, in one or several files; none without the others. */
struct attempt {
	VEC(struct part) part;
	char *what;		/* "Use GFP_ATOMIC": subject of a mail */
	char *why;		/* a sentence for the changelog */
	char *calls;		/* lines "  place: text": the calls that it changes, and how; NULL */
	struct threading *threading;	/* choose_param.c; NULL */
};

typedef VEC(struct attempt) attempts;

/* What sends memory of a kind back: cocci/release.table. */
struct release {
	u32 of, fn;		/* string ids */
};

struct releases {
	struct strtab str;
	VEC(struct release) at;
};
int releases_read(struct releases *r, const char *path, struct err *err) __must_check;
void releases_free(struct releases *r);
/* The function that releases what `alloc` gave, NULL. */
const char *release_of(const struct releases *r, const struct rules *rules, const char *alloc);

struct fix_ctx {
	const struct report *r;
	struct fix_files *src;
	const struct rules *rules;
	const struct releases *releases;
};

/* What to do by hand; "" when nothing is known. */
const char *fix_advice(const char *check);
/* The line before the steps, in a mail. */
const char *fix_proof(const char *check);
/* Candidates for f, best first.  None: *why says what a repair would need. */
void fix_attempts(const struct fix_ctx *cx, const struct finding *f, attempts *out, struct strbuf *why);
/*
 * The attempt would bring the finding n of after, whose lines are those of the text before: is there one that goes
 * further and does not?  It has to release what the new way out loses, say.
 */
bool fix_refine(const struct fix_ctx *cx, const struct attempt *a, const struct report *after, const struct finding *n,
		struct attempt *out);
/*
 * The finding stays with the attempt, but for another reason: n of after, with the lines of before.  Is there an
 * attempt that goes further and takes that away, too?
 */
bool fix_extend(const struct fix_ctx *cx, const struct attempt *a, const struct report *after, const struct finding *n,
		struct attempt *out);
void attempts_free(attempts *a);
void attempt_copy(const struct attempt *a, struct attempt *out);

/* Kinds of repairs that somebody may like better than others, in the order of the words of --prefer. */
enum fix_kind { FIX_ANY, FIX_SCOPE, FIX_ATOMIC, FIX_NOWAIT, FIX_PARAM, FIX_REGION };
/* Those of the kind come first; else the order stays. */
void attempts_prefer(attempts *a, enum fix_kind kind);
bool attempt_touches(const struct attempt *a, const char *path);

/* What an attempt makes of the files: one entry a file, in the order of its parts. */
struct change {
	struct fix_file *src;
	struct edits edits;	/* of the text as it is */
};

typedef VEC(struct change) changes;

void changes_free(changes *c);
/* The entry of a file; made when there is none. */
struct change *changes_of(changes *c, struct fix_file *src);
/* The edits of a file, NULL. */
const struct edits *changes_find(const changes *c, const char *path);
bool changes_meet(const changes *a, const changes *b);
/* Adds b's to a; they must not meet. */
void changes_merge(changes *a, const changes *b);
/* As git apply takes it. */
void changes_unified(const changes *c, struct strbuf *out);

/*
 * Runs the semantic patches.  0: *out holds edits of the files' texts, at the places asked for and nowhere else; 1: no,
 * *why; -1: err.
 */
int fix_apply(struct spatch *sp, const struct attempt *a, changes *out, struct strbuf *why, struct err *err)
	__must_check;

#endif
