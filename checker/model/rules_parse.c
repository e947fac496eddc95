// SPDX-License-Identifier: GPL-2.0-only
/*
 * Text of a rules file -> its records.  rules/FORMAT.md is the definition.
 *
 * One line is one record, so the parser never has to recover: the first mistake ends it, with the place in
 * the message.  Which keys a kind takes, and which it needs, is a table; a key has one reader.  The input is
 * untrusted: any bytes, any length (rules_lex.c).  Cost: linear in the text.  Duplicates and versions: rules.c.
 */
#include "model/rules_lex.h"

enum key {
	K_CLASS, K_WHAT, K_ARG, K_GFP, K_FN, K_VIA, K_MEMBER, K_CONTEXT, K_WHEN, K_UNLESS, K_UNLESS_IN, K_ONLY_IN,
	K_UNLESS_NEAR, K_KEY, K_FROM, K_TO, K_SIZE, K_RELEASE, K_IS, K_BY, K_ON, K_SINCE, K_UNTIL,
	K_FIRST_FLAG,
	K_IRQ = K_FIRST_FLAG, K_BH, K_SAVE, K_TRY, K_GUARD, K_NEGATED, K_UNSURE, K_ASSERT, K_PIO, K_WAITS, K_HARD, K_SLEEPS,
	K_ERRPTR, K_NOFAIL, K_MANAGED, K_POP, K_MAYBE, K_RCU, K_NOTNULL, K_KEEPS, K_UNDONE, K_SAYS,
	K_NR
};

static const char *const key_words[K_NR] = {
	[K_CLASS] = "class", [K_WHAT] = "what", [K_ARG] = "arg", [K_GFP] = "gfp", [K_FN] = "fn",
	[K_VIA] = "via", [K_MEMBER] = "member", [K_CONTEXT] = "context", [K_WHEN] = "when",
	[K_UNLESS] = "unless", [K_UNLESS_IN] = "unless_in", [K_ONLY_IN] = "only_in",
	[K_UNLESS_NEAR] = "unless_near", [K_KEY] = "key", [K_FROM] = "from", [K_TO] = "to",
	[K_SIZE] = "size", [K_RELEASE] = "release", [K_IS] = "is", [K_BY] = "by", [K_ON] = "on", [K_SINCE] = "since", [K_UNTIL] = "until",
	[K_IRQ] = "irq", [K_BH] = "bh", [K_SAVE] = "save", [K_TRY] = "try", [K_GUARD] = "guard",
	[K_NEGATED] = "negated", [K_UNSURE] = "unsure", [K_ASSERT] = "assert", [K_WAITS] = "waits", [K_HARD] = "hard", [K_SLEEPS] = "sleeps",
	[K_PIO] = "pio", [K_ERRPTR] = "errptr", [K_NOFAIL] = "nofail", [K_MANAGED] = "managed", [K_POP] = "pop",
	[K_MAYBE] = "maybe", [K_RCU] = "rcu", [K_NOTNULL] = "notnull", [K_KEEPS] = "keeps", [K_UNDONE] = "undone",
	[K_SAYS] = "says",
};

#define B(k) (1ull << (k))
#define B_COND (B(K_GFP) | B(K_WHEN) | B(K_UNLESS))

