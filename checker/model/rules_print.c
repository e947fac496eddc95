// SPDX-License-Identifier: GPL-2.0-only
/*
 * Records -> text.  What is printed reads back as the same rule set, and two rule sets that mean the same print
 * the same, whatever files they came from: sorted by kind, then by bytes, file and line left out.
 */
#include <stdlib.h>

#include "base/strbuf.h"
#include "model/rules_parse.h"

static void print_set(struct strbuf *out, const char *key, u32 set)
{
	char sep = '=';

	strbuf_printf(out, " %s", key);
	for (u32 k = 0; k < ATOMIC_NR; k++) {
		if (!(set & ATOMIC_BIT_OF(k)))
			continue;
		strbuf_printf(out, "%c%s", sep, atomic_kind_word(k));
		sep = ',';
	}
}

static void print_memory(struct strbuf *out, u32 set)
{
	char sep = '=';

	strbuf_puts(out, " is");
	for (u32 k = 0; k < MEMORY_NR; k++) {
		if (!(set & MEMORY_BIT(k)))
			continue;
		strbuf_printf(out, "%c%s", sep, memory_kind_word(k));
		sep = ',';
	}
}

static int by_bytes(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Sorted: which bit a word has depends on the order of the files. */
static void print_by(const struct rules *r, u64 set, struct strbuf *out)
{
	const char *word[RULES_MAX_BY];
	u32 nr = 0;

	for (u32 i = 0; i < r->by_word.nr; i++)
		if (set & 1ull << i)
			word[nr++] = rules_by_word(r, i);
	if (nr)
		qsort(word, nr, sizeof(*word), by_bytes);
	for (u32 i = 0; i < nr; i++)
		strbuf_printf(out, "%s%s", i ? "," : " by=", word[i]);
}

static void print_number(struct strbuf *out, const char *key, int n)
{
	if (n >= 0)
		strbuf_printf(out, " %s=%d", key, n);
}

static void print_version(struct strbuf *out, const char *key, u32 v)
{
	strbuf_printf(out, " %s=%u.%u", key, v >> 16, v >> 8 & 255);
	if (v & 255)
		strbuf_printf(out, ".%u", v & 255);
}

static void print_versions(const struct rule *rule, struct strbuf *out)
{
	if (rule->since)
		print_version(out, "since", rule->since);
	if (rule->until != UINT32_MAX)
		print_version(out, "until", rule->until);
}

static void print_cond(const struct rules *r, const struct rule_cond *c, struct strbuf *out)
{
	bool zero = c->op == COND_ZERO || c->op == COND_NOMASK;

	if (c->op == COND_ALWAYS)
		return;
	strbuf_printf(out, " when=%s%u", zero ? "!" : "", c->arg);
	if (c->op == COND_MASK || c->op == COND_NOMASK)
		strbuf_printf(out, "&%s", rules_str(r, c->name));
}

static void print_name(const struct rules *r, const struct rule *rule, struct strbuf *out)
{
	const char *name = rules_str(r, rule->name), *space = strchr(name, ' ');

	if (rule->kind == RULE_FIELD && !strcmp(name, "global")) {
		strbuf_printf(out, "global:%s", rules_str(r, rule->member));
		return;
	}
	if (space)		/* "struct x" is written struct:x */
		strbuf_printf(out, "%.*s:%s", (int)(space - name), name, space + 1);
	else
		strbuf_puts(out, name);
	if (rule_is_member(rule))
		strbuf_printf(out, ".%s", rules_str(r, rule->member));
}

static void print_flags(const struct rule *rule, struct strbuf *out)
{
	const struct { bool on; const char *word; } flags[] = {
		{ rule->irq, "irq" }, { rule->bh, "bh" }, { rule->save, "save" }, { rule->try_ret, "try" },
		{ rule->guard, "guard" }, { rule->test_negated, "negated" }, { rule->unsure, "unsure" },
		{ rule->asserted, "assert" }, { rule->pio, "pio" }, { rule->waits, "waits" },
		{ rule->hard, "hard" }, { rule->sleeps, "sleeps" }, { rule->errptr, "errptr" },
		{ rule->nofail, "nofail" }, { rule->managed, "managed" }, { rule->pop, "pop" },
		{ rule->maybe, "maybe" }, { rule->rcu, "rcu" }, { rule->notnull, "notnull" },
		{ rule->keeps, "keeps" }, { rule->undone, "undone" }, { rule->says, "says" },
	};

	for (u32 i = 0; i < ARRAY_SIZE(flags); i++)
		if (flags[i].on)
			strbuf_printf(out, " %s", flags[i].word);
}

static void print_near(const char *name, const char *sep, struct strbuf *out)
{
	const char *space = strchr(name, ' ');

	if (space)
		strbuf_printf(out, "%s%.*s:%s", sep, (int)(space - name), name, space + 1);
	else
		strbuf_printf(out, "%s%s", sep, name);
}

void rules_print_one(const struct rules *r, const struct rule *rule, struct strbuf *out)
{
	bool lock = rule->kind == RULE_LOCK || rule->kind == RULE_UNLOCK;

	strbuf_printf(out, "%s ", rule_kind_word(rule->kind));
	print_name(r, rule, out);
	if (rule->kind == RULE_FAMILY || rule->kind == RULE_FLAGS) {
		rules_print_flags(r, rule, out);
		print_versions(rule, out);
		return;
	}
	if (lock || rule->kind == RULE_ENTER || rule->kind == RULE_LEAVE)
		strbuf_printf(out, " %s=%s", lock ? "class" : "what", atomic_kind_word(rule->lock_class));
	print_number(out, "arg", rule->arg);
	print_number(out, "gfp", rule->gfp);
	print_number(out, "fn", rule->fn);
	print_number(out, "key", rule->key);
	print_number(out, "via", rule->via);
	print_number(out, "size", rule->size);
	if (rule->memory)
		print_memory(out, rule->memory);
	print_by(r, rule->by, out);
	if (rule->on)
		strbuf_printf(out, " on=%s", ret_class_word((enum ret_class)rule->on));
	if (rule->from)
		strbuf_printf(out, " from=%s to=%s", rules_str(r, rule->from), rules_str(r, rule->to));
	if (rule->via >= 0)
		strbuf_printf(out, " member=%s", rules_str(r, rule->member));
	print_cond(r, &rule->cond, out);
	if (rule->unless_in)
		print_set(out, "unless_in", rule->unless_in);
	if (rule->only_in)
		print_set(out, "only_in", rule->only_in);
	for (u32 i = 0; i < rule->near_nr; i++)
		print_near(rules_str(r, r->near.at[rule->near_at + i]), i ? "," : rule->kind == RULE_FREE ? " release=" :
			   " unless_near=", out);
	if (rule->process)
		strbuf_puts(out, " context=process");
	else if (rule->registered)
		strbuf_puts(out, " context=registered");
	else if (rule->context)
		print_set(out, "context", rule->context);
	if (rule->kind == RULE_TEST)
		print_set(out, "what", rule->test);
	print_flags(rule, out);
	print_versions(rule, out);
}

struct printed {
	u8 kind;
	char *text;
};

static int by_kind_and_text(const void *a, const void *b)
{
	const struct printed *x = a, *y = b;

	return x->kind != y->kind ? (int)x->kind - (int)y->kind : strcmp(x->text, y->text);
}

void rules_print(const struct rules *r, struct strbuf *out)
{
	VEC(struct printed) v = { 0 };

	for (u32 i = 0; i < r->rule.nr; i++) {
		struct strbuf line = { 0 };

		rules_print_one(r, &r->rule.at[i], &line);
		vec_push(&v, (struct printed){ r->rule.at[i].kind, strbuf_detach(&line) });
	}
	if (v.nr)
		qsort(v.at, v.nr, sizeof(*v.at), by_kind_and_text);
	for (u32 i = 0; i < v.nr; i++) {
		strbuf_printf(out, "%s\n", v.at[i].text);
		free(v.at[i].text);
	}
	vec_free(&v);
}
