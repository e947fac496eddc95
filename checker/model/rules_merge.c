// SPDX-License-Identifier: GPL-2.0-only
/*
 * One file into the rule set.
 *
 * The file is parsed on its own (rules_parse.c), checked against itself and against what is loaded, and only
 * then merged: removals first, so that a file can replace what an earlier one says, then its records of this
 * version.  Until the merge nothing of the rule set is touched.  Cost: linear in file and rule set; there are a
 * few thousand records in a few dozen files.
 */
#include <stdio.h>

#include "model/rules_parse.h"

#define FIELD_KEY_MAX (2 * RULES_MAX_NAME + 32)

/* One number for what a "remove" takes away.  String ids stay far below 2^27: files are at most 1 GiB. */
static u64 subject_key(const struct rule *rule, bool remove)
{
	u32 member = rule_is_member(rule) ? rule->member : 0;

	_Static_assert(RULE_NR_KINDS <= 32, "a kind needs more bits");
	return (u64)member << 35 | (u64)rule->name << 6 | (u64)rule->kind << 1 | remove;
}

/* Same subject, argument and condition in some common version: what two records may not both say. */
static bool same_place(const struct rule *a, const struct rule *b)
{
	bool section = a->kind == RULE_ENTER || a->kind == RULE_LEAVE;

	if (section && a->lock_class != b->lock_class)
		return false;		/* rcu_read_lock_bh() opens two */
	if (a->kind == RULE_FIELD && a->context != b->context && a->context && b->context)
		return false;		/* called in one or in the other */
	return a->kind == b->kind && a->name == b->name && a->member == b->member && a->arg == b->arg &&
	       a->gfp == b->gfp && a->fn == b->fn && a->key == b->key && a->from == b->from &&
	       a->via == b->via && a->cond.op == b->cond.op &&
	       a->cond.arg == b->cond.arg && a->cond.name == b->cond.name && a->since < b->until && b->since < a->until;
}

static bool same_meaning(const struct rule *a, const struct rule *b)
{
	return same_place(a, b) && a->lock_class == b->lock_class && a->irq == b->irq && a->bh == b->bh &&
	       a->save == b->save && a->waits == b->waits && a->hard == b->hard && a->sleeps == b->sleeps && a->try_ret == b->try_ret && a->guard == b->guard && a->asserted == b->asserted &&
	       a->process == b->process && a->registered == b->registered && a->context == b->context && a->test == b->test &&
	       a->test_negated == b->test_negated && a->unless_in == b->unless_in &&
	       a->only_in == b->only_in && a->unsure == b->unsure && a->near_nr == b->near_nr && a->to == b->to &&
	       a->families == b->families && a->has == b->has && a->lacks == b->lacks && a->written == b->written &&
	       a->near == b->near && a->say == b->say && a->grade == b->grade && a->large == b->large &&
	       a->by == b->by && a->on == b->on && a->errptr == b->errptr && a->nofail == b->nofail &&
	       a->managed == b->managed && a->pop == b->pop && a->maybe == b->maybe && a->rcu == b->rcu &&
	       a->notnull == b->notnull && a->keeps == b->keeps && a->undone == b->undone &&
	       a->says == b->says && a->memory == b->memory && a->size == b->size && a->pio == b->pio;
}

/* Chains the lines of one subject through rule.next, then compares each with its chain. */
static int check_file(struct rule_lines *l, const char *name, struct err *err)
{
	struct map last = { 0 };
	int rc = 0;

	for (u32 i = 0; i < l->at.nr && !rc; i++) {
		struct rule_line *me = &l->at.at[i];
		u64 key = subject_key(&me->rule, me->remove);
		u32 same = 1, j;

		me->rule.next = map_get(&last, key);
		map_put(&last, key, i);
		for (j = me->rule.next; j != MAP_NONE && !rc; j = l->at.at[j].rule.next, same++) {
			if (same_place(&me->rule, &l->at.at[j].rule))
				rc = err_set(err, "%s:%u:%u: duplicate record, see line %u", name, me->rule.line,
					     me->col, l->at.at[j].rule.line);
			else if (same >= RULES_MAX_SAME)
				rc = err_set(err, "%s:%u:%u: more than %u records for one name", name,
					     me->rule.line, me->col, RULES_MAX_SAME);
		}
	}
	map_free(&last);
	return rc;
}