static const struct {
	const char *word;
	u64 takes, needs;
} kinds[RULE_NR_KINDS] = {
	[RULE_SLEEP]	= { "sleep", B_COND | B(K_UNLESS_IN) | B(K_ONLY_IN) | B(K_UNSURE) | B(K_UNLESS_NEAR), 0 },
	[RULE_ALLOC]	= { "alloc", B_COND | B(K_WAITS), 0 },
	[RULE_NOSLEEP]	= { "nosleep", 0, 0 },
	[RULE_LOCK]	= { "lock", B(K_CLASS) | B(K_ARG) | B(K_IRQ) | B(K_BH) | B(K_SAVE) | B(K_TRY) | B(K_GUARD) |
			    B(K_ASSERT), B(K_CLASS) },
	[RULE_UNLOCK]	= { "unlock", B(K_CLASS) | B(K_ARG) | B(K_IRQ) | B(K_BH) | B(K_SAVE) | B(K_GUARD), B(K_CLASS) },
	[RULE_ENTER]	= { "enter", B(K_WHAT) | B(K_SAVE), B(K_WHAT) },
	[RULE_LEAVE]	= { "leave", B(K_WHAT) | B(K_SAVE), B(K_WHAT) },
	[RULE_CALLBACK]	= { "callback", B(K_HARD) | B(K_FN) | B(K_VIA) | B(K_MEMBER) | B(K_CONTEXT) | B(K_UNSURE) |
			    B(K_UNLESS_NEAR), B(K_CONTEXT) },
	[RULE_FIELD]	= { "field", B(K_SLEEPS) | B(K_HARD) | B(K_CONTEXT) | B(K_UNSURE) | B(K_UNLESS_NEAR), B(K_CONTEXT) },
	[RULE_ENTRY]	= { "entry", B(K_CONTEXT) | B(K_UNSURE), B(K_CONTEXT) },
	[RULE_GET]	= { "get", B(K_ARG), B(K_ARG) },
	[RULE_PUT]	= { "put", B(K_ARG), B(K_ARG) },
	[RULE_TEST]	= { "test", B(K_WHAT) | B(K_NEGATED), B(K_WHAT) },
	[RULE_NORETURN]	= { "noreturn", 0, 0 },
	[RULE_WARNS]	= { "warns", 0, 0 },
	[RULE_NEW]	= { "new", B(K_ARG) | B(K_GFP) | B(K_BY) | B(K_ON) | B(K_ERRPTR) | B(K_NOFAIL) | B(K_MANAGED) |
			    B(K_POP) | B(K_MAYBE) | B(K_WAITS) | B(K_SIZE), B(K_BY) },
	[RULE_FREE]	= { "free", B(K_ARG) | B(K_BY) | B(K_ON) | B(K_ERRPTR) | B(K_MAYBE) | B(K_RCU) | B(K_NOTNULL) |
			    B(K_SIZE) | B(K_FN) | B(K_RELEASE), B(K_ARG) | B(K_BY) },
	[RULE_TAKE]	= { "take", B(K_ARG) | B(K_ON) | B(K_NOTNULL), B(K_ARG) },
	[RULE_REALLOC]	= { "realloc", B(K_ARG) | B(K_GFP) | B(K_BY) | B(K_ERRPTR) | B(K_MANAGED),
			    B(K_ARG) | B(K_BY) },
	[RULE_BORROW]	= { "borrow", B(K_ARG), 0 },
	[RULE_PART]	= { "part", B(K_ARG), 0 },
	[RULE_BIND]	= { "bind", B(K_KEY) | B(K_FN) | B(K_FROM) | B(K_TO), 0 },
	[RULE_DMA]	= { "dma", B(K_ARG) | B(K_SIZE) | B(K_IS) | B(K_PIO) | B(K_UNLESS_NEAR), 0 },
	[RULE_MEMORY]	= { "memory", B(K_SIZE) | B(K_IS), B(K_IS) },
	[RULE_FAMILY]	= { "family", 0, 0 },		/* keys: rules_flags.c */
	[RULE_FLAGS]	= { "flags", 0, 0 },
	[RULE_WORD]	= { "word", B(K_KEEPS) | B(K_UNDONE) | B(K_SAYS), 0 },
};

#define LOCK_CLASSES (ATOMIC_BIT_OF(ATOMIC_SPIN) | ATOMIC_BIT_OF(ATOMIC_RAW) | ATOMIC_BIT_OF(ATOMIC_RWLOCK) | \
		      ATOMIC_BIT_OF(ATOMIC_BIT))

const char *rule_kind_word(enum rule_kind k)
{
	return kinds[k].word;
}

