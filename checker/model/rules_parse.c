// SPDX-License-Identifier: GPL-2.0-only
/*
 * Text of a rules file -> its records.  rules/FORMAT.md is the definition.
 *
 * One line is one record, so the parser never has to recover: the first mistake ends it, with the place in
 * the message.  Which keys a kind takes, and which it needs, is a table; a key has one reader.  The input is
 * untrusted: any bytes, any length.  Cost: linear in the text.  Duplicates and versions: rules.c.
 */
#include "model/rules_parse.h"

#include <stdarg.h>
#include <stdio.h>

enum key {
	K_CLASS, K_WHAT, K_ARG, K_GFP, K_FN, K_VIA, K_MEMBER, K_CONTEXT, K_WHEN, K_UNLESS, K_UNLESS_IN, K_ONLY_IN,
	K_SINCE, K_UNTIL,
	K_FIRST_FLAG,
	K_IRQ = K_FIRST_FLAG, K_BH, K_SAVE, K_TRY, K_GUARD, K_NEGATED, K_UNSURE,
	K_NR
};

static const char *const key_words[K_NR] = {
	[K_CLASS] = "class", [K_WHAT] = "what", [K_ARG] = "arg", [K_GFP] = "gfp", [K_FN] = "fn",
	[K_VIA] = "via", [K_MEMBER] = "member", [K_CONTEXT] = "context", [K_WHEN] = "when",
	[K_UNLESS] = "unless", [K_UNLESS_IN] = "unless_in", [K_ONLY_IN] = "only_in", [K_SINCE] = "since", [K_UNTIL] = "until",
	[K_IRQ] = "irq", [K_BH] = "bh", [K_SAVE] = "save", [K_TRY] = "try", [K_GUARD] = "guard",
	[K_NEGATED] = "negated", [K_UNSURE] = "unsure",
};

#define B(k) (1u << (k))
#define B_COND (B(K_GFP) | B(K_WHEN) | B(K_UNLESS))

static const struct {
	const char *word;
	u32 takes, needs;
} kinds[RULE_NR_KINDS] = {
	[RULE_SLEEP]	= { "sleep", B_COND | B(K_UNLESS_IN) | B(K_ONLY_IN) | B(K_UNSURE), 0 },
	[RULE_ALLOC]	= { "alloc", B_COND, 0 },
	[RULE_NOSLEEP]	= { "nosleep", 0, 0 },
	[RULE_LOCK]	= { "lock", B(K_CLASS) | B(K_ARG) | B(K_IRQ) | B(K_BH) | B(K_SAVE) | B(K_TRY) | B(K_GUARD),
			    B(K_CLASS) },
	[RULE_UNLOCK]	= { "unlock", B(K_CLASS) | B(K_ARG) | B(K_IRQ) | B(K_BH) | B(K_SAVE) | B(K_GUARD), B(K_CLASS) },
	[RULE_ENTER]	= { "enter", B(K_WHAT) | B(K_SAVE), B(K_WHAT) },
	[RULE_LEAVE]	= { "leave", B(K_WHAT) | B(K_SAVE), B(K_WHAT) },
	[RULE_CALLBACK]	= { "callback", B(K_FN) | B(K_VIA) | B(K_MEMBER) | B(K_CONTEXT) | B(K_UNSURE),
			    B(K_CONTEXT) },
	[RULE_FIELD]	= { "field", B(K_CONTEXT) | B(K_UNSURE), B(K_CONTEXT) },
	[RULE_TEST]	= { "test", B(K_WHAT) | B(K_NEGATED), B(K_WHAT) },
	[RULE_NORETURN]	= { "noreturn", 0, 0 },
	[RULE_FREE]	= { "free", B(K_ARG), B(K_ARG) },
};

static const char *const atomic_words[ATOMIC_NR] = {
#define X(e, word, text) [e] = word,
	ATOMIC_KINDS(X)
#undef X
};

#define LOCK_CLASSES (ATOMIC_BIT_OF(ATOMIC_SPIN) | ATOMIC_BIT_OF(ATOMIC_RAW) | ATOMIC_BIT_OF(ATOMIC_RWLOCK) | \
		      ATOMIC_BIT_OF(ATOMIC_BIT))

struct span {
	const char *s;
	u32 n;
};

struct parser {
	const char *name;	/* of the file, for messages */
	const char *line;	/* where the current line starts */
	const char *p;
	u32 lineno;
	struct rule_lines *out;
	struct err *err;
};

const char *rule_kind_word(enum rule_kind k)
{
	return kinds[k].word;
}

const char *atomic_kind_word(enum atomic_kind k)
{
	return atomic_words[k];
}

