// SPDX-License-Identifier: GPL-2.0-only
/*
 * A whole TU: which functions are lowered, and the tables that stand outside of functions.
 *
 * Every function defined in the main file is.  An inline function of a header is lowered when a lowered function
 * names it and the header did not come with the precompiled header (whose inlines have a summary of their own).
 * In the precompiled header's own TU all functions are.
 *
 * Cost: one visit of the top level (the precompiled part is excluded by the index), then one of each body.
 */
#include <string.h>

#include "front/lower.h"

static const char const_prefix[] = "gfpcheck_const_";

static enum CXChildVisitResult const_visit(CXCursor c, CXCursor parent, CXClientData data)
{
	struct lower *lw = data;
	const char *name;
	CXString s;

	if (c.kind != CXCursor_EnumConstantDecl)
		return CXChildVisit_Continue;
	s = clang_getCursorSpelling(c);
	name = clang_getCString(s);
	if (strncmp(name, const_prefix, sizeof(const_prefix) - 1)) {
		clang_disposeString(s);
		return CXChildVisit_Break;
	}
	vec_push(&lw->b->cst, (struct ir_const){
		.name = irb_str(lw->b, name + sizeof(const_prefix) - 1),
		.value = clang_getEnumConstantDeclValue(c) });
	clang_disposeString(s);
	return CXChildVisit_Continue;
}

static void queue(struct lower *lw, CXCursor def, u32 sym)
{
	if (map_get(&lw->done_map, sym) != MAP_NONE)
		return;
	map_put(&lw->done_map, sym, 0);
	vec_push(&lw->todo, (struct pending_fn){ def });
}

void lower_need_function(struct lower *lw, CXCursor def, u32 sym)
{
	u32 flags = lw->b->file.at[lw->b->sym.at[sym].file].flags;

	if (!lw->whole_header && !(flags & (IR_FILE_PCH | IR_FILE_MAIN)))
		queue(lw, def, sym);
}

/* For destructors, which are known by name only: lower_stmt.c, cleanup_sym(). */
static void remember_name(struct lower *lw, CXCursor def)
{
	CXString s = clang_getCursorSpelling(def);

	map_put(&lw->def_map, strtab_add(&lw->names, clang_getCString(s)), lw->defined_fn.nr);
	vec_push(&lw->defined_fn, def);
	clang_disposeString(s);
}

/* A comment at a declaration counts where it costs nothing: in the precompiled header, once per tree. */
static void doc_annot(struct lower *lw, CXCursor c)
{
	struct strbuf doc = { 0 }, text = { 0 };

	if (lower_doc(lw, c, &doc)) {
		strbuf_printf(&text, "context=%s", strbuf_str(&doc));
		vec_push(&lw->b->annot, (struct ir_annot){ lower_sym(lw, c), irb_str(lw->b, strbuf_str(&text)) });
	}
	strbuf_free(&text);
	strbuf_free(&doc);
}

static void top_function(struct lower *lw, CXCursor c, bool in_main)
{
	bool def = clang_isCursorDefinition(c);

	if (def)
		remember_name(lw, c);
	/* the text of another source file is part of this unit, too: #include "queue.c" */
	in_main |= def && !lw->whole_header && clang_getCursorLinkage(c) == CXLinkage_External &&
		!clang_Cursor_isFunctionInlined(c);
	if (!in_main && !lw->whole_header)
		return;
	if (def || lw->whole_header)
		doc_annot(lw, c);
	/* a declaration alone matters for what it is annotated with */
	if (def || clang_Cursor_hasAttrs(c)) {
		u32 sym = lower_sym(lw, c);

		if (def)
			queue(lw, c, sym);
	}
}

static const char export_prefix[] = "gfpcheck_export_";

/* What the prelude makes of EXPORT_SYMBOL(f): a variable with a telling name.  True when c is one. */
static bool export_mark(struct lower *lw, CXCursor c)
{
	CXString s = clang_getCursorSpelling(c);
	const char *name = clang_getCString(s);
	bool is = !strncmp(name, export_prefix, sizeof(export_prefix) - 1);
	u32 id = is ? strtab_find(&lw->names, name + sizeof(export_prefix) - 1) : MAP_NONE;
	u32 def = id == MAP_NONE ? MAP_NONE : map_get(&lw->def_map, id);

	if (def != MAP_NONE)
		lw->b->sym.at[lower_sym(lw, lw->defined_fn.at[def])].flags |= IR_SYM_EXPORTED;
	clang_disposeString(s);
	return is;
}

static enum CXChildVisitResult top_visit(CXCursor c, CXCursor parent, CXClientData data)
{
	struct lower *lw = data;
	CXCursor init;
	bool in_main;
	CXFile f;

	if (c.kind == CXCursor_EnumDecl) {
		clang_visitChildren(c, const_visit, lw);
		return CXChildVisit_Continue;
	}
	if (c.kind != CXCursor_FunctionDecl && c.kind != CXCursor_VarDecl)
		return CXChildVisit_Continue;
	clang_getExpansionLocation(clang_getCursorLocation(c), &f, NULL, NULL, NULL);
	in_main = f && clang_File_isEqual(f, lw->main_file);
	if (c.kind == CXCursor_VarDecl && in_main && export_mark(lw, c))
		return CXChildVisit_Continue;
	if (c.kind == CXCursor_FunctionDecl) {
		top_function(lw, c, in_main);
	} else if (in_main || clang_isCursorDefinition(c)) {
		init = clang_Cursor_getVarDeclInitializer(c);
		if (!clang_Cursor_isNull(init)) {
			lw->depth = 0;
			lower_global(lw, lower_sym(lw, c), c, init);
		}
	}
	return CXChildVisit_Continue;
}

void lower_unit(struct lower *lw)
{
	clang_visitChildren(clang_getTranslationUnitCursor(lw->tu), top_visit, lw);
	/* lowering a body may queue more; in order of discovery, so that the result is deterministic */
	for (u32 i = 0; i < lw->todo.nr; i++) {
		CXCursor def = lw->todo.at[i].def;

		lower_function(lw, def, lower_sym(lw, def));
	}
}