static int read_value(struct parser *ps, enum key k, struct span v, struct rule *r)
{
	u32 what = 0;

	switch (k) {
	case K_CLASS:
		if (lex_atomic(ps, v, LOCK_CLASSES, "class", &what))
			return -1;
		r->lock_class = (u8)what;
		return 0;
	case K_WHAT:
		if (r->kind == RULE_TEST)
			return lex_atomic_set(ps, v, "what", &r->test, NULL);
		if (lex_atomic(ps, v, ~LOCK_CLASSES, "what", &what))
			return -1;
		r->lock_class = (u8)what;
		return 0;
	case K_CONTEXT:
		r->registered = r->kind == RULE_FIELD && span_is(v, "registered");
		return r->registered ? 0 : lex_atomic_set(ps, v, "context", &r->context, &r->process);
	case K_UNLESS_IN:
		return lex_atomic_set(ps, v, "unless_in", &r->unless_in, NULL);
	case K_ONLY_IN:
		return lex_atomic_set(ps, v, "only_in", &r->only_in, NULL);
	case K_ARG:
		return lex_arg(ps, v, &r->arg);
	case K_GFP:
		return lex_arg(ps, v, &r->gfp);
	case K_FN:
		return lex_arg(ps, v, &r->fn);
	case K_VIA:
		return lex_arg(ps, v, &r->via);
	case K_MEMBER:
		return lex_name(ps, v, &r->member);
	case K_KEY:
		return lex_arg(ps, v, &r->key);
	case K_FROM:
		return lex_name(ps, v, &r->from);
	case K_TO:
		return lex_name(ps, v, &r->to);
	case K_SIZE:
		return lex_arg(ps, v, &r->size);
	case K_IS:
		return lex_memory(ps, v, r->kind == RULE_DMA, &r->memory);
	case K_BY:
		return lex_by(ps, v, r->kind == RULE_FREE, &r->by);
	case K_ON:
		return lex_ret_class(ps, v, &r->on);
	case K_RELEASE:
	case K_UNLESS_NEAR:
		return lex_near(ps, v, r);
	case K_WHEN:
	case K_UNLESS:
		return lex_cond(ps, v, k == K_UNLESS, &r->cond);
	case K_SINCE:
		return lex_version(ps, v, &r->since);
	default:
		return lex_version(ps, v, &r->until);
	}
}

static void set_flag(struct rule *r, enum key k)
{
	bool *flags[K_NR - K_FIRST_FLAG] = {
		&r->irq, &r->bh, &r->save, &r->try_ret, &r->guard, &r->test_negated, &r->unsure,
		&r->asserted, &r->pio, &r->waits, &r->hard, &r->sleeps,
		&r->errptr, &r->nofail, &r->managed, &r->pop, &r->maybe, &r->rcu, &r->notnull, &r->keeps, &r->undone,
		&r->says,
	};

	_Static_assert(K_NR - K_FIRST_FLAG == 22, "a flag has no place in struct rule");
	*flags[k - K_FIRST_FLAG] = true;
}

/* One "key=value" or "flag"; have collects what was given. */
static int read_key(struct parser *ps, struct span t, u64 takes, struct rule *r, u64 *have)
{
	struct span word = t, v = t;
	bool has_value = span_cut(&v, '=', &word);
	char buf[48];
	u64 same;
	u32 k;

	for (k = 0; k < K_NR; k++)
		if (span_is(word, key_words[k]))
			break;
	if (k == K_NR)
		return lex_fail(ps, t.s, "unknown key '%s'", span_show(word, buf));
	if (!((takes | B(K_SINCE) | B(K_UNTIL)) & B(k)))
		return lex_fail(ps, t.s, "'%s' takes no '%s'", kinds[r->kind].word, key_words[k]);
	same = k == K_WHEN || k == K_UNLESS ? B(K_WHEN) | B(K_UNLESS) : B(k);
	if (*have & same)
		return lex_fail(ps, t.s, "duplicate key '%s'", key_words[k]);
	*have |= B(k);
	if (k < K_FIRST_FLAG && !has_value)
		return lex_fail(ps, t.s, "'%s' needs a value", key_words[k]);
	if (k >= K_FIRST_FLAG && has_value)
		return lex_fail(ps, v.s, "'%s' takes no value", key_words[k]);
	if (has_value)
		return read_value(ps, k, v, r);
	set_flag(r, k);
	return 0;
}

