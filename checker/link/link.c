// SPDX-License-Identifier: GPL-2.0-only
/*
 * Symbols and edges.
 *
 * A static function is keyed by name and file, so that an inline function of a header is one symbol however many
 * units carry it.  Of several external definitions a strong one beats a weak one, then the first unit's wins; a call
 * inside a unit that defines the name means that one.
 * Cost: linear in the events.
 */
#include "link/link.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "link/kmodel.h"

/* Mainline: locks, disabled interrupts, preemption or bottom halves.  PREEMPT_RT: spin and rw locks sleep, so do what
 * disables bottom halves and what runs in softirqs; but where even those sleep, a spin lock or the allocator is wrong. */
static void set_forbidden(struct world *w)
{
	const u32 nofs = ATOMIC_BIT_OF(ATOMIC_NOFS), noio = ATOMIC_BIT_OF(ATOMIC_NOIO);
	const u32 rt_sleeps = ATOMIC_BIT_OF(ATOMIC_SPIN) | ATOMIC_BIT_OF(ATOMIC_RWLOCK) | ATOMIC_BIT_OF(ATOMIC_BH) |
		ATOMIC_BIT_OF(ATOMIC_SOFTIRQ);

	w->forbids[NEED_SLEEP] = w->rt ? ATOMIC_SLEEP_MASK & ~rt_sleeps : ATOMIC_SLEEP_MASK;
	w->forbids[NEED_FS] = nofs;	/* flags without __GFP_IO have no __GFP_FS either */
	w->forbids[NEED_IO] = noio;
	w->forbids[NEED_RT] = w->rt ? ATOMIC_SLEEP_MASK & ~rt_sleeps & ~ATOMIC_BIT_OF(ATOMIC_RCU) : 0;
}

void link_init(struct program *p, const struct rules *rules, bool rt)
{
	*p = (struct program){ 0 };
	strtab_init(&p->w.str);
	strtab_init(&p->w.field);
	fx_init_shared(&p->w.fx);
	pthread_mutex_init(&p->w.str_lock, NULL);
	p->w.rules = rules;
	p->w.rt = rt;
	set_forbidden(&p->w);
}

void link_free(struct program *p)
{
	for (u32 i = 0; i < p->w.unit.nr; i++) {
		free(p->w.unit.at[i].sym);
		free(p->w.unit.at[i].field);
	}
	for (u32 i = 0; i < p->w.sym.nr; i++)
		effects_free(&p->w.sym.at[i].eff);
	strtab_free(&p->w.str);
	strtab_free(&p->w.field);
	fx_free(&p->w.fx);
	vec_free(&p->w.unit);
	vec_free(&p->w.sym);
	map_free(&p->w.named_const);
	vec_free(&p->w.const_value);
	map_free(&p->w.number);
	vec_free(&p->w.number_value);
	vec_free(&p->w.field_sleeps);
	map_free(&p->w.near);
	map_free(&p->w.targets.slot);
	vec_free(&p->w.targets.set);
	vec_free(&p->w.targets.sym);
	vec_free(&p->edge);
	vec_free(&p->first_edge);
	vec_free(&p->order);
	vec_free(&p->root);
	free(p->context);
	vec_free(&p->cand);
	map_free(&p->sym_map);
	kmodel_link_free(p->model);
	pthread_mutex_destroy(&p->w.str_lock);
}

static u64 sym_key(const char *name, const char *file)
{
	u64 h = hash_str(name);

	return file ? h * 0x9e3779b97f4a7c15ull ^ hash_str(file) : h;
}

u32 link_folder(struct program *p, const char *file)
{
	const char *slash = strrchr(file, '/');

	return strtab_addn(&p->w.str, file, slash ? (size_t)(slash - file) : 0);
}

/* A static function of a source file is not the one that rules/ means, whatever its name is. */
static bool is_private(u32 flags, const char *file)
{
	size_t n = strlen(file);

	return (flags & IR_SYM_STATIC) && n > 2 && !strcmp(file + n - 2, ".c");
}

