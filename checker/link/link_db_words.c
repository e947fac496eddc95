// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a link database says in words: conditions, locks, sleeps, the lines of effects.
 *
 * Parameters carry their names and flags those of the tree: "if gfp has __GFP_DIRECT_RECLAIM and not in softirq".
 * Text is made here, once, so that a question costs nothing but looking.
 */
#include "link/link_db_int.h"

#include <ctype.h>
#include <string.h>

static const char *const kind_word[] = {
#define X(e, name, text) [e] = name,
	ATOMIC_KINDS(X)
#undef X
};

static void kinds(u32 mask, struct strbuf *out)
{
	const char *sep = "";

	for (u32 k = 0; k < ATOMIC_NR; k++) {
		if (!(mask & ATOMIC_BIT_OF(k)))
			continue;
		strbuf_printf(out, "%s%s", sep, kind_word[k]);
		sep = "/";
	}
}

struct words {
	const struct world *w;
	const struct flow_unit *fu;
	const struct ir_func *fn;
	struct strbuf *out;
};

static void bits(const struct words *x, u64 v)
{
	if (x->fu->direct_reclaim && v == (u64)x->fu->direct_reclaim)
		strbuf_puts(x->out, "__GFP_DIRECT_RECLAIM");
	else
		strbuf_printf(x->out, "%#llx", (unsigned long long)v);
}

static void value(const struct words *x, const struct aval *a)
{
	bool any = false;
	s64 c;

	if (aval_is_const(a, &c)) {
		strbuf_printf(x->out, " is %lld", (long long)c);
		return;
	}
	if (a->one || a->zero) {
		strbuf_puts(x->out, a->one ? " has " : " lacks ");
		bits(x, a->one ? a->one : a->zero);
		return;
	}
	if (a->lo != INT64_MIN)
		any = true, strbuf_printf(x->out, " >= %lld", (long long)a->lo);
	if (a->hi != INT64_MAX)
		strbuf_printf(x->out, "%s <= %lld", any ? " and" : "", (long long)a->hi), any = true;
	if (a->nonzero && !any)
		strbuf_puts(x->out, " is not 0");
}

static bool is_comparison(const struct fx *k)
{
	return k->kind == FX_BIN && (k->op & ~FX_UNSIGNED) >= OP_EQ && (k->op & ~FX_UNSIGNED) <= OP_GE;
}

static bool is_true(const struct aval *a)
{
	return a->nonzero || a->lo > 0 || a->hi < 0 || a->one;
}

/* "a comparison is 0 or 1" and the like: true of everything. */
static bool says_nothing(const struct words *x, const struct atom *a)
{
	const struct fx *k = fx_at(&x->w->fx, a->what);
	s64 c;

	return (is_comparison(k) || k->kind == FX_CTX) && !is_true(&a->is) && !aval_is_const(&a->is, &c);
}

/* a < b, or the opposite where it is said to be false. */
static void comparison(const struct words *x, const struct fx *k, bool holds)
{
	static const char *const yes[] = { "==", "!=", "<", "<=", ">", ">=" };
	static const char *const no[] = { "!=", "==", ">=", ">", "<=", "<" };
	u32 op = (k->op & ~FX_UNSIGNED) - OP_EQ;

	flow_print_fx(x->w, &x->w->fx, k->a, x->fu->u, x->fn, x->out);
	strbuf_printf(x->out, " %s ", holds ? yes[op] : no[op]);
	flow_print_fx(x->w, &x->w->fx, k->b, x->fu->u, x->fn, x->out);
}

static void atom(const struct words *x, const struct atom *a)
{
	const struct fx *k = fx_at(&x->w->fx, a->what);
	s64 mask;

	if (k->kind == FX_CTX) {
		strbuf_puts(x->out, is_true(&a->is) ? "in " : "not in ");
		kinds(k->a, x->out);
		return;
	}
	if (is_comparison(k)) {
		comparison(x, k, is_true(&a->is));
		return;
	}
	/* (gfp & BIT) != 0 */
	if (k->kind == FX_BIN && k->op == OP_AND && fx_is_const(&x->w->fx, k->b, &mask)) {
		flow_print_fx(x->w, &x->w->fx, k->a, x->fu->u, x->fn, x->out);
		strbuf_puts(x->out, is_true(&a->is) ? " has " : " lacks ");
		bits(x, (u64)mask);
		return;
	}
	flow_print_fx(x->w, &x->w->fx, a->what, x->fu->u, x->fn, x->out);
	value(x, &a->is);
}

