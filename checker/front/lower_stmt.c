// SPDX-License-Identifier: GPL-2.0-only
/*
 * Statements and functions: control flow.
 *
 * Scopes matter only for destructors (cleanup attributes): a stack of the variables in scope that have one.  Leaving
 * a scope by its end, break, continue, goto or return emits their implicit calls in reverse order.  A forward goto
 * is closed when the function ends, because only then is the scope of its label known.
 *
 * asm goto does not show its labels in the C API.  Those that stand in its text are its labels.  When none does, they
 * hide in a macro: a label that no goto names can only be reached by asm goto (or by &&label), so it may jump there.
 */
#include <string.h>

#include "front/lower.h"

static void block_open(struct lower *lw, u32 blk)
{
	lw->cur = blk;
}

static void jump_to(struct lower *lw, u32 blk)
{
	if (!irb_closed(lw->b, lw->cur))
		irb_jump(lw->b, lw->cur, blk);
}

/* After a statement that does not fall through. */
static void dead_block(struct lower *lw)
{
	lw->cur = irb_block_new(lw->b);
}

static void destroy(struct lower *lw, u32 blk, const struct cleanup *cl, struct ir_loc loc)
{
	ir_val_id place = irb_val(lw->b, V_LOCAL, OP_NONE, 0, cl->local, 0), arg = irb_addr(lw->b, place);

	irb_call(lw->b, blk, (struct ir_event){ .kind = EV_CALL, .flags = IR_EV_IMPLICIT, .loc = loc,
		.a = irb_val(lw->b, V_FUNC, OP_NONE, 0, cl->fn, 0) }, &arg, 1);
}

/* Destructors of what is above down_to, without leaving the scope. */
void lower_unwind(struct lower *lw, u32 down_to, struct ir_loc loc)
{
	for (u32 i = lw->cleanup.nr; i > down_to; i--)
		destroy(lw, lw->cur, &lw->cleanup.at[i - 1], loc);
}

static void scope_end(struct lower *lw, u32 down_to, struct ir_loc loc)
{
	if (lw->cleanup.nr > down_to && !irb_closed(lw->b, lw->cur))
		lower_unwind(lw, down_to, loc);
	lw->cleanup.nr = down_to;
}

static struct ir_loc end_loc(struct lower *lw, CXCursor c)
{
	unsigned line, col;
	CXFile f;

	clang_getExpansionLocation(clang_getRangeEnd(clang_getCursorExtent(c)), &f, &line, &col, NULL);
	return (struct ir_loc){ .line = line, .col = (u16)MIN(col, 65535u), .file = (u16)lower_file(lw, f) };
}

struct var_ctx {
	char cleanup[128];
};

static enum CXChildVisitResult var_visit(CXCursor c, CXCursor parent, CXClientData data)
{
	struct var_ctx *x = data;

	if (c.kind == CXCursor_AnnotateAttr) {
		CXString s = clang_getCursorSpelling(c);
		const char *t = clang_getCString(s);

		if (!strncmp(t, "cleanup=", 8) && strlen(t + 8) < sizeof(x->cleanup))
			strcpy(x->cleanup, t + 8);
		clang_disposeString(s);
	}
	return CXChildVisit_Continue;
}

/* A destructor is known by name only: find a static function of that name, or an external one. */
static u32 cleanup_sym(struct lower *lw, const char *name)
{
	u32 id = strtab_find(&lw->names, name), at;

	if (id != MAP_NONE) {
		at = map_get(&lw->def_map, id);
		if (at != MAP_NONE)
			return lower_sym(lw, lw->defined_fn.at[at]);
	}
	return irb_sym(lw->b, name, SYM_FUNC, IR_SYM_INLINE, 0);
}

/* "function.variable"; the second of that name in a function is "function.variable.2". */
static u32 static_sym(struct lower *lw, CXCursor var)
{
	CXString s = clang_getCursorSpelling(var);
	u16 file = lower_loc(lw, var).file;
	u32 sym, nr;

	for (u32 i = 1;; i++) {
		struct strbuf name = { 0 };

		strbuf_printf(&name, "%s.%s", lw->b->str.text + lw->b->sym.at[lw->fn_sym].name, clang_getCString(s));
		if (i > 1)
			strbuf_printf(&name, ".%u", i);
		nr = lw->b->sym.nr;
		sym = irb_sym(lw->b, name.buf, SYM_VAR, IR_SYM_STATIC | IR_SYM_DEFINED, file);
		strbuf_free(&name);
		if (sym >= nr)
			break;
	}
	clang_disposeString(s);
	return sym;
}