u32 link_symbol(struct program *p, const char *name, const char *file, bool is_func, u32 flags)
{
	u64 key = sym_key(name, flags & IR_SYM_STATIC ? file : NULL);
	u32 id = map_get(&p->sym_map, key);
	struct flow_sym n = { .unit = IR_NONE, .func = IR_NONE };

	if (id != MAP_NONE)
		return id;
	n.name = strtab_add(&p->w.str, name);
	n.file = strtab_add(&p->w.str, file);
	n.folder = link_folder(p, file);
	n.flags = flags & ~IR_SYM_DEFINED;
	if (is_func && !is_private(flags, file))
		n.rule = rules_find(p->w.rules, name);
	vec_push(&p->w.sym, n);
	map_put(&p->sym_map, key, p->w.sym.nr - 1);
	return p->w.sym.nr - 1;
}

static u32 sym_get(struct program *p, const struct ir_unit *u, const struct ir_sym *s)
{
	return link_symbol(p, ir_text(u, s->name), ir_text(u, u->file[s->file].path), s->kind == SYM_FUNC, s->flags);
}

static void unit_consts(struct program *p, struct flow_unit *fu)
{
	for (u32 i = 0; i < fu->u->nr_cst; i++) {
		const char *name = ir_text(fu->u, fu->u->cst[i].name);
		u32 id;

		if (!strcmp(name, "__GFP_DIRECT_RECLAIM"))
			fu->direct_reclaim = fu->u->cst[i].value;
		if (!strcmp(name, "__GFP_FS"))
			fu->gfp_fs = fu->u->cst[i].value;
		if (!strcmp(name, "__GFP_IO"))
			fu->gfp_io = fu->u->cst[i].value;
		id = strtab_find(&p->w.rules->str, name);
		if (id == MAP_NONE || map_get(&p->w.named_const, id) != MAP_NONE)
			continue;
		map_put(&p->w.named_const, id, p->w.const_value.nr);
		vec_push(&p->w.const_value, fu->u->cst[i].value);
	}
}

static void unit_fields(struct program *p, struct flow_unit *fu)
{
	struct strbuf sb = { 0 };

	fu->field = xcalloc(fu->u->nr_field, sizeof(*fu->field));
	for (u32 i = 0; i < fu->u->nr_field; i++) {
		strbuf_reset(&sb);
		strbuf_printf(&sb, "%s.%s", ir_text(fu->u, fu->u->field[i].rec), ir_text(fu->u, fu->u->field[i].name));
		fu->field[i] = strtab_add(&p->w.field, sb.buf);
	}
	strbuf_free(&sb);
}

void link_add_unit(struct program *p, const struct ir_unit *u, const char *path)
{
	struct flow_unit fu = { .u = u, .path = path };
	u32 id = p->w.unit.nr;

	fu.sym = xcalloc(u->nr_sym, sizeof(*fu.sym));
	for (u32 i = 0; i < u->nr_sym; i++)
		fu.sym[i] = sym_get(p, u, &u->sym[i]);
	unit_fields(p, &fu);
	unit_consts(p, &fu);
	for (u32 i = 0; i < u->nr_func; i++) {
		const struct ir_sym *s = &u->sym[u->func[i].sym];
		struct flow_sym *g = &p->w.sym.at[fu.sym[u->func[i].sym]];
		bool weak = s->flags & IR_SYM_WEAK;

		if (g->func != IR_NONE && !((g->flags & IR_SYM_WEAK) && !weak)) {
			if (!(s->flags & IR_SYM_STATIC))
				p->nr_duplicate_symbols++;
			continue;
		}
		g->unit = id;
		g->func = i;
		g->flags = s->flags;
		g->file = strtab_add(&p->w.str, ir_text(u, u->file[u->func[i].loc.file].path));
		g->folder = link_folder(p, strtab_str(&p->w.str, g->file));
	}
	vec_push(&p->w.unit, fu);
}

