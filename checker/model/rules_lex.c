// SPDX-License-Identifier: GPL-2.0-only
/*
 * The words of a rules line: names, numbers, versions, sets, conditions.
 *
 * Every reader takes the span of the text it reads and either gives its meaning or leaves the message with the
 * place in it.  The input is untrusted: any bytes, any length; nothing is copied but names that are valid.
 */
#include <stdarg.h>
#include <stdio.h>

#include "model/rules_lex.h"

static const char *const atomic_words[ATOMIC_NR] = {
#define X(e, word, text) [e] = word,
	ATOMIC_KINDS(X)
#undef X
};

const char *atomic_kind_word(enum atomic_kind k)
{
	return atomic_words[k];
}

const char *memory_kind_word(enum memory_kind k)
{
	static const char *const words[MEMORY_NR] = {
#define X(e, word, text) [e] = word,
		MEMORY_KINDS(X)
#undef X
	};

	return words[k];
}

static const char *const ret_words[] = {
	[RET_ANY] = "any", [RET_ZERO] = "zero", [RET_NONZERO] = "nonzero", [RET_NEGATIVE] = "negative",
	[RET_NONNEGATIVE] = "nonnegative", [RET_NULL] = "null", [RET_NONNULL] = "nonnull",
};

const char *ret_class_word(enum ret_class k)
{
	return ret_words[k];
}

int lex_fail(struct parser *ps, const char *at, const char *fmt, ...)
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

bool span_is(struct span t, const char *word)
{
	return strlen(word) == t.n && !memcmp(t.s, word, t.n);
}

/* For messages: what stands there, short and printable.  buf holds 48 bytes. */
const char *span_show(struct span t, char *buf)
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

/* Up to the next blank that is not between quotes, comment or end of line.  False when nothing is left on this line. */
bool lex_token(struct parser *ps, struct span *t)
{
	bool quoted = false;
	const char *s;

	skip_blank(ps);
	s = ps->p;
	if (!*s || *s == '\n' || *s == '#')
		return false;
	while (*ps->p && *ps->p != '\n' && (quoted || !strchr(" \t", *ps->p)) && ps->p - s <= 8 * RULES_MAX_NAME)
		quoted ^= *ps->p++ == '"';
	*t = (struct span){ s, (u32)(ps->p - s) };
	return true;
}

/* Splits the text before the first c off t; false when there is no c. */
bool span_cut(struct span *t, char c, struct span *head)
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
			return lex_fail(ps, t.s, "bad number '%s'", span_show(t, buf));
		v = v * 10 + (u32)(t.s[i] - '0');
	}
	if (!t.n)
		return lex_fail(ps, t.s, "a number is missing");
	if (v > max)
		return lex_fail(ps, t.s, "number '%s' is too large, the limit is %u", span_show(t, buf), max);
	*out = v;
	return 0;
}

int lex_arg(struct parser *ps, struct span t, int *out)
{
	u32 v;

	if (read_number(ps, t, RULES_MAX_ARG, &v))
		return -1;
	*out = (int)v;
	return 0;
}

/* "6.10" or "6.10.3" */
int lex_version(struct parser *ps, struct span t, u32 *out)
{
	struct span whole = t, part;
	u32 v[3] = { 0 }, nr = 0;
	char buf[48];
	bool more = true;

	while (more) {
		more = span_cut(&t, '.', &part);
		if (!more)
			part = t;
		if (nr == 3 || !part.n || part.n > 3)
			return lex_fail(ps, whole.s, "bad version '%s', want MAJOR.MINOR or MAJOR.MINOR.PATCH", span_show(whole, buf));
		if (read_number(ps, part, 255, &v[nr++]))
			return -1;
	}
	if (nr < 2)
		return lex_fail(ps, whole.s, "bad version '%s', want MAJOR.MINOR or MAJOR.MINOR.PATCH", span_show(whole, buf));
	*out = RULES_VERSION(v[0], v[1], v[2]);
	return 0;
}

int lex_atomic(struct parser *ps, struct span t, u32 allowed, const char *key, u32 *k)
{
	char buf[48];

	for (*k = 0; *k < ATOMIC_NR; ++*k)
		if ((allowed & ATOMIC_BIT_OF(*k)) && span_is(t, atomic_words[*k]))
			return 0;
	return lex_fail(ps, t.s, "unknown %s '%s'", key, span_show(t, buf));
}

/* A comma-separated set.  "process" (allowed when process is not NULL) stands alone. */
int lex_atomic_set(struct parser *ps, struct span t, const char *key, u32 *set, bool *process)
{
	struct span part;
	bool more = true;
	u32 k;

	if (process && span_is(t, "process")) {
		*process = true;
		return 0;
	}
	while (more) {
		more = span_cut(&t, ',', &part);
		if (!more)
			part = t;
		if (process && span_is(part, "process"))
			return lex_fail(ps, part.s, "'process' excludes every other %s", key);
		if (lex_atomic(ps, part, ~0u, key, &k))
			return -1;
		if (*set & ATOMIC_BIT_OF(k))
			return lex_fail(ps, part.s, "%s '%s' twice", key, atomic_words[k]);
		*set |= ATOMIC_BIT_OF(k);
	}
	return 0;
}