static void static_local(struct lower *lw, CXCursor var)
{
	CXCursor init = clang_Cursor_getVarDeclInitializer(var);
	u32 sym = static_sym(lw, var);

	lw->b->sym.at[sym].type = lower_type(lw, clang_getCursorType(var));
	if (clang_isConstQualifiedType(clang_getCursorType(var)))
		lw->b->sym.at[sym].flags |= IR_SYM_CONST;
	map_put(&lw->static_map, (u64)(uintptr_t)var.data[0], sym);
	if (!clang_Cursor_isNull(init))
		lower_global(lw, sym, var, init);
}

void lower_var_decl(struct lower *lw, CXCursor var)
{
	enum CX_StorageClass sc = clang_Cursor_getStorageClass(var);
	struct ir_loc loc = lower_loc(lw, var);
	struct var_ctx x = { .cleanup = "" };
	CXCursor init;
	ir_val_id place;
	CXString s;
	u32 l;

	if (sc == CX_SC_Static) {
		static_local(lw, var);
		return;
	}
	if (sc == CX_SC_Extern)
		return;
	s = clang_getCursorSpelling(var);
	l = irb_local(lw->b, clang_getCString(s), lower_type(lw, clang_getCursorType(var)), loc);
	clang_disposeString(s);
	map_put(&lw->local_map, (u64)(uintptr_t)var.data[0], l);
	place = irb_val(lw->b, V_LOCAL, OP_NONE, 0, l, 0);
	/* not the children: the operand of a typeof in its type is one too */
	init = clang_Cursor_getVarDeclInitializer(var);
	if (!clang_Cursor_isNull(init))
		lower_init(lw, place, clang_getCursorType(var), init, loc);
	else
		lower_life(lw, place, loc);
	if (clang_Cursor_hasAttrs(var))
		clang_visitChildren(var, var_visit, &x);
	if (x.cleanup[0])
		vec_push(&lw->cleanup, (struct cleanup){ l, cleanup_sym(lw, x.cleanup) });
}

/* By its statement, not by its name: __label__ makes several of one name. */
static struct label *label_find(struct lower *lw, CXCursor stmt)
{
	u64 key = (u64)(uintptr_t)stmt.data[1];
	struct label l = { .key = key };
	CXString s;

	for (u32 i = 0; i < lw->label.nr; i++)
		if (lw->label.at[i].key == key)
			return &lw->label.at[i];
	s = clang_getCursorSpelling(stmt);
	l.name = strtab_add(&lw->names, clang_getCString(s));
	clang_disposeString(s);
	l.block = irb_block_new(lw->b);
	vec_push(&lw->label, l);
	return &vec_last(&lw->label);
}

static void stmt_compound(struct lower *lw, CXCursor c)
{
	u32 depth = lw->cleanup.nr;
	struct kids k;

	kids_get(&k, c);
	for (u32 i = 0; i < k.nr; i++)
		lower_stmt(lw, kid(&k, i));
	kids_free(&k);
	if (lw->cleanup.nr > depth)
		scope_end(lw, depth, end_loc(lw, c));
}

static void stmt_if(struct lower *lw, CXCursor c)
{
	u32 yes = irb_block_new(lw->b), no, join;
	struct kids k;

	kids_get(&k, c);
	if (k.nr < 2) {
		kids_free(&k);
		return;
	}
	join = irb_block_new(lw->b);
	no = k.nr > 2 ? irb_block_new(lw->b) : join;
	lower_cond(lw, kid(&k, 0), yes, no);
	block_open(lw, yes);
	lower_stmt(lw, kid(&k, 1));
	jump_to(lw, join);
	if (k.nr > 2) {
		block_open(lw, no);
		lower_stmt(lw, kid(&k, 2));
		jump_to(lw, join);
	}
	kids_free(&k);
	block_open(lw, join);
}