/* Of a function: its arguments say who is bound to what.  Of a member: names of variables do. */
static int check_bind(struct parser *ps, const char *at, const struct rule *r, u64 have)
{
	u64 of_function = B(K_KEY) | B(K_FN), of_member = B(K_FROM) | B(K_TO);
	u64 given = have & (of_function | of_member);

	if (r->member && given != of_member)
		return lex_fail(ps, at, "'bind' of a member needs 'from=' and 'to='");
	if (!r->member && given != of_function)
		return lex_fail(ps, at, "'bind' of a function needs 'key=' and 'fn='");
	return 0;
}

/* Where new memory goes, and how one sees that there is none. */
static int check_new(struct parser *ps, const char *at, const struct rule *r, u64 have)
{
	u32 ways = (u32)r->errptr + r->nofail + r->pop + !!(have & B(K_ARG));

	if (have & B(K_ON) && !(have & B(K_ARG)))
		return lex_fail(ps, at, "'on=' of 'new' needs 'arg='");
	if (r->waits && !(r->nofail && r->gfp >= 0))
		return lex_fail(ps, at, "'waits' of 'new' needs 'nofail' and 'gfp='");
	if (ways > 1)
		return lex_fail(ps, at, "'new' takes one of 'errptr', 'nofail', 'pop' and 'arg='");
	return 0;
}

/* What no single key can tell. */
static int check_record(struct parser *ps, const char *at, const struct rule *r, u64 have, bool removed)
{
	u64 needs = removed ? 0 : kinds[r->kind].needs;

	for (u32 k = 0; k < K_NR; k++)
		if (needs & ~have & B(k))
			return lex_fail(ps, at, "'%s' needs '%s='", kinds[r->kind].word, key_words[k]);
	if (r->since >= r->until)
		return lex_fail(ps, at, "'until' is not after 'since'");
	if (have & B(K_CONTEXT) && r->kind == RULE_CALLBACK) {
		if (!(have & B(K_FN)) == !(have & B(K_VIA)))
			return lex_fail(ps, at, "'callback' needs one of 'fn=' and 'via='");
		if (!(have & B(K_VIA)) != !(have & B(K_MEMBER)))
			return lex_fail(ps, at, "'via=' and 'member=' go together");
	}
	if (r->kind == RULE_WORD && !removed && !r->keeps && !r->undone && !r->says)
		return lex_fail(ps, at, "'word' needs one of 'keeps', 'undone' and 'says'");
	if (r->kind == RULE_BIND && !removed)
		return check_bind(ps, at, r, have);
	if (r->kind == RULE_NEW && check_new(ps, at, r, have))
		return -1;
	if ((r->kind == RULE_DMA || r->kind == RULE_PART) && !removed && !(have & B(K_ARG)) == !r->member)
		return lex_fail(ps, at, r->member ? "'%s' of a member takes no 'arg'" : "'%s' of a function needs 'arg='",
				kinds[r->kind].word);
	if ((r->kind == RULE_LOCK || r->kind == RULE_UNLOCK) && r->save && !r->irq)
		return lex_fail(ps, at, "'save' needs 'irq'");
	if ((r->kind == RULE_ENTER || r->kind == RULE_LEAVE) && r->save && r->lock_class != ATOMIC_IRQ)
		return lex_fail(ps, at, "'save' needs 'what=irq'");
	return 0;
}

static int read_kind(struct parser *ps, struct span t, u8 *out)
{
	char buf[48];

	for (u32 k = 0; k < RULE_NR_KINDS; k++) {
		if (span_is(t, kinds[k].word)) {
			*out = (u8)k;
			return 0;
		}
	}
	return lex_fail(ps, t.s, "unknown kind '%s'", span_show(t, buf));
}