static bool in_version(const struct rules *r, const struct rule *rule)
{
	return !r->version || (rule->since <= r->version && r->version < rule->until);
}

/* Moves the strings of the file's records into r->str. */
static void adopt_strings(struct rules *r, struct rule_lines *l, const char *name)
{
	u32 file = strtab_add(&r->str, name);

	for (u32 i = r->by_word.nr; i < l->by_word.nr; i++)
		vec_push(&r->by_word, strtab_add(&r->str, strtab_str(&l->str, l->by_word.at[i])));
	for (u32 i = 0; i < l->at.nr; i++) {
		struct rule *rule = &l->at.at[i].rule;

		rule->name = strtab_add(&r->str, strtab_str(&l->str, rule->name));
		rule->member = strtab_add(&r->str, strtab_str(&l->str, rule->member));
		rule->cond.name = strtab_add(&r->str, strtab_str(&l->str, rule->cond.name));
		rule->from = strtab_add(&r->str, strtab_str(&l->str, rule->from));
		rule->to = strtab_add(&r->str, strtab_str(&l->str, rule->to));
		rule->has = strtab_add(&r->str, strtab_str(&l->str, rule->has));
		rule->lacks = strtab_add(&r->str, strtab_str(&l->str, rule->lacks));
		rule->written = strtab_add(&r->str, strtab_str(&l->str, rule->written));
		rule->near = strtab_add(&r->str, strtab_str(&l->str, rule->near));
		rule->say = strtab_add(&r->str, strtab_str(&l->str, rule->say));
		rule->file = file;
		for (u32 k = 0; k < rule->near_nr; k++) {
			u32 id = l->near.at[rule->near_at + k];

			vec_push(&r->near, strtab_add(&r->str, strtab_str(&l->str, id)));
		}
		rule->near_at = r->near.nr - rule->near_nr;
	}
}

/* "KIND NAME" or "KIND NAME.MEMBER" */
static void subject(const struct rule_lines *l, const struct rule *rule, char *out, size_t size)
{
	bool field = rule_is_member(rule);

	snprintf(out, size, "%s %s%s%s", rule_kind_word(rule->kind), strtab_str(&l->str, rule->name),
		 field ? "." : "", field ? strtab_str(&l->str, rule->member) : "");
}

static int check_removals(const struct rules *r, const struct rule_lines *l, const char *name, struct err *err)
{
	char what[FIELD_KEY_MAX];

	for (u32 i = 0; i < l->at.nr; i++) {
		const struct rule_line *line = &l->at.at[i];

		if (!line->remove)
			continue;
		subject(l, &line->rule, what, sizeof(what));
		if (strtab_find(&r->seen, what) == MAP_NONE)
			return err_set(err, "%s:%u:%u: nothing to remove: no earlier record '%.300s'", name,
				       line->rule.line, line->col, what);
	}
	return 0;
}

/* The subjects that the file removes in this version; its ids are those of whoever holds the names. */
static void collect_removals(const struct rules *r, const struct rule_lines *l, struct map *gone)
{
	for (u32 i = 0; i < l->at.nr; i++) {
		const struct rule *rule = &l->at.at[i].rule;

		if (l->at.at[i].remove && in_version(r, rule))
			map_put(gone, subject_key(rule, true), i);
	}
}

static void remove_records(struct rules *r, const struct rule_lines *l)
{
	struct map gone = { 0 };
	u32 kept = 0;

	if (l->remove_all)
		r->rule.nr = 0;
	collect_removals(r, l, &gone);
	for (u32 i = 0; i < r->rule.nr; i++)
		if (map_get(&gone, subject_key(&r->rule.at[i], true)) == MAP_NONE)
			r->rule.at[kept++] = r->rule.at[i];
	r->rule.nr = kept;
	map_free(&gone);
}

