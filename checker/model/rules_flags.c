// SPDX-License-Identifier: GPL-2.0-only
/*
 * Records about allocation flags: which family an allocator belongs to, and which combinations a family does not take.
 *
 * They share no key with the other kinds but gfp=, since= and until=, so they have a reader and a printer of their
 * own.  Names of flags stay text: what bits they are differs from tree to tree.  Cost: linear in the line.
 */
#include "base/strbuf.h"
#include "model/rules_lex.h"

static const char *const family_words[FAMILY_NR] = {
#define X(e, word) [e] = word,
	FAMILIES(X)
#undef X
};

static const char *const grade_words[] = { "low", "medium", "high" };

const char *rules_family_word(enum alloc_family k)
{
	return family_words[k];
}

static int lex_families(struct parser *ps, struct span t, u32 *out)
{
	struct span part;
	bool more = true;
	char buf[48];
	u32 k;

	while (more) {
		more = span_cut(&t, ',', &part);
		if (!more)
			part = t;
		for (k = 0; k < FAMILY_NR; k++)
			if (span_is(part, family_words[k]))
				break;
		if (k == FAMILY_NR)
			return lex_fail(ps, part.s, "unknown family '%s'", span_show(part, buf));
		*out |= FAMILY_BIT(k);
	}
	return 0;
}

/* Names, by comma; kept as they stand. */
static int lex_names(struct parser *ps, struct span t, u32 *out)
{
	struct span rest = t, part;
	bool more = true;
	u32 id;

	while (more) {
		more = span_cut(&rest, ',', &part);
		if (lex_name(ps, more ? part : rest, &id))
			return -1;
	}
	*out = strtab_addn(&ps->out->str, t.s, t.n);
	return 0;
}

/* "text": printable, without quotes inside. */
static int lex_text(struct parser *ps, struct span t, u32 *out)
{
	if (t.n < 3 || t.s[0] != '"' || t.s[t.n - 1] != '"')
		return lex_fail(ps, t.s, "a text stands between \" and \"");
	for (u32 i = 1; i < t.n - 1; i++)
		if (t.s[i] < ' ' || t.s[i] > '~' || t.s[i] == '"')
			return lex_fail(ps, t.s + i, "bad character in a text");
	*out = strtab_addn(&ps->out->str, t.s + 1, t.n - 2);
	return 0;
}

static int lex_grade(struct parser *ps, struct span t, u8 *out)
{
	char buf[48];

	for (*out = 0; *out < ARRAY_SIZE(grade_words); ++*out)
		if (span_is(t, grade_words[*out]))
			return 0;
	return lex_fail(ps, t.s, "unknown grade '%s'", span_show(t, buf));
}

enum { F_OF, F_SINCE, F_UNTIL, F_GFP, F_SIZE, F_HAS, F_LACKS, F_WRITTEN, F_NEAR, F_GRADE, F_SAY, F_LARGE, F_NR };

static const struct {
	const char *word;
	bool of_family, of_flags;
} keys[F_NR] = {
	[F_OF] = { "of", true, true }, [F_SINCE] = { "since", true, true }, [F_UNTIL] = { "until", true, true },
	[F_GFP] = { "gfp", true, false }, [F_SIZE] = { "size", true, false }, [F_HAS] = { "has", false, true },
	[F_LACKS] = { "lacks", false, true }, [F_WRITTEN] = { "written", false, true },
	[F_NEAR] = { "near", false, true },
	[F_GRADE] = { "grade", false, true }, [F_SAY] = { "say", false, true }, [F_LARGE] = { "large", false, true },
};

static int read_value(struct parser *ps, u32 k, struct span v, struct rule *r)
{
	switch (k) {
	case F_OF:
		return lex_families(ps, v, &r->families);
	case F_SINCE:
		return lex_version(ps, v, &r->since);
	case F_UNTIL:
		return lex_version(ps, v, &r->until);
	case F_GFP:
		return lex_arg(ps, v, &r->gfp);
	case F_SIZE:
		return lex_arg(ps, v, &r->arg);
	case F_HAS:
		return lex_names(ps, v, &r->has);
	case F_LACKS:
		return lex_names(ps, v, &r->lacks);
	case F_WRITTEN:
		return lex_name(ps, v, &r->written);
	case F_NEAR:
		return lex_names(ps, v, &r->near);
	case F_GRADE:
		return lex_grade(ps, v, &r->grade);
	default:
		return lex_text(ps, v, &r->say);
	}
}

/* have collects what was given; a removal takes versions only. */
static int read_flags_key(struct parser *ps, struct span t, bool removed, struct rule *r, u32 *have)
{
	const char *kind = rule_kind_word((enum rule_kind)r->kind);
	struct span word = t, v = t;
	bool has_value = span_cut(&v, '=', &word);
	char buf[48];
	u32 k;

	for (k = 0; k < F_NR; k++)
		if (span_is(word, keys[k].word))
			break;
	if (k == F_NR || !(r->kind == RULE_FAMILY ? keys[k].of_family : keys[k].of_flags) ||
	    (removed && k != F_SINCE && k != F_UNTIL))
		return lex_fail(ps, t.s, "'%s' takes no '%s'", kind, span_show(word, buf));
	if (*have & 1u << k)
		return lex_fail(ps, t.s, "duplicate key '%s'", keys[k].word);
	*have |= 1u << k;
	if (k == F_LARGE) {
		r->large = true;
		return has_value ? lex_fail(ps, v.s, "'large' takes no value") : 0;
	}
	if (!has_value)
		return lex_fail(ps, t.s, "'%s' needs a value", keys[k].word);
	return read_value(ps, k, v, r);
}

int lex_flags_record(struct parser *ps, const char *at, bool removed, struct rule *r)
{
	struct span t;
	u32 have = 0;

	r->grade = 1;
	while (lex_token(ps, &t))
		if (read_flags_key(ps, t, removed, r, &have))
			return -1;
	if (r->since >= r->until)
		return lex_fail(ps, at, "'until' is not after 'since'");
	if (removed)
		return 0;
	if (r->kind == RULE_FAMILY && (!r->families || r->gfp < 0))
		return lex_fail(ps, at, "'family' needs 'of=' and 'gfp='");
	if (r->kind == RULE_FLAGS && (!r->say || (!r->has && !r->lacks)))
		return lex_fail(ps, at, "'flags' needs 'say=', and 'has=' or 'lacks='");
	return 0;
}

void rules_print_flags(const struct rules *r, const struct rule *rule, struct strbuf *out)
{
	char sep = '=';

	if (rule->families)
		strbuf_puts(out, " of");
	for (u32 k = 0; k < FAMILY_NR; k++) {
		if (!(rule->families & FAMILY_BIT(k)))
			continue;
		strbuf_printf(out, "%c%s", sep, family_words[k]);
		sep = ',';
	}
	if (rule->kind == RULE_FAMILY) {
		strbuf_printf(out, " gfp=%d", rule->gfp);
		if (rule->arg >= 0)
			strbuf_printf(out, " size=%d", rule->arg);
		return;
	}
	if (rule->has)
		strbuf_printf(out, " has=%s", rules_str(r, rule->has));
	if (rule->lacks)
		strbuf_printf(out, " lacks=%s", rules_str(r, rule->lacks));
	if (rule->written)
		strbuf_printf(out, " written=%s", rules_str(r, rule->written));
	if (rule->near)
		strbuf_printf(out, " near=%s", rules_str(r, rule->near));
	strbuf_printf(out, "%s grade=%s say=\"%s\"", rule->large ? " large" : "", grade_words[rule->grade],
		      rules_str(r, rule->say));
}