static struct words words_of(struct ldb_maker *m, u32 sym)
{
	const struct flow_sym *g = &m->p->w.sym.at[sym];
	const struct flow_unit *fu = &m->p->w.unit.at[g->unit];

	strbuf_reset(&m->sb);
	return (struct words){ &m->p->w, fu, &fu->u->func[g->func], &m->sb };
}

static ir_str condition(struct ldb_maker *m, u32 sym, const struct atom *cond, u32 nr)
{
	struct words x = words_of(m, sym);

	for (u32 i = 0; i < nr; i++) {
		if (says_nothing(&x, &cond[i]))
			continue;
		strbuf_puts(x.out, x.out->len ? " and " : " if ");
		atom(&x, &cond[i]);
	}
	return ldb_add(m, strbuf_str(x.out));
}

static ir_str dropped(struct ldb_maker *m, u32 sym, const struct eff_lock *l, u32 nr)
{
	struct words x = words_of(m, sym);

	for (u32 i = 0; i < nr; i++) {
		strbuf_printf(x.out, "%s %s", i ? "," : " after dropping",
			      l[i].kind < ATOMIC_NR ? kind_word[l[i].kind] : "?");
		if (!l[i].path)
			continue;
		strbuf_putc(x.out, ' ');
		flow_print_fx(x.w, &x.w->fx, l[i].path, x.fu->u, x.fn, x.out);
	}
	return ldb_add(m, strbuf_str(x.out));
}

/* "kzalloc() with GFP_KERNEL" */
static ir_str call_words(struct ldb_maker *m, u32 sym, const struct ir_event *e, u32 callee)
{
	struct words x = words_of(m, sym);
	const struct ir_unit *u = x.fu->u;
	const struct ir_val *v = &ir_vals(u, x.fn)[e->a];

	if (v->kind == V_FIELD && callee != IR_NONE)
		strbuf_printf(x.out, "%s() through ->%s", strtab_str(&x.w->str, x.w->sym.at[callee].name),
			      ir_text(u, u->field[v->b].name));
	else if (v->kind != V_FUNC && callee != IR_NONE)
		strbuf_printf(x.out, "%s() through a pointer", strtab_str(&x.w->str, x.w->sym.at[callee].name));
	else if (e->name)
		strbuf_printf(x.out, "%s()", ir_text(u, e->name));
	else if (v->kind == V_FUNC)
		strbuf_printf(x.out, "%s()", ir_text(u, u->sym[v->a].name));
	else
		strbuf_puts(x.out, "a function");
	if (e->text)
		strbuf_printf(x.out, " with %s", ir_text(u, e->text));
	return ldb_add(m, strbuf_str(x.out));
}

/* The callee's sleep as an index in the image; of a function whose sleeps were computed anew, any of that kind. */
static u32 sleep_index(const struct ldb_maker *m, const struct eff_sleep *e)
{
	const struct effects *eff = &m->p->w.sym.at[e->callee].eff;
	const struct eff_sleep *s = flow_find_sleep(eff, e->callee_sleep);

	for (u32 i = 0; !s && i < eff->nr_sleep; i++)
		if (eff->sleep[i].why == e->why)
			s = &eff->sleep[i];
	return s ? m->node.at[m->node_of[e->callee]].sleep_at + (u32)(s - eff->sleep) : IR_NONE;
}

static void sleep_record(struct ldb_maker *m, u32 sym, const struct eff_sleep *e)
{
	const struct ir_unit *u;
	const struct ir_func *fn = ldb_func(m, sym, &u);
	const struct ir_event *ev = &ir_events(u, fn)[e->event];
	struct ldb_sleep s = { .line = ev->loc.line, .col = ev->loc.col, .confidence = e->confidence,
		.loose = e->loose, .callee = IR_NONE, .next = IR_NONE };

	s.file = ldb_add(m, ir_text(u, u->file[ev->loc.file].path));
	s.call = call_words(m, sym, ev, e->callee);
	s.when = condition(m, sym, e->cond, e->nr_cond);
	s.dropped = dropped(m, sym, e->dropped, e->nr_dropped);
	if (e->callee != IR_NONE) {
		s.callee = m->node_of[e->callee];
		s.next = sleep_index(m, e);
	}
	vec_push(&m->sleep, s);
}