/* A function, or a member of a type? */
static int read_name(struct parser *ps, struct span t, struct rule *r)
{
	bool either = r->kind == RULE_BIND || r->kind == RULE_DMA || r->kind == RULE_FREE || r->kind == RULE_TAKE ||
		r->kind == RULE_BORROW || r->kind == RULE_PART;

	if (r->kind == RULE_FIELD || (either && memchr(t.s, '.', t.n)))
		return lex_field_name(ps, t, r);
	return lex_name(ps, t, &r->name);
}

/* "remove all" */
static int read_remove_all(struct parser *ps, const char *at)
{
	struct span t;

	if (ps->out->at.nr || ps->out->remove_all)
		return lex_fail(ps, at, "'remove all' comes once, and before all records");
	if (lex_token(ps, &t))
		return lex_fail(ps, t.s, "'remove all' stands alone");
	ps->out->remove_all = true;
	return 0;
}

/* ps->p stands at the first token of a record; leaves it at the end of the line or at a comment. */
static int read_record(struct parser *ps, struct span t)
{
	struct rule_line l = { .rule = { .arg = -1, .gfp = -1, .fn = -1, .key = -1, .via = -1, .size = -1,
					 .until = UINT32_MAX, .line = ps->lineno } };
	const char *at = t.s;
	u64 have = 0;

	l.col = (u32)(t.s - ps->line) + 1;
	l.remove = span_is(t, "remove");
	if (l.remove && !lex_token(ps, &t))
		return lex_fail(ps, ps->p, "a kind is missing");
	if (l.remove && span_is(t, "all"))
		return read_remove_all(ps, at);
	if (read_kind(ps, t, &l.rule.kind))
		return -1;
	if (!lex_token(ps, &t))
		return lex_fail(ps, ps->p, "a name is missing");
	if (read_name(ps, t, &l.rule))
		return -1;
	if (l.rule.kind == RULE_FAMILY || l.rule.kind == RULE_FLAGS) {
		if (lex_flags_record(ps, at, l.remove, &l.rule))
			return -1;
		vec_push(&ps->out->at, l);
		return 0;
	}
	while (lex_token(ps, &t))
		if (read_key(ps, t, l.remove ? 0 : kinds[l.rule.kind].takes, &l.rule, &have))
			return -1;
	if (check_record(ps, at, &l.rule, have, l.remove))
		return -1;
	if (l.rule.kind == RULE_NEW && l.rule.arg >= 0 && !l.rule.on)
		l.rule.on = RET_ZERO;
	vec_push(&ps->out->at, l);
	return 0;
}

/* A line of its own, the first of its file. */
static int read_optional(struct parser *ps, struct span word)
{
	struct span t;

	if (ps->out->at.nr || ps->out->optional)
		return lex_fail(ps, word.s, "'optional' comes once, and before all records");
	if (lex_token(ps, &t))
		return lex_fail(ps, t.s, "'optional' stands alone");
	ps->out->optional = true;
	return 0;
}

static int read_line(struct parser *ps)
{
	struct span t;

	if (!lex_token(ps, &t))
		return 0;
	return span_is(t, "optional") ? read_optional(ps, t) : read_record(ps, t);
}

static int read_lines(struct parser *ps)
{
	for (; *ps->p; ps->lineno++) {
		ps->line = ps->p;
		if (read_line(ps))
			return -1;
		ps->p += strcspn(ps->p, "\n");
		if (*ps->p)
			ps->p++;
	}
	return 0;
}

int rule_lines_parse(struct rule_lines *out, const struct rules *have, const char *name, const char *text,
		     struct err *err)
{
	struct parser ps = { .name = name, .line = text, .p = text, .lineno = 1, .out = out, .err = err };

	*out = (struct rule_lines){ 0 };
	strtab_init(&out->str);
	for (u32 i = 0; i < have->by_word.nr; i++)
		vec_push(&out->by_word, strtab_add(&out->str, rules_by_word(have, i)));
	return read_lines(&ps);
}

void rule_lines_free(struct rule_lines *l)
{
	strtab_free(&l->str);
	vec_free(&l->near);
	vec_free(&l->by_word);
	vec_free(&l->at);
}