int lex_memory(struct parser *ps, struct span t, bool set, u32 *out)
{
	struct span part;
	bool more = true;
	char buf[48];
	u32 k;

	while (more) {
		more = set && span_cut(&t, ',', &part);
		if (!more)
			part = t;
		for (k = 0; k < MEMORY_NR; k++)
			if (span_is(part, memory_kind_word(k)))
				break;
		if (k == MEMORY_NR)
			return lex_fail(ps, part.s, "unknown memory '%s'", span_show(part, buf));
		if (*out & MEMORY_BIT(k))
			return lex_fail(ps, part.s, "memory '%s' twice", memory_kind_word(k));
		*out |= MEMORY_BIT(k);
	}
	return 0;
}

int lex_ret_class(struct parser *ps, struct span t, u8 *out)
{
	char buf[48];

	for (*out = RET_ZERO; *out < ARRAY_SIZE(ret_words); ++*out)
		if (span_is(t, ret_words[*out]))
			return 0;
	return lex_fail(ps, t.s, "unknown class of results '%s'", span_show(t, buf));
}

/* The bit of a word; a new word gets the next one. */
static int by_bit(struct parser *ps, struct span t, u64 *bit)
{
	u32 id, i;

	if (lex_name(ps, t, &id))
		return -1;
	for (i = 0; i < ps->out->by_word.nr; i++)
		if (ps->out->by_word.at[i] == id)
			break;
	if (i == RULES_MAX_BY)
		return lex_fail(ps, t.s, "more than %u different words for 'by='", RULES_MAX_BY);
	if (i == ps->out->by_word.nr)
		vec_push(&ps->out->by_word, id);
	*bit = 1ull << i;
	return 0;
}

int lex_by(struct parser *ps, struct span t, bool set, u64 *out)
{
	struct span part;
	bool more = true;
	char buf[48];
	u64 bit = 0;

	while (more) {
		more = set && span_cut(&t, ',', &part);
		if (!more)
			part = t;
		if (by_bit(ps, part, &bit))
			return -1;
		if (*out & bit)
			return lex_fail(ps, part.s, "by '%s' twice", span_show(part, buf));
		*out |= bit;
	}
	return 0;
}

/* N, !N, N&NAME, !N&NAME */
int lex_cond(struct parser *ps, struct span t, bool unless, struct rule_cond *out)
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
	mask = span_cut(&t, '&', &arg);
	if (lex_arg(ps, mask ? arg : t, &n))
		return -1;
	out->arg = (u32)n;
	if (!mask) {
		out->op = zero ? COND_ZERO : COND_NONZERO;
		return 0;
	}
	if (!is_ident(t) || t.n > RULES_MAX_NAME)
		return lex_fail(ps, t.s, "bad name of a constant '%s'", span_show(t, buf));
	out->op = zero ? COND_NOMASK : COND_MASK;
	out->name = strtab_addn(&ps->out->str, t.s, t.n);
	return 0;
}

int lex_name(struct parser *ps, struct span t, u32 *out)
{
	char buf[48];

	if (t.n > RULES_MAX_NAME)
		return lex_fail(ps, t.s, "name longer than %u", RULES_MAX_NAME);
	if (!is_ident(t))
		return lex_fail(ps, t.s, "bad name '%s'", span_show(t, buf));
	*out = strtab_addn(&ps->out->str, t.s, t.n);
	return 0;
}

/*
 * "struct:x.member", "union:x.member", "typedef_name.member", "global:variable"; "struct:x.part.member" when the member
 * belongs to the unnamed type of x.part (struct ir_field).
 */
int lex_field_name(struct parser *ps, struct span t, struct rule *r)
{
	struct span rec, part, word = { "", 0 };
	char buf[48], full[RULES_MAX_NAME + 16];

	rec = t;
	if (span_cut(&rec, ':', &word) && span_is(word, "global")) {
		r->name = strtab_add(&ps->out->str, "global");
		return lex_name(ps, rec, &r->member);
	}
	word = (struct span){ "", 0 };
	if (!span_cut(&t, '.', &rec))
		return lex_fail(ps, t.s, "field '%s' has no '.member'", span_show(t, buf));
	if (span_cut(&rec, ':', &word) && !span_is(word, "struct") && !span_is(word, "union"))
		return lex_fail(ps, word.s, "'%s' is neither 'struct' nor 'union'", span_show(word, buf));
	while (span_cut(&t, '.', &part)) {
		if (lex_name(ps, part, &r->name))
			return -1;
		rec.n += part.n + 1;
	}
	if (rec.n > RULES_MAX_NAME)
		return lex_fail(ps, rec.s, "name longer than %u", RULES_MAX_NAME);
	part = rec;
	part.n = (u32)strcspn(rec.s, ".");
	if (lex_name(ps, part, &r->name) || lex_name(ps, t, &r->member))
		return -1;
	snprintf(full, sizeof(full), "%.*s%s%.*s", (int)word.n, word.s, word.n ? " " : "", (int)rec.n, rec.s);
	r->name = strtab_add(&ps->out->str, full);
	return 0;
}


int lex_near(struct parser *ps, struct span t, struct rule *r)
{
	struct span part;
	bool more = true;

	r->near_at = ps->out->near.nr;
	while (more) {
		struct rule name = { 0 };
		char full[2 * RULES_MAX_NAME + 32];

		more = span_cut(&t, ',', &part);
		if (!more)
			part = t;
		if (!memchr(part.s, '.', part.n)) {
			if (lex_name(ps, part, &name.name))
				return -1;
		} else {
			if (lex_field_name(ps, part, &name))
				return -1;
			snprintf(full, sizeof(full), "%s.%s", strtab_str(&ps->out->str, name.name),
				 strtab_str(&ps->out->str, name.member));
			name.name = strtab_add(&ps->out->str, full);
		}
		vec_push(&ps->out->near, name.name);
		r->near_nr++;
	}
	return 0;
}
