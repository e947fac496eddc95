/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Lowering: libclang's AST to IR.  Internal to front/.
 *
 * One struct lower per TU.  Cursors are mapped to ids by their data pointers, which are stable while the TU lives.
 */
#ifndef FRONT_LOWER_H
#define FRONT_LOWER_H

#include <clang-c/Index.h>

#include "base/map.h"
#include "base/strbuf.h"
#include "base/vec.h"
#include "front/front.h"
#include "front/text.h"
#include "ir/ir_build.h"

/* A variable with a destructor that is in scope. */
struct cleanup {
	u32 local;
	u32 fn;			/* symbol of the destructor */
};

struct label {
	u64 key;		/* of its statement: names may repeat (__label__) */
	u32 name;		/* string id in lw->names */
	u32 block;
	u32 nr_cleanup;		/* depth of the cleanup stack where the label stands */
	bool placed;		/* its LabelStmt was seen */
	bool targeted;		/* a goto names it; else only asm goto or &&label can reach it */
};

struct pending_goto {
	u32 block;		/* open block that ends in the goto */
	u32 label;
	u32 cleanup_at, cleanup_nr;	/* snapshot in lw->saved_cleanup */
	struct ir_loc loc;
};

struct pending_asm {
	u32 block, next;
	const char *text;	/* as the user wrote it, where it may name labels */
	size_t text_len;
	struct ir_loc loc;
};

struct loop {			/* where break and continue go */
	u32 brk, cont;		/* blocks; cont = IR_NONE in a switch */
	u32 nr_cleanup;
};

struct sw {			/* the innermost switch */
	VEC(struct ir_case) cas;
	VEC(u32) succ;
	u32 deflt;		/* block or IR_NONE */
};

struct pending_fn {
	CXCursor def;
};

struct lower {
	struct ir_builder *b;
	const struct front_config *cfg;
	struct texts *texts;
	CXTranslationUnit tu;
	const struct map *pch_files;
	bool whole_header;	/* lower every function: the precompiled header's own TU */

	struct strtab names;
	struct map type_map;	/* CXType data pointer -> type */
	struct map sym_map;	/* decl pointer -> symbol */
	struct map field_map;	/* FieldDecl pointer -> field, MAP_NONE-1 for an anonymous one */
	struct map file_map;	/* CXFile pointer -> file index */
	struct map gfp_map;	/* symbol -> argument + 1 that is a gfp_t */
	struct map def_map;	/* id in names of a function defined here -> index in defined_fn */
	struct map done_map;	/* symbols whose body was lowered or queued */
	VEC(CXCursor) defined_fn;
	VEC(struct pending_fn) todo;
	CXFile main_file;
	struct map text_map;	/* CXFile pointer -> index in text */
	VEC(struct text) text;

	/* the function at hand */
	u32 cur;		/* block that receives events */
	struct map local_map;	/* VarDecl pointer -> local index */
	struct map static_map;	/* VarDecl pointer of a static local -> symbol */
	VEC(struct cleanup) cleanup;
	VEC(struct cleanup) saved_cleanup;
	VEC(struct label) label;
	VEC(struct pending_goto) gotos;
	VEC(struct pending_asm) asms;
	VEC(struct loop) loop;
	struct sw *sw;
	u32 fn_sym;
	u32 depth;		/* recursion guard */
	u32 nr_nums;		/* numbers of the variable at hand that were evaluated */

	u32 nr_too_deep;	/* statements or expressions left out: nested over LOWER_MAX_DEPTH */
};

#define LOWER_MAX_DEPTH 1500u

/* Children of a cursor on a small stack of their own. */
struct kids {
	CXCursor at[8];
	CXCursor *more;		/* heap, when there are more than 8 */
	u32 nr;
};
void kids_get(struct kids *k, CXCursor c);
void kids_free(struct kids *k);
static inline CXCursor kid(const struct kids *k, u32 i)
{
	return k->more ? k->more[i] : k->at[i];
}