/* Named constants of a unit parsed without the prelude are those of the others. */
static void share_consts(struct program *p)
{
	struct flow_unit *all = p->w.unit.at, have = { 0 };

	for (u32 i = 0; i < p->w.unit.nr && !have.direct_reclaim; i++)
		have = all[i];
	for (u32 i = 0; i < p->w.unit.nr; i++) {
		if (all[i].direct_reclaim)
			continue;
		all[i].direct_reclaim = have.direct_reclaim;
		all[i].gfp_fs = have.gfp_fs;
		all[i].gfp_io = have.gfp_io;
	}
}

static void pointer_edges(struct program *p, u32 from, u32 event, const struct flow_unit *fu, const struct ir_func *fn)
{
	const struct ir_event *e = &ir_events(fu->u, fn)[event];
	const struct ir_val *v = &ir_vals(fu->u, fn)[e->a];
	const struct target_set *set = targets_of_call(&p->w, from, e);
	struct target t[TARGETS_MAX];
	u32 nr = set ? targets_of(&p->w, set, from, t) : 0;

	for (u32 i = 0; i < nr; i++)
		vec_push(&p->edge, (struct edge){ .from = from, .event = event, .to = t[i].sym,
			.field = v->kind == V_FIELD ? fu->field[v->b] : EDGE_POINTER,
			.own = v->kind == V_LOCAL && v->a >= fn->nparams && nr <= 2 });
}

static void find_edges(struct program *p)
{
	for (u32 s = 0; s < p->w.sym.nr; s++) {
		const struct flow_sym *g = &p->w.sym.at[s];
		const struct flow_unit *fu;
		const struct ir_func *fn;

		vec_push(&p->first_edge, p->edge.nr);
		if (g->func == IR_NONE || flow_is_modelled(&p->w, s))
			continue;
		fu = &p->w.unit.at[g->unit];
		fn = &fu->u->func[g->func];
		for (u32 i = 0; i < fn->ev_nr; i++) {
			const struct ir_event *e = &ir_events(fu->u, fn)[i];
			const struct ir_val *v = &ir_vals(fu->u, fn)[e->a];

			if (e->kind == EV_CALL && v->kind == V_FUNC)
				vec_push(&p->edge, (struct edge){ .from = s, .to = fu->sym[v->a], .event = i,
					.field = IR_NONE });
			if (e->kind == EV_CALL)
				pointer_edges(p, s, i, fu, fn);
			/* a function passed as an argument is analysed before the one that passes it on */
			for (u32 k = 0; e->kind == EV_CALL && k < e->nargs; k++) {
				const struct ir_val *a = &ir_vals(fu->u, fn)[ir_args(fu->u, fn, e)[k]];

				if (a->kind == V_FUNC)
					vec_push(&p->edge, (struct edge){ .from = s, .to = fu->sym[a->a],
						.event = i, .field = IR_NONE, .passed = true });
			}
		}
	}
	vec_push(&p->first_edge, p->edge.nr);
}

u32 link_global(const struct program *p, const char *name)
{
	u32 id = map_get(&p->sym_map, sym_key(name, NULL));

	return id == MAP_NONE ? IR_NONE : id;
}

static void find_sleeping_fields(struct program *p)
{
	vec_extend(&p->w.field_sleeps, p->w.field.nr);
	for (u32 i = 0; i < p->w.field.nr; i++) {
		const struct rule *r = link_field_rule(p, i);

		p->w.field_sleeps.at[i] = r && r->sleeps;
	}
}

void link_resolve(struct program *p)
{
	share_consts(p);
	find_sleeping_fields(p);
	link_near(p);
	link_numbers(p);
	link_targets(p);
	find_edges(p);
	link_roots(p);
	link_annots(p);
	link_order(p);
}