static void stmt_loop(struct lower *lw, CXCursor *cond, CXCursor *inc, CXCursor body, bool test_first)
{
	u32 head = irb_block_new(lw->b), top = irb_block_new(lw->b), next = irb_block_new(lw->b),
	    out = irb_block_new(lw->b);

	jump_to(lw, test_first ? head : top);
	vec_push(&lw->loop, (struct loop){ .brk = out, .cont = next, .nr_cleanup = lw->cleanup.nr });
	block_open(lw, head);
	if (cond)
		lower_cond(lw, *cond, top, out);
	else
		irb_jump(lw->b, head, top);
	block_open(lw, top);
	lower_stmt(lw, body);
	jump_to(lw, next);
	lw->loop.nr--;
	block_open(lw, next);
	if (inc)
		lower_expr_drop(lw, *inc);
	jump_to(lw, head);
	block_open(lw, out);
}

static void stmt_while(struct lower *lw, CXCursor c)
{
	struct kids k;
	CXCursor cond;

	kids_get(&k, c);
	if (k.nr >= 2) {
		cond = kid(&k, 0);
		stmt_loop(lw, &cond, NULL, kid(&k, k.nr - 1), true);
	}
	kids_free(&k);
}

/* do { } while (0), the frame of a macro: no loop at all. */
static void stmt_once(struct lower *lw, CXCursor body)
{
	u32 out = irb_block_new(lw->b);

	vec_push(&lw->loop, (struct loop){ .brk = out, .cont = out, .nr_cleanup = lw->cleanup.nr });
	lower_stmt(lw, body);
	lw->loop.nr--;
	jump_to(lw, out);
	block_open(lw, out);
}

static bool is_zero(CXCursor c)
{
	CXEvalResult r;
	bool zero;

	c = lower_skip(c);
	if (c.kind != CXCursor_IntegerLiteral)
		return false;
	r = clang_Cursor_Evaluate(c);
	zero = r && !clang_EvalResult_getAsLongLong(r);
	if (r)
		clang_EvalResult_dispose(r);
	return zero;
}

static void stmt_do(struct lower *lw, CXCursor c)
{
	struct kids k;
	CXCursor cond;

	kids_get(&k, c);
	if (k.nr == 2 && is_zero(kid(&k, 1))) {
		stmt_once(lw, kid(&k, 0));
	} else if (k.nr == 2) {
		cond = kid(&k, 1);
		stmt_loop(lw, &cond, NULL, kid(&k, 0), false);
	}
	kids_free(&k);
}

/* By shape alone, for a head whose text does not tell. */
static void for_guess(const CXCursor *part, u32 n, bool present[3])
{
	u32 i = 0;

	present[0] = part[0].kind == CXCursor_DeclStmt || (lower_is_step(part[0]) && n == 2);
	i = present[0];
	present[1] = i < n && !lower_is_step(part[i]);
	i += present[1];
	present[2] = i < n;
}

/* libclang leaves out the parts that are absent: tell the present ones apart by the text, or else by shape. */
static void stmt_for(struct lower *lw, CXCursor c)
{
	CXCursor *which[3] = { NULL, NULL, NULL }, part[3];
	bool present[3] = { true, true, true };
	u32 depth = lw->cleanup.nr, n;
	struct kids k;

	kids_get(&k, c);
	n = k.nr ? MIN(k.nr - 1, 3u) : 0;
	for (u32 i = 0; i < n; i++)
		part[i] = kid(&k, i);
	if (n && n < 3 &&
	    (!lower_for_parts(lw, c, present) || (u32)present[0] + present[1] + present[2] != n))
		for_guess(part, n, present);
	for (u32 i = 0, j = 0; i < 3; i++)
		if (present[i] && j < n)
			which[i] = &part[j++];
	if (which[0])
		lower_stmt(lw, *which[0]);
	if (k.nr)
		stmt_loop(lw, which[1], which[2], kid(&k, k.nr - 1), true);
	scope_end(lw, depth, end_loc(lw, c));
	kids_free(&k);
}

static void stmt_switch(struct lower *lw, CXCursor c)
{
	struct sw here = { .deflt = IR_NONE }, *outer = lw->sw;
	u32 head, out = irb_block_new(lw->b);
	struct ir_loc loc = lower_loc(lw, c);
	ir_val_id v;
	struct kids k;

	kids_get(&k, c);
	if (k.nr < 2) {
		kids_free(&k);
		return;
	}
	v = lower_expr(lw, kid(&k, k.nr - 2));
	head = lw->cur;
	lw->sw = &here;
	vec_push(&lw->loop, (struct loop){ .brk = out, .cont = IR_NONE, .nr_cleanup = lw->cleanup.nr });
	dead_block(lw);
	lower_stmt(lw, kid(&k, k.nr - 1));
	jump_to(lw, out);
	lw->loop.nr--;
	lw->sw = outer;
	irb_switch(lw->b, head, v, here.cas.at, here.succ.at, here.cas.nr,
		   here.deflt == IR_NONE ? out : here.deflt, loc);
	block_open(lw, out);
	vec_free(&here.cas);
	vec_free(&here.succ);
	kids_free(&k);
}