/* 1: r has the same record already; 0: it has not; -1: it says something else about the same thing. */
static int compare_loaded(const struct rules *r, const struct rule_lines *l, const struct rule *rule)
{
	const char *name = strtab_str(&l->str, rule->name), *member = strtab_str(&l->str, rule->member);
	const struct rule *have = rule->kind == RULE_FLAGS || rule->kind == RULE_WORD ?
		rules_find_kind(r, (enum rule_kind)rule->kind, name) :
		rule_is_member(rule) ? rules_find_field(r, name, member) : rules_find(r, name);

	for (; have; have = rules_next(r, have)) {
		struct rule mine = *rule;

		mine.name = strtab_find(&r->str, name);
		mine.member = strtab_find(&r->str, member);
		mine.cond.name = strtab_find(&r->str, strtab_str(&l->str, rule->cond.name));
		mine.from = strtab_find(&r->str, strtab_str(&l->str, rule->from));
		mine.to = strtab_find(&r->str, strtab_str(&l->str, rule->to));
		mine.has = strtab_find(&r->str, strtab_str(&l->str, rule->has));
		mine.lacks = strtab_find(&r->str, strtab_str(&l->str, rule->lacks));
		mine.written = strtab_find(&r->str, strtab_str(&l->str, rule->written));
		mine.near = strtab_find(&r->str, strtab_str(&l->str, rule->near));
		mine.say = strtab_find(&r->str, strtab_str(&l->str, rule->say));
		if (same_place(&mine, have))
			return same_meaning(&mine, have) ? 1 : -1;
	}
	return 0;
}

/* A record that an earlier file has in other words is a mistake, unless this file removes it first. */
static int check_conflicts(const struct rules *r, struct rule_lines *l, const char *name, struct err *err)
{
	struct map gone = { 0 };
	int rc = 0;

	if (l->remove_all)
		return 0;
	collect_removals(r, l, &gone);
	for (u32 i = 0; i < l->at.nr && rc >= 0; i++) {
		struct rule_line *line = &l->at.at[i];

		if (line->remove || !in_version(r, &line->rule) ||
		    map_get(&gone, subject_key(&line->rule, true)) != MAP_NONE)
			continue;
		rc = compare_loaded(r, l, &line->rule);
		line->known = rc > 0;
		if (rc < 0)
			err_set(err, "%s:%u:%u: conflicts with an earlier file; 'remove' its record first", name,
				line->rule.line, line->col);
	}
	map_free(&gone);
	return MIN(rc, 0);
}

static void merge(struct rules *r, struct rule_lines *l, const char *name)
{
	char what[FIELD_KEY_MAX];

	for (u32 i = 0; i < l->at.nr; i++) {
		subject(l, &l->at.at[i].rule, what, sizeof(what));
		strtab_add(&r->seen, what);
	}
	adopt_strings(r, l, name);
	remove_records(r, l);
	for (u32 i = 0; i < l->at.nr; i++) {
		const struct rule_line *line = &l->at.at[i];

		if (!line->remove && !line->known && in_version(r, &line->rule))
			vec_push(&r->rule, line->rule);
	}
	rules_build_index(r);
}

int rules_read_as(struct rules *r, const char *name, const char *text, bool by_folder, struct err *err)
{
	struct rule_lines l;
	int rc = rule_lines_parse(&l, r, name, text, err);

	if (!rc)
		rc = check_file(&l, name, err);
	if (rc || (by_folder && l.optional)) {
		rule_lines_free(&l);
		return rc;
	}
	rc = check_removals(r, &l, name, err);
	if (!rc)
		rc = check_conflicts(r, &l, name, err);
	if (!rc)
		merge(r, &l, name);
	rule_lines_free(&l);
	return rc;
}

int rules_read_text(struct rules *r, const char *name, const char *text, struct err *err)
{
	return rules_read_as(r, name, text, false, err);
}