static int __attribute__((format(printf, 3, 4))) fail(struct parser *ps, const char *at, const char *fmt, ...)
{
	char what[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(what, sizeof(what), fmt, ap);
	va_end(ap);
	return err_set(ps->err, "%s:%u:%zu: %s", ps->name, ps->lineno, (size_t)(at - ps->line) + 1, what);
}

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_ident(struct span t)
{
	if (!t.n || is_digit(t.s[0]))
		return false;
	for (u32 i = 0; i < t.n; i++)
		if (!is_word(t.s[i]))
			return false;
	return true;
}

static bool span_is(struct span t, const char *word)
{
	return strlen(word) == t.n && !memcmp(t.s, word, t.n);
}

/* For messages: what stands there, short and printable.  buf holds 48 bytes. */
static const char *show(struct span t, char *buf)
{
	u32 n = MIN(t.n, 40u);

	for (u32 i = 0; i < n; i++)
		buf[i] = t.s[i] >= ' ' && t.s[i] <= '~' ? t.s[i] : '?';
	memcpy(buf + n, t.n > n ? "..." : "", t.n > n ? 4 : 1);
	return buf;
}

static void skip_blank(struct parser *ps)
{
	while (*ps->p == ' ' || *ps->p == '\t')
		ps->p++;
}

/* Up to the next blank, comment or end of line.  False when nothing is left on this line. */
static bool next_token(struct parser *ps, struct span *t)
{
	const char *s;

	skip_blank(ps);
	s = ps->p;
	if (!*s || *s == '\n' || *s == '#')
		return false;
	while (*ps->p && !strchr(" \t\n", *ps->p) && ps->p - s <= 2 * RULES_MAX_NAME)
		ps->p++;
	*t = (struct span){ s, (u32)(ps->p - s) };
	return true;
}

/* Splits the text before the first c off t; false when there is no c. */
static bool cut(struct span *t, char c, struct span *head)
{
	const char *at = memchr(t->s, c, t->n);

	if (!at)
		return false;
	*head = (struct span){ t->s, (u32)(at - t->s) };
	*t = (struct span){ at + 1, t->n - head->n - 1 };
	return true;
}

static int read_number(struct parser *ps, struct span t, u32 max, u32 *out)
{
	char buf[48];
	u32 v = 0;

	for (u32 i = 0; i < t.n; i++) {
		if (!is_digit(t.s[i]) || v > max)
			return fail(ps, t.s, "bad number '%s'", show(t, buf));
		v = v * 10 + (u32)(t.s[i] - '0');
	}
	if (!t.n)
		return fail(ps, t.s, "a number is missing");
	if (v > max)
		return fail(ps, t.s, "number '%s' is too large, the limit is %u", show(t, buf), max);
	*out = v;
	return 0;
}

static int read_arg(struct parser *ps, struct span t, int *out)
{
	u32 v;

	if (read_number(ps, t, RULES_MAX_ARG, &v))
		return -1;
	*out = (int)v;
	return 0;
}

/* "6.10" or "6.10.3" */
static int read_version(struct parser *ps, struct span t, u32 *out)
{
	struct span whole = t, part;
	u32 v[3] = { 0 }, nr = 0;
	char buf[48];
	bool more = true;

	while (more) {
		more = cut(&t, '.', &part);
		if (!more)
			part = t;
		if (nr == 3 || !part.n || part.n > 3)
			return fail(ps, whole.s, "bad version '%s', want MAJOR.MINOR or MAJOR.MINOR.PATCH", show(whole, buf));
		if (read_number(ps, part, 255, &v[nr++]))
			return -1;
	}
	if (nr < 2)
		return fail(ps, whole.s, "bad version '%s', want MAJOR.MINOR or MAJOR.MINOR.PATCH", show(whole, buf));
	*out = RULES_VERSION(v[0], v[1], v[2]);
	return 0;
}

static int find_atomic(struct parser *ps, struct span t, u32 allowed, const char *key, u32 *k)
{
	char buf[48];

	for (*k = 0; *k < ATOMIC_NR; ++*k)
		if ((allowed & ATOMIC_BIT_OF(*k)) && span_is(t, atomic_words[*k]))
			return 0;
	return fail(ps, t.s, "unknown %s '%s'", key, show(t, buf));
}

/* A comma-separated set.  "process" (allowed when process is not NULL) stands alone. */
static int read_atomic_set(struct parser *ps, struct span t, const char *key, u32 *set, bool *process)
{
	struct span part;
	bool more = true;
	u32 k;

	if (process && span_is(t, "process")) {
		*process = true;
		return 0;
	}
	while (more) {
		more = cut(&t, ',', &part);
		if (!more)
			part = t;
		if (process && span_is(part, "process"))
			return fail(ps, part.s, "'process' excludes every other %s", key);
		if (find_atomic(ps, part, ~0u, key, &k))
			return -1;
		if (*set & ATOMIC_BIT_OF(k))
			return fail(ps, part.s, "%s '%s' twice", key, atomic_words[k]);
		*set |= ATOMIC_BIT_OF(k);
	}
	return 0;
}

/* N, !N, N&NAME, !N&NAME */
static int read_cond(struct parser *ps, struct span t, bool unless, struct rule_cond *out)
{
	bool zero = unless, mask;
	struct span arg;
	char buf[48];
	int n;

	if (t.n && t.s[0] == '!') {
		zero = !zero;
		t.s++;
		t.n--;
	}
	mask = cut(&t, '&', &arg);
	if (read_arg(ps, mask ? arg : t, &n))
		return -1;
	out->arg = (u32)n;
	if (!mask) {
		out->op = zero ? COND_ZERO : COND_NONZERO;
		return 0;
	}
	if (!is_ident(t) || t.n > RULES_MAX_NAME)
		return fail(ps, t.s, "bad name of a constant '%s'", show(t, buf));
	out->op = zero ? COND_NOMASK : COND_MASK;
	out->name = strtab_addn(&ps->out->str, t.s, t.n);
	return 0;
}

static int read_name(struct parser *ps, struct span t, u32 *out)
{
	char buf[48];

	if (t.n > RULES_MAX_NAME)
		return fail(ps, t.s, "name longer than %u", RULES_MAX_NAME);
	if (!is_ident(t))
		return fail(ps, t.s, "bad name '%s'", show(t, buf));
	*out = strtab_addn(&ps->out->str, t.s, t.n);
	return 0;
}

/* "struct:x.member", "union:x.member", "typedef_name.member" */
static int read_field_name(struct parser *ps, struct span t, struct rule *r)
{
	struct span rec, word = { "", 0 };
	char buf[48], full[RULES_MAX_NAME + 16];

	if (!cut(&t, '.', &rec))
		return fail(ps, t.s, "field '%s' has no '.member'", show(t, buf));
	if (cut(&rec, ':', &word) && !span_is(word, "struct") && !span_is(word, "union"))
		return fail(ps, word.s, "'%s' is neither 'struct' nor 'union'", show(word, buf));
	if (read_name(ps, rec, &r->name) || read_name(ps, t, &r->member))
		return -1;
	snprintf(full, sizeof(full), "%.*s%s%.*s", (int)word.n, word.s, word.n ? " " : "", (int)rec.n, rec.s);
	r->name = strtab_add(&ps->out->str, full);
	return 0;
}

static int read_value(struct parser *ps, enum key k, struct span v, struct rule *r)
{
	u32 what = 0;

	switch (k) {
	case K_CLASS:
		if (find_atomic(ps, v, LOCK_CLASSES, "class", &what))
			return -1;
		r->lock_class = (u8)what;
		return 0;
	case K_WHAT:
		if (r->kind == RULE_TEST)
			return read_atomic_set(ps, v, "what", &r->test, NULL);
		if (find_atomic(ps, v, ~LOCK_CLASSES, "what", &what))
			return -1;
		r->lock_class = (u8)what;
		return 0;
	case K_CONTEXT:
		return read_atomic_set(ps, v, "context", &r->context, &r->process);
	case K_UNLESS_IN:
		return read_atomic_set(ps, v, "unless_in", &r->unless_in, NULL);
	case K_ONLY_IN:
		return read_atomic_set(ps, v, "only_in", &r->only_in, NULL);
	case K_ARG:
		return read_arg(ps, v, &r->arg);
	case K_GFP:
		return read_arg(ps, v, &r->gfp);
	case K_FN:
		return read_arg(ps, v, &r->fn);
	case K_VIA:
		return read_arg(ps, v, &r->via);
	case K_MEMBER:
		return read_name(ps, v, &r->member);
	case K_WHEN:
	case K_UNLESS:
		return read_cond(ps, v, k == K_UNLESS, &r->cond);
	case K_SINCE:
		return read_version(ps, v, &r->since);
	default:
		return read_version(ps, v, &r->until);
	}
}

static void set_flag(struct rule *r, enum key k)
{
	bool *flags[K_NR - K_FIRST_FLAG] = {
		&r->irq, &r->bh, &r->save, &r->try_ret, &r->guard, &r->test_negated, &r->unsure,
	};

	_Static_assert(K_NR - K_FIRST_FLAG == 7, "a flag has no place in struct rule");
	*flags[k - K_FIRST_FLAG] = true;
}

/* One "key=value" or "flag"; have collects what was given. */
static int read_key(struct parser *ps, struct span t, u32 takes, struct rule *r, u32 *have)
{
	struct span word = t, v = t;
	bool has_value = cut(&v, '=', &word);
	char buf[48];
	u32 k, same;

	for (k = 0; k < K_NR; k++)
		if (span_is(word, key_words[k]))
			break;
	if (k == K_NR)
		return fail(ps, t.s, "unknown key '%s'", show(word, buf));
	if (!((takes | B(K_SINCE) | B(K_UNTIL)) & B(k)))
		return fail(ps, t.s, "'%s' takes no '%s'", kinds[r->kind].word, key_words[k]);
	same = k == K_WHEN || k == K_UNLESS ? B(K_WHEN) | B(K_UNLESS) : B(k);
	if (*have & same)
		return fail(ps, t.s, "duplicate key '%s'", key_words[k]);
	*have |= B(k);
	if (k < K_FIRST_FLAG && !has_value)
		return fail(ps, t.s, "'%s' needs a value", key_words[k]);
	if (k >= K_FIRST_FLAG && has_value)
		return fail(ps, v.s, "'%s' takes no value", key_words[k]);
	if (has_value)
		return read_value(ps, k, v, r);
	set_flag(r, k);
	return 0;
}

/* What no single key can tell. */
static int check_record(struct parser *ps, const char *at, const struct rule *r, u32 have, u32 needs)
{
	for (u32 k = 0; k < K_NR; k++)
		if (needs & ~have & B(k))
			return fail(ps, at, "'%s' needs '%s='", kinds[r->kind].word, key_words[k]);
	if (r->since >= r->until)
		return fail(ps, at, "'until' is not after 'since'");
	if (have & B(K_CONTEXT) && r->kind == RULE_CALLBACK) {
		if (!(have & B(K_FN)) == !(have & B(K_VIA)))
			return fail(ps, at, "'callback' needs one of 'fn=' and 'via='");
		if (!(have & B(K_VIA)) != !(have & B(K_MEMBER)))
			return fail(ps, at, "'via=' and 'member=' go together");
	}
	if ((r->kind == RULE_LOCK || r->kind == RULE_UNLOCK) && r->save && !r->irq)
		return fail(ps, at, "'save' needs 'irq'");
	if ((r->kind == RULE_ENTER || r->kind == RULE_LEAVE) && r->save && r->lock_class != ATOMIC_IRQ)
		return fail(ps, at, "'save' needs 'what=irq'");
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
	return fail(ps, t.s, "unknown kind '%s'", show(t, buf));
}

/* ps->p stands at the first token of a record; leaves it at the end of the line or at a comment. */
static int read_record(struct parser *ps, struct span t)
{
	struct rule_line l = { .rule = { .arg = -1, .gfp = -1, .fn = -1, .via = -1, .until = UINT32_MAX,
					 .line = ps->lineno } };
	const char *at = t.s;
	u32 have = 0;
	int rc;

	l.col = (u32)(t.s - ps->line) + 1;
	l.remove = span_is(t, "remove");
	if (l.remove && !next_token(ps, &t))
		return fail(ps, ps->p, "a kind is missing");
	if (read_kind(ps, t, &l.rule.kind))
		return -1;
	if (!next_token(ps, &t))
		return fail(ps, ps->p, "a name is missing");
	if (l.rule.kind == RULE_FIELD)
		rc = read_field_name(ps, t, &l.rule);
	else
		rc = read_name(ps, t, &l.rule.name);
	if (rc)
		return -1;
	while (next_token(ps, &t))
		if (read_key(ps, t, l.remove ? 0 : kinds[l.rule.kind].takes, &l.rule, &have))
			return -1;
	if (check_record(ps, at, &l.rule, have, l.remove ? 0 : kinds[l.rule.kind].needs))
		return -1;
	vec_push(&ps->out->at, l);
	return 0;
}

static int read_lines(struct parser *ps)
{
	struct span t;

	for (; *ps->p; ps->lineno++) {
		ps->line = ps->p;
		if (next_token(ps, &t) && read_record(ps, t))
			return -1;
		ps->p += strcspn(ps->p, "\n");
		if (*ps->p)
			ps->p++;
	}
	return 0;
}

int rule_lines_parse(struct rule_lines *out, const char *name, const char *text, struct err *err)
{
	struct parser ps = { .name = name, .line = text, .p = text, .lineno = 1, .out = out, .err = err };

	*out = (struct rule_lines){ 0 };
	strtab_init(&out->str);
	return read_lines(&ps);
}

void rule_lines_free(struct rule_lines *l)
{
	strtab_free(&l->str);
	vec_free(&l->at);
}