static s64 case_value(struct lower *lw, CXCursor c)
{
	CXEvalResult r = clang_Cursor_Evaluate(c);
	s64 v = 0;

	if (r) {
		v = clang_EvalResult_getAsLongLong(r);
		clang_EvalResult_dispose(r);
	}
	return v;
}

static void stmt_case(struct lower *lw, CXCursor c)
{
	u32 blk = irb_block_new(lw->b);
	struct kids k;

	kids_get(&k, c);
	jump_to(lw, blk);
	block_open(lw, blk);
	if (lw->sw && c.kind == CXCursor_DefaultStmt) {
		lw->sw->deflt = blk;
	} else if (lw->sw && k.nr >= 2) {
		s64 lo = case_value(lw, kid(&k, 0));
		s64 hi = k.nr > 2 ? case_value(lw, kid(&k, 1)) : lo;

		vec_push(&lw->sw->cas, (struct ir_case){ lo, hi });
		vec_push(&lw->sw->succ, blk);
	}
	if (k.nr)
		lower_stmt(lw, kid(&k, k.nr - 1));
	kids_free(&k);
}

static void place_label(struct lower *lw, CXCursor c)
{
	struct label *l = label_find(lw, c);

	l->placed = true;
	l->nr_cleanup = lw->cleanup.nr;
	jump_to(lw, l->block);
	block_open(lw, l->block);
}

static void stmt_label(struct lower *lw, CXCursor c)
{
	struct kids k;

	place_label(lw, c);
	kids_get(&k, c);
	for (u32 i = 0; i < k.nr; i++)
		lower_stmt(lw, kid(&k, i));
	kids_free(&k);
}

static void stmt_goto(struct lower *lw, CXCursor c)
{
	struct pending_goto g = { .block = lw->cur, .cleanup_at = lw->saved_cleanup.nr,
		.cleanup_nr = lw->cleanup.nr, .loc = lower_loc(lw, c) };
	struct label *l;
	struct kids k;

	kids_get(&k, c);
	if (!k.nr) {
		kids_free(&k);
		return;
	}
	l = label_find(lw, clang_getCursorReferenced(kid(&k, 0)));
	kids_free(&k);
	l->targeted = true;
	g.label = (u32)(l - lw->label.at);
	for (u32 i = 0; i < lw->cleanup.nr; i++)
		vec_push(&lw->saved_cleanup, lw->cleanup.at[i]);
	vec_push(&lw->gotos, g);
	dead_block(lw);
}

static void stmt_break(struct lower *lw, CXCursor c, bool cont)
{
	u32 i = lw->loop.nr;

	while (i && cont && lw->loop.at[i - 1].cont == IR_NONE)
		i--;
	if (!i)
		return;
	lower_unwind(lw, lw->loop.at[i - 1].nr_cleanup, lower_loc(lw, c));
	jump_to(lw, cont ? lw->loop.at[i - 1].cont : lw->loop.at[i - 1].brk);
	dead_block(lw);
}

static void stmt_return(struct lower *lw, CXCursor c)
{
	struct ir_loc loc = lower_loc(lw, c);
	ir_val_id v = 0;
	struct kids k;

	kids_get(&k, c);
	if (k.nr && lower_is_expr(kid(&k, 0))) {
		v = lower_expr(lw, kid(&k, 0));
		if (lw->cleanup.nr && irb_get(lw->b, v)->kind != V_CONST) {
			/* the value is taken before the destructors run */
			ir_val_id t = lower_temp(lw, clang_getCursorType(kid(&k, 0)), loc);

			lower_set(lw, t, v, loc, 0);
			v = t;
		}
	}
	kids_free(&k);
	lower_unwind(lw, 0, loc);
	if (!irb_closed(lw->b, lw->cur))
		irb_return(lw->b, lw->cur, v, loc);
	dead_block(lw);
}

