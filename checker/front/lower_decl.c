// SPDX-License-Identifier: GPL-2.0-only
/*
 * Declarations: the tables of a unit (files, types, fields, symbols), places in the source.
 *
 * Everything here is memoised by the pointers inside libclang's cursors: a spelling costs a malloc and a copy, and
 * a kernel TU names the same few hundred types and fields thousands of times.
 */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "front/lower.h"

struct kid_ctx {
	struct kids *k;
	u32 cap;
};

static enum CXChildVisitResult kid_visit(CXCursor c, CXCursor parent, CXClientData data)
{
	struct kid_ctx *x = data;
	struct kids *k = x->k;

	if (k->nr < ARRAY_SIZE(k->at)) {
		k->at[k->nr++] = c;
		return CXChildVisit_Continue;
	}
	if (!k->more) {
		x->cap = 64;
		k->more = xmalloc(x->cap * sizeof(c));
		memcpy(k->more, k->at, sizeof(k->at));
	} else if (k->nr == x->cap) {
		x->cap *= 2;
		k->more = xrealloc(k->more, x->cap * sizeof(c));
	}
	k->more[k->nr++] = c;
	return CXChildVisit_Continue;
}

void kids_get(struct kids *k, CXCursor c)
{
	struct kid_ctx x = { .k = k };

	k->more = NULL;
	k->nr = 0;
	clang_visitChildren(c, kid_visit, &x);
}

void kids_free(struct kids *k)
{
	free(k->more);
	k->more = NULL;
}

u32 lower_file(struct lower *lw, CXFile f)
{
	u32 id = map_get(&lw->file_map, (u64)(uintptr_t)f);
	const char *below;
	u32 flags = 0;
	char *abs;

	if (!f)
		return irb_file(lw->b, "", 0);
	if (id != MAP_NONE)
		return id;
	abs = lower_path_of(f);
	below = path_below(lw->cfg->tree, abs);
	if (!below && lw->cfg->objdir[0])
		below = path_below(lw->cfg->objdir, abs);
	if (lw->pch_files && map_get(lw->pch_files, hash_str(abs)) != MAP_NONE)
		flags |= IR_FILE_PCH;
	if (lw->main_file && clang_File_isEqual(f, lw->main_file))
		flags |= IR_FILE_MAIN;
	id = irb_file(lw->b, below ? below : abs, flags);
	free(abs);
	map_put(&lw->file_map, (u64)(uintptr_t)f, id);
	return id;
}

struct ir_loc lower_loc(struct lower *lw, CXCursor c)
{
	unsigned line, col;
	CXFile f;

	clang_getFileLocation(clang_getCursorLocation(c), &f, &line, &col, NULL);
	return (struct ir_loc){ .line = line, .col = (u16)MIN(col, 65535u), .file = (u16)lower_file(lw, f) };
}