/* lower_unit.c */
void lower_unit(struct lower *lw);
void lower_need_function(struct lower *lw, CXCursor decl, u32 sym);

/* lower_decl.c: symbols, types, fields, files, places */
struct ir_loc lower_loc(struct lower *lw, CXCursor c);
u32 lower_type(struct lower *lw, CXType t);
/* The record itself.  Dies at the next new type; b->type.at[lower_type()] would even index the table as it was. */
static inline const struct ir_type *lower_type_at(struct lower *lw, CXType t)
{
	u32 id = lower_type(lw, t);

	return &lw->b->type.at[id];
}
u32 lower_sym(struct lower *lw, CXCursor decl);
/* IR_NONE for an anonymous member: the place of the record around it stands for it. */
u32 lower_field(struct lower *lw, CXCursor field);
u32 lower_file(struct lower *lw, CXFile f);
/* What the user wrote at the cursor's place, or 0: the macro a call came from. */
ir_str lower_written(struct lower *lw, CXCursor c);
/* The text from there to the end of the file, or NULL. */
const char *lower_written_at(struct lower *lw, CXCursor c, size_t *left);
void lower_var_decl(struct lower *lw, CXCursor var);
void lower_annots(struct lower *lw, CXCursor decl, u32 sym);

/* lower_expr.c */
ir_val_id lower_expr(struct lower *lw, CXCursor c);
void lower_expr_drop(struct lower *lw, CXCursor c);		/* for its effects only */
void lower_cond(struct lower *lw, CXCursor c, u32 yes, u32 no);
void lower_set(struct lower *lw, ir_val_id place, ir_val_id v, struct ir_loc loc, u32 flags);
void lower_life(struct lower *lw, ir_val_id place, struct ir_loc loc);
ir_val_id lower_temp(struct lower *lw, CXType t, struct ir_loc loc);
bool lower_is_expr(CXCursor c);
bool lower_is_step(CXCursor c);				/* an assignment, ++ or -- */
CXCursor lower_skip(CXCursor c);			/* through parentheses and implicit casts */

/* lower_gfp.c */
/* The gfp-like argument of a call as it was written, or 0.  sym: the function, or IR_NONE. */
ir_str lower_gfp(struct lower *lw, CXCursor call, u32 sym);

/* lower_init.c */
/* Function pointers and addresses in the initialiser of a global. */
void lower_global_init(struct lower *lw, u32 var_sym, u32 var_field, CXCursor init);
/* A whole variable: its number too, when it is one. */
void lower_global(struct lower *lw, u32 var_sym, CXCursor var, CXCursor init);
/* The life of a local begins with a value: a store for each member or element that is named. */
void lower_init(struct lower *lw, ir_val_id place, CXType t, CXCursor init, struct ir_loc loc);

/* lower_text.c */
char *lower_path_of(CXFile f);	/* normal; the caller owns it */
/* The contents of a file, NULL without them. */
const struct text *lower_text_of(struct lower *lw, CXFile f);
/* Which of the three parts of a for stand in the text; false when it cannot be told. */
bool lower_for_parts(struct lower *lw, CXCursor c, bool present[3]);
bool lower_is_asm_goto(struct lower *lw, CXCursor c);	/* when in doubt, yes */
bool lower_begins_with(struct lower *lw, CXCursor c, char first);
/* What the user wrote, from the first to the last character (with the arguments of a macro). */
const char *lower_extent_text(struct lower *lw, CXCursor c, size_t *len);
bool lower_text_names(const char *text, size_t len, const char *word);

/* lower_doc.c */
/* The "Context:" section of the kernel-doc comment right before the declaration; false without one. */
bool lower_doc(struct lower *lw, CXCursor decl, struct strbuf *out);

/* lower_stmt.c */
void lower_stmt(struct lower *lw, CXCursor c);
void lower_function(struct lower *lw, CXCursor def, u32 sym);
ir_val_id lower_stmt_expr(struct lower *lw, CXCursor compound);
void lower_unwind(struct lower *lw, u32 down_to, struct ir_loc loc);

#endif