static void stmt_asm(struct lower *lw, CXCursor c)
{
	struct pending_asm a = { .loc = lower_loc(lw, c) };
	ir_val_id args[32];
	struct kids k;
	u32 n = 0;

	kids_get(&k, c);
	for (u32 i = 0; i < k.nr && n < ARRAY_SIZE(args); i++)
		if (lower_is_expr(kid(&k, i)))
			args[n++] = lower_expr(lw, kid(&k, i));
	kids_free(&k);
	irb_call(lw->b, lw->cur, (struct ir_event){ .kind = EV_ASM, .loc = a.loc }, args, n);
	if (!lower_is_asm_goto(lw, c))
		return;
	a.text = lower_extent_text(lw, c, &a.text_len);
	a.block = lw->cur;
	a.next = irb_block_new(lw->b);
	vec_push(&lw->asms, a);
	block_open(lw, a.next);
}

/* The last statement of ({ }), when it is an expression, is its value; it may carry labels. */
static ir_val_id last_value(struct lower *lw, CXCursor c, CXType *type)
{
	ir_val_id v = 0;
	struct kids k;

	if (lower_is_expr(c)) {
		*type = clang_getCursorType(c);
		return lower_expr(lw, c);
	}
	if (c.kind != CXCursor_LabelStmt) {
		lower_stmt(lw, c);
		return 0;
	}
	place_label(lw, c);
	kids_get(&k, c);
	if (k.nr)
		v = last_value(lw, kid(&k, k.nr - 1), type);
	kids_free(&k);
	return v;
}

ir_val_id lower_stmt_expr(struct lower *lw, CXCursor compound)
{
	u32 depth = lw->cleanup.nr;
	ir_val_id v = 0;
	struct kids k;
	CXType type;

	kids_get(&k, compound);
	for (u32 i = 0; i + 1 < k.nr; i++)
		lower_stmt(lw, kid(&k, i));
	if (k.nr)
		v = last_value(lw, kid(&k, k.nr - 1), &type);
	kids_free(&k);
	if (lw->cleanup.nr > depth) {
		if (v && type.kind != CXType_Void) {
			ir_val_id t = lower_temp(lw, type, end_loc(lw, compound));

			lower_set(lw, t, v, end_loc(lw, compound), 0);
			v = t;
		}
		scope_end(lw, depth, end_loc(lw, compound));
	}
	return v ? v : irb_unknown(lw->b);
}

static void stmt_any(struct lower *lw, CXCursor c)
{
	struct kids k;

	switch ((int)c.kind) {
	case CXCursor_CompoundStmt:
		stmt_compound(lw, c);
		break;
	case CXCursor_DeclStmt:
	case CXCursor_UnexposedStmt:	/* attributed statement: fallthrough; */
		kids_get(&k, c);
		for (u32 i = 0; i < k.nr; i++) {
			if (kid(&k, i).kind == CXCursor_VarDecl)
				lower_var_decl(lw, kid(&k, i));
			else if (clang_isStatement(kid(&k, i).kind) || lower_is_expr(kid(&k, i)))
				lower_stmt(lw, kid(&k, i));
		}
		kids_free(&k);
		break;
	case CXCursor_IfStmt:
		stmt_if(lw, c);
		break;
	case CXCursor_WhileStmt:
		stmt_while(lw, c);
		break;
	case CXCursor_DoStmt:
		stmt_do(lw, c);
		break;
	case CXCursor_ForStmt:
		stmt_for(lw, c);
		break;
	case CXCursor_SwitchStmt:
		stmt_switch(lw, c);
		break;
	case CXCursor_CaseStmt:
	case CXCursor_DefaultStmt:
		stmt_case(lw, c);
		break;
	case CXCursor_LabelStmt:
		stmt_label(lw, c);
		break;
	case CXCursor_GotoStmt:
		stmt_goto(lw, c);
		break;
	case CXCursor_BreakStmt:
		stmt_break(lw, c, false);
		break;
	case CXCursor_ContinueStmt:
		stmt_break(lw, c, true);
		break;
	case CXCursor_ReturnStmt:
		stmt_return(lw, c);
		break;
	case CXCursor_GCCAsmStmt:
		stmt_asm(lw, c);
		break;
	case CXCursor_IndirectGotoStmt:
		/* every label whose address was taken is an orphan too */
		vec_push(&lw->asms, (struct pending_asm){ .block = lw->cur, .next = IR_NONE,
			.loc = lower_loc(lw, c) });
		dead_block(lw);
		break;
	default:
		if (lower_is_expr(c))
			lower_expr_drop(lw, c);
	}
}