static bool is_ident(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* "guard(mutex)" of guard(mutex)(&x->lock): a macro that gives the function's name belongs to what was written. */
static size_t macro_call(const char *s, size_t n, size_t e)
{
	size_t i = e;

	if (i >= n || s[i] != '(')
		return e;
	for (i++; i < n && is_ident(s[i]); i++)
		;
	return i + 1 < n && s[i] == ')' && s[i + 1] == '(' ? i + 1 : e;
}

const char *lower_written_at(struct lower *lw, CXCursor c, size_t *left)
{
	const struct text *text;
	unsigned off;
	CXFile f;

	clang_getFileLocation(clang_getCursorLocation(c), &f, NULL, NULL, &off);
	text = lower_text_of(lw, f);
	if (!text || off >= text->len)
		return NULL;
	*left = text->len - off;
	return text->at + off;
}

ir_str lower_written(struct lower *lw, CXCursor c)
{
	size_t left, e;
	const char *s = lower_written_at(lw, c, &left);
	u32 id;

	if (!s)
		return 0;
	for (e = 0; e < left && is_ident(s[e]); e++)
		;
	if (!e || e > 100)
		return 0;
	e = macro_call(s, left, e);
	id = strtab_addn(&lw->b->str, s, e);
	return lw->b->str.off[id];
}

static u8 type_kind(CXType canon, u8 *bits, u8 *sign)
{
	*bits = 0;
	*sign = 0;
	switch (canon.kind) {
	case CXType_Void:
		return T_VOID;
	case CXType_Bool:
		*bits = 8;
		return T_BOOL;
	case CXType_Char_S: case CXType_SChar: case CXType_Short: case CXType_Int: case CXType_Long:
	case CXType_LongLong: case CXType_Int128:
		*sign = 1;
		/* fall through */
	case CXType_Char_U: case CXType_UChar: case CXType_UShort: case CXType_UInt: case CXType_ULong:
	case CXType_ULongLong: case CXType_UInt128:
		*bits = (u8)(8 * MIN(clang_Type_getSizeOf(canon), 16));
		return T_INT;
	case CXType_Enum:
		*bits = 32;
		return T_ENUM;
	case CXType_Float: case CXType_Double: case CXType_LongDouble:
		return T_FLOAT;
	case CXType_Pointer:
		return T_PTR;
	case CXType_ConstantArray: case CXType_IncompleteArray: case CXType_VariableArray:
		return T_ARRAY;
	case CXType_Record:
		return T_RECORD;
	case CXType_FunctionProto: case CXType_FunctionNoProto:
		return T_FUNC;
	default:
		return T_OTHER;
	}
}

/* Of "(unnamed struct at /path/of/the/tree/x.h:3:1)" the path below the tree: the text must not depend on where it is. */
static void strip_tree(const struct lower *lw, struct strbuf *text)
{
	const char *tree = lw->cfg->tree, *from = strbuf_str(text), *at;
	size_t n = strlen(tree);
	struct strbuf out = { 0 };

	if (!n || !strstr(from, " at "))
		return;
	while ((at = strstr(from, tree))) {
		strbuf_add(&out, from, (size_t)(at - from));
		from = at + n + (at[n] == '/');
	}
	strbuf_puts(&out, from);
	strbuf_reset(text);
	strbuf_add(text, out.buf, out.len);
	strbuf_free(&out);
}

static ir_str type_name(struct lower *lw, CXType t)
{
	CXString s = clang_getTypeSpelling(t);
	struct strbuf text = { 0 };
	ir_str name;

	strbuf_puts(&text, clang_getCString(s));
	clang_disposeString(s);
	strip_tree(lw, &text);
	name = irb_str(lw->b, strbuf_str(&text));
	strbuf_free(&text);
	return name;
}

u32 lower_type(struct lower *lw, CXType t)
{
	u64 key = (u64)(uintptr_t)t.data[0];
	u32 id = map_get(&lw->type_map, key);
	struct ir_type ty = { .elem = IR_NONE };
	CXType canon, plain;
	CXString s;

	if (id != MAP_NONE)
		return id;
	canon = clang_getCanonicalType(t);
	ty.kind = type_kind(canon, &ty.bits, &ty.is_signed);
	plain = clang_getUnqualifiedType(canon);
	ty.name = type_name(lw, plain);
	if (t.kind == CXType_Typedef || (t.kind == CXType_Elaborated && ty.kind != T_RECORD && ty.kind != T_ENUM)) {
		s = clang_getTypedefName(t.kind == CXType_Elaborated ? clang_Type_getNamedType(t) : t);
		ty.alias = irb_str(lw->b, clang_getCString(s));
		clang_disposeString(s);
	}
	if (ty.kind == T_PTR)
		ty.elem = lower_type(lw, clang_getPointeeType(canon));
	else if (ty.kind == T_ARRAY)
		ty.elem = lower_type(lw, clang_getArrayElementType(canon));
	id = irb_type(lw->b, ty);
	map_put(&lw->type_map, key, id);
	return id;
}

/* ---- members ---- */

struct owner_ctx {
	CXCursor rec, found;
};

/* Is it the member whose type, less arrays and pointers, is the record? */
static enum CXVisitorResult owner_visit(CXCursor field, CXClientData data)
{
	struct owner_ctx *x = data;
	CXType t = clang_getCanonicalType(clang_getCursorType(field));

	for (;;) {
		CXType in = t.kind == CXType_Pointer ? clang_getPointeeType(t) : clang_getArrayElementType(t);

		if (in.kind == CXType_Invalid)
			break;
		t = clang_getCanonicalType(in);
	}
	if (!clang_equalCursors(clang_getTypeDeclaration(t), x->rec))
		return CXVisit_Continue;
	x->found = field;
	return CXVisit_Break;
}

static bool is_record(CXCursor c)
{
	return c.kind == CXCursor_StructDecl || c.kind == CXCursor_UnionDecl;
}

/* The record that a member of rec belongs to: through the anonymous ones, whose members are those of the one around. */
static CXCursor named_record(CXCursor rec)
{
	for (int up = 0; up < 8 && clang_Cursor_isAnonymousRecordDecl(rec); up++) {
		CXCursor parent = clang_getCursorSemanticParent(rec);

		if (!is_record(parent))
			break;
		rec = parent;
	}
	return rec;
}

/* "struct foo", "spinlock_t", "struct foo.member", "struct @file:line": ir.h, struct ir_field. */
static void record_name(struct lower *lw, CXCursor rec, struct strbuf *out, int depth)
{
	CXString s = clang_getTypeSpelling(clang_getCursorType(rec));
	const char *name = clang_getCString(s);
	bool unnamed = strstr(name, "(unnamed") || strstr(name, "(anonymous");
	struct owner_ctx x = { rec, clang_getNullCursor() };
	CXCursor outer;
	struct ir_loc loc;

	if (!unnamed)
		strbuf_puts(out, name);
	clang_disposeString(s);
	if (!unnamed)
		return;
	outer = clang_getCursorSemanticParent(rec);
	if (is_record(outer) && depth < 8) {
		clang_Type_visitFields(clang_getCursorType(outer), owner_visit, &x);
		if (!clang_Cursor_isNull(x.found)) {
			record_name(lw, named_record(outer), out, depth + 1);
			s = clang_getCursorSpelling(x.found);
			strbuf_printf(out, ".%s", clang_getCString(s));
			clang_disposeString(s);
			return;
		}
	}
	loc = lower_loc(lw, rec);
	strbuf_printf(out, "%s @%s:%u", rec.kind == CXCursor_UnionDecl ? "union" : "struct",
		      lw->b->str.text + lw->b->file.at[loc.file].path, loc.line);
}

static u32 field_offset(CXCursor rec, const char *name)
{
	long long bits = clang_Type_getOffsetOf(clang_getCursorType(rec), name);

	return bits < 0 || bits % 8 || bits / 8 >= IR_NONE ? IR_NONE : (u32)(bits / 8);
}

u32 lower_field(struct lower *lw, CXCursor field)
{
	u64 key = (u64)(uintptr_t)field.data[0];
	u32 id = map_get(&lw->field_map, key);
	struct strbuf rec = { 0 };
	const char *name;
	CXCursor parent;
	CXString s;

	if (id != MAP_NONE)
		return id == MAP_NONE - 1 ? IR_NONE : id;
	s = clang_getCursorSpelling(field);
	name = clang_getCString(s);
	/* an anonymous member is spelled "union s::(anonymous at ...)" */
	if (!name[0] || strchr(name, '(')) {
		clang_disposeString(s);
		map_put(&lw->field_map, key, MAP_NONE - 1);
		return IR_NONE;
	}
	parent = named_record(clang_getCursorSemanticParent(field));
	record_name(lw, parent, &rec, 0);
	id = irb_field(lw->b, strbuf_str(&rec), name, lower_type(lw, clang_getCursorType(field)),
		       field_offset(parent, name));
	strbuf_free(&rec);
	clang_disposeString(s);
	map_put(&lw->field_map, key, id);
	return id;
}

struct annot_ctx {
	struct lower *lw;
	CXCursor decl;
	u32 sym;
};

struct member_ctx {
	const char *name;
	size_t len;
	CXCursor found;
};

static enum CXVisitorResult find_member(CXCursor c, CXClientData data)
{
	struct member_ctx *x = data;
	CXString s = clang_getCursorSpelling(c);
	const char *name = clang_getCString(s);
	bool same = !strncmp(name, x->name, x->len) && !name[x->len];

	clang_disposeString(s);
	if (!same)
		return CXVisit_Continue;
	x->found = c;
	return CXVisit_Break;
}

static CXCursor find_param(CXCursor fn, const char *name, size_t len)
{
	int nr = clang_Cursor_getNumArguments(fn);

	for (int i = 0; i < nr; i++) {
		struct member_ctx x = { name, len, clang_getNullCursor() };

		if (find_member(clang_Cursor_getArgument(fn, (unsigned)i), &x) == CXVisit_Break)
			return x.found;
	}
	return clang_getNullCursor();
}

/* The members that "&x->a.b" names get into the field table, so that link/ can tell the type of the text. */
static void annot_members(struct lower *lw, CXCursor fn, const char *s)
{
	CXCursor at = clang_getNullCursor();

	for (;;) {
		struct member_ctx x = { .found = clang_getNullCursor() };
		CXType t;

		while (*s && !is_ident(*s))
			s++;
		for (x.name = s; is_ident(*s); s++)
			;
		x.len = (size_t)(s - x.name);
		if (!x.len)
			return;
		if (clang_Cursor_isNull(at)) {
			at = find_param(fn, x.name, x.len);
		} else {
			t = clang_getCanonicalType(clang_getCursorType(at));
			if (t.kind == CXType_Pointer)
				t = clang_getCanonicalType(clang_getPointeeType(t));
			if (t.kind != CXType_Record)
				return;
			clang_Type_visitFields(t, find_member, &x);
			at = x.found;
			if (!clang_Cursor_isNull(at))
				lower_field(lw, at);
		}
		if (clang_Cursor_isNull(at))
			return;
	}
}

static enum CXChildVisitResult annot_visit(CXCursor c, CXCursor parent, CXClientData data)
{
	struct annot_ctx *x = data;
	const char *text;
	CXString s;

	if (c.kind == CXCursor_CompoundStmt)
		return CXChildVisit_Break;
	if (c.kind != CXCursor_AnnotateAttr)
		return CXChildVisit_Continue;
	s = clang_getCursorSpelling(c);
	text = clang_getCString(s);
	if (strchr(text, '=') && x->decl.kind == CXCursor_FunctionDecl)
		annot_members(x->lw, x->decl, strchr(text, '=') + 1);
	vec_push(&x->lw->b->annot, (struct ir_annot){ x->sym, irb_str(x->lw->b, text) });
	clang_disposeString(s);
	return CXChildVisit_Continue;
}

void lower_annots(struct lower *lw, CXCursor decl, u32 sym)
{
	struct annot_ctx x = { lw, decl, sym };

	if (clang_Cursor_hasAttrs(decl))
		clang_visitChildren(decl, annot_visit, &x);
}

/* Which argument of a function is a gfp_t: its text is kept at the calls. */
static void find_gfp_arg(struct lower *lw, CXType fn, u32 sym)
{
	int nr = clang_getNumArgTypes(fn);

	for (int i = 0; i < nr && i < 16; i++) {
		u32 t = lower_type(lw, clang_getArgType(fn, (unsigned)i));
		const struct ir_type *ty = &lw->b->type.at[t];

		if (ty->alias && !strcmp(lw->b->str.text + ty->alias, "gfp_t")) {
			map_put(&lw->gfp_map, sym, (u32)i + 1);
			return;
		}
	}
}

static CXFile decl_file(CXCursor decl)
{
	CXFile f;

	clang_getExpansionLocation(clang_getCursorLocation(decl), &f, NULL, NULL, NULL);
	return f;
}

u32 lower_sym(struct lower *lw, CXCursor decl)
{
	u64 key = (u64)(uintptr_t)decl.data[0];
	u32 id = map_get(&lw->sym_map, key);
	bool is_fn = decl.kind == CXCursor_FunctionDecl, is_static;
	CXCursor def = decl;
	u32 flags = 0;
	CXString s;
	CXType t;

	if (id != MAP_NONE)
		return id;
	is_static = clang_getCursorLinkage(decl) == CXLinkage_Internal ||
		clang_getCursorLinkage(decl) == CXLinkage_NoLinkage;
	if (is_fn) {
		def = clang_getCursorDefinition(decl);
		if (clang_Cursor_isNull(def))
			def = decl;
		else
			flags |= IR_SYM_DEFINED;
		if (clang_Cursor_isFunctionInlined(decl))
			flags |= IR_SYM_INLINE;
		if (clang_Cursor_isVariadic(decl))
			flags |= IR_SYM_VARIADIC;
	}
	/* "extern inline" of a header has no body of its own: as good as static */
	if (is_static)
		flags |= IR_SYM_STATIC;
	if (clang_getCursorAvailability(decl) == CXAvailability_NotAvailable)
		flags &= ~IR_SYM_DEFINED;
	s = clang_getCursorSpelling(decl);
	id = irb_sym(lw->b, clang_getCString(s), is_fn ? SYM_FUNC : SYM_VAR, flags, lower_file(lw, decl_file(def)));
	clang_disposeString(s);
	map_put(&lw->sym_map, key, id);
	t = clang_getCursorType(decl);
	if (!is_fn) {
		lw->b->sym.at[id].type = lower_type(lw, t);
		if (clang_isConstQualifiedType(t))
			lw->b->sym.at[id].flags |= IR_SYM_CONST;
		return id;
	}
	u32 ret = lower_type(lw, clang_getResultType(t));
	u32 fn = lower_type(lw, t);

	lw->b->sym.at[id].type = ret;
	lw->b->sym.at[id].sig = lw->b->type.at[fn].name;
	if (strstr(lw->b->str.text + lw->b->sym.at[id].sig, "noreturn"))
		lw->b->sym.at[id].flags |= IR_SYM_NORETURN;
	find_gfp_arg(lw, t, id);
	lower_annots(lw, decl, id);
	if (flags & IR_SYM_DEFINED)
		lower_need_function(lw, def, id);
	return id;
}