void ldb_sleeps(struct ldb_maker *m)
{
	u32 at = 0;

	/* where each function's sleeps will be, before one of them is named as the next of a chain */
	for (u32 i = 0; i < m->sym.nr; i++) {
		m->node.at[i].sleep_at = at;
		m->node.at[i].sleep_nr = m->p->w.sym.at[m->sym.at[i]].eff.nr_sleep;
		at += m->node.at[i].sleep_nr;
	}
	for (u32 i = 0; i < m->sym.nr; i++) {
		const struct effects *eff = &m->p->w.sym.at[m->sym.at[i]].eff;

		for (u32 k = 0; k < eff->nr_sleep; k++)
			sleep_record(m, m->sym.at[i], &eff->sleep[k]);
	}
}

/* "arg0->lock" -> "priv->lock" */
static void with_names(const struct words *x, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t k = i + 3;
		u32 nr = 0;

		if (n - i > 3 && !strncmp(s + i, "arg", 3) && (!i || !(isalnum((unsigned char)s[i - 1]) || s[i - 1] == '_')))
			while (k < n && isdigit((unsigned char)s[k]) && nr < x->fn->nparams)
				nr = nr * 10 + (u32)(s[k++] - '0');
		if (k == i + 3 || nr >= x->fn->nparams || (k < n && (isalnum((unsigned char)s[k]) || s[k] == '_')) ||
		    !ir_text(x->fu->u, x->fu->u->local[x->fn->local_at + nr].name)[0]) {
			strbuf_putc(x->out, s[i]);
			continue;
		}
		strbuf_puts(x->out, ir_text(x->fu->u, x->fu->u->local[x->fn->local_at + nr].name));
		i = k - 1;
	}
}

/*
 * How it returns and what it calls: the lines of flow_print_effects() but the heading and the sleeps, which have
 * records of their own.
 */
static void effect_lines(struct ldb_maker *m, u32 sym, const char *text)
{
	const char *end;

	for (text = strchrnul(text, '\n'); *text; text = end) {
		struct words x = words_of(m, sym);

		text += 1 + strspn(text + 1, " ");
		end = strchrnul(text, '\n');
		if (end == text || !strncmp(text, "sleeps:", 7))
			continue;
		with_names(&x, text, (size_t)(end - text));
		vec_push(&m->effect, ldb_add(m, strbuf_str(x.out)));
	}
}

void ldb_effects(struct ldb_maker *m)
{
	struct strbuf text = { 0 };

	for (u32 i = 0; i < m->sym.nr; i++) {
		u32 sym = m->sym.at[i];

		m->node.at[i].effect_at = m->effect.nr;
		if (m->p->w.sym.at[sym].func == IR_NONE)
			continue;
		strbuf_reset(&text);
		flow_print_effects(&m->p->w, sym, &text);
		effect_lines(m, sym, strbuf_str(&text));
		m->node.at[i].effect_nr = m->effect.nr - m->node.at[i].effect_at;
	}
	strbuf_free(&text);
}

/* Sorted by function, else in the order of the program. */
void ldb_roots(struct ldb_maker *m)
{
	const struct program *p = m->p;
	u32 at = 0;

	for (u32 i = 0; i < p->root.nr; i++)
		m->node.at[m->node_of[p->root.at[i].sym]].root_nr++;
	for (u32 i = 0; i < m->sym.nr; i++) {
		m->node.at[i].root_at = at;
		at += m->node.at[i].root_nr;
		m->node.at[i].root_nr = 0;
	}
	vec_extend(&m->root, at);
	for (u32 i = 0; i < p->root.nr; i++) {
		const struct root *r = &p->root.at[i];
		const struct ir_unit *u = p->w.unit.at[r->by_unit].u;
		struct ldb_node *n = &m->node.at[m->node_of[r->sym]];

		m->root.at[n->root_at + n->root_nr++] = (struct ldb_root){
			.fn = m->node_of[r->sym], .context = r->context,
			.by = r->by_fn == IR_NONE ? IR_NONE : m->node_of[r->by_fn],
			.file = ldb_add(m, ir_text(u, u->file[r->by_loc.file].path)),
			.line = r->by_loc.line, .col = r->by_loc.col, .confidence = r->confidence,
			.how = ldb_add(m, strtab_str(&p->w.str, r->how)),
		};
	}
}