void lower_stmt(struct lower *lw, CXCursor c)
{
	if (lw->depth > LOWER_MAX_DEPTH) {
		lw->nr_too_deep++;
		return;
	}
	lw->depth++;
	stmt_any(lw, c);
	lw->depth--;
}

static void close_gotos(struct lower *lw)
{
	for (u32 i = 0; i < lw->gotos.nr; i++) {
		struct pending_goto *g = &lw->gotos.at[i];
		struct label *l = &lw->label.at[g->label];

		if (irb_closed(lw->b, g->block))
			continue;
		for (u32 j = g->cleanup_nr; j > l->nr_cleanup; j--)
			destroy(lw, g->block, &lw->saved_cleanup.at[g->cleanup_at + j - 1], g->loc);
		if (l->placed)
			irb_jump(lw->b, g->block, l->block);
		else
			irb_unreachable(lw->b, g->block);
	}
}

struct succs {
	VEC(u32);
};

static void asm_succs(struct lower *lw, const struct pending_asm *a, struct succs *out)
{
	u32 nr;

	vec_clear(out);
	if (a->next != IR_NONE)
		vec_push(out, a->next);
	nr = out->nr;
	for (u32 j = 0; j < lw->label.nr; j++) {
		const struct label *l = &lw->label.at[j];

		if (l->placed && lower_text_names(a->text, a->text_len, strtab_str(&lw->names, l->name)))
			vec_push(out, l->block);
	}
	if (out->nr > nr)
		return;
	for (u32 j = 0; j < lw->label.nr; j++)
		if (lw->label.at[j].placed && !lw->label.at[j].targeted)
			vec_push(out, lw->label.at[j].block);
}

static void close_asms(struct lower *lw)
{
	struct succs succ = { 0 };

	for (u32 i = 0; i < lw->asms.nr; i++) {
		struct pending_asm *a = &lw->asms.at[i];

		asm_succs(lw, a, &succ);
		if (irb_closed(lw->b, a->block))
			continue;
		if (!succ.nr)
			irb_unreachable(lw->b, a->block);
		else if (succ.nr == 1)
			irb_jump(lw->b, a->block, succ.at[0]);
		else
			irb_asm_goto(lw->b, a->block, succ.at, succ.nr, a->loc);
	}
	vec_free(&succ);
}

static void reset(struct lower *lw)
{
	map_clear(&lw->local_map);
	vec_clear(&lw->cleanup);
	vec_clear(&lw->saved_cleanup);
	vec_clear(&lw->label);
	vec_clear(&lw->gotos);
	vec_clear(&lw->asms);
	vec_clear(&lw->loop);
	lw->sw = NULL;
	lw->depth = 0;
	lw->nr_too_deep = 0;
}

void lower_function(struct lower *lw, CXCursor def, u32 sym)
{
	struct ir_loc end = end_loc(lw, def);
	u32 nparams = 0;
	CXCursor body = clang_getNullCursor();
	struct kids k;

	reset(lw);
	lw->fn_sym = sym;
	irb_func_begin(lw->b, sym, lower_loc(lw, def), end.line);
	lw->cur = irb_block_new(lw->b);
	kids_get(&k, def);
	for (u32 i = 0; i < k.nr; i++) {
		CXCursor c = kid(&k, i);

		if (c.kind == CXCursor_ParmDecl) {
			CXString s = clang_getCursorSpelling(c);
			u32 l = irb_local(lw->b, clang_getCString(s), lower_type(lw, clang_getCursorType(c)),
					  lower_loc(lw, c));

			clang_disposeString(s);
			map_put(&lw->local_map, (u64)(uintptr_t)c.data[0], l);
			nparams++;
		} else if (c.kind == CXCursor_CompoundStmt) {
			body = c;
		}
	}
	kids_free(&k);
	if (clang_Cursor_isNull(body)) {
		irb_func_abort(lw->b);
		return;
	}
	lower_stmt(lw, body);
	if (!irb_closed(lw->b, lw->cur))
		irb_return(lw->b, lw->cur, 0, end);
	close_gotos(lw);
	close_asms(lw);
	irb_func_end(lw->b, nparams, lw->nr_too_deep ? IR_FUNC_TRUNCATED : 0);
}
