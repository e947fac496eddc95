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

static int read_flags_key(struct parser *ps, struct span word, struct span v, struct rule *r)
{
	char buf[48];

	if (span_is(word, "of"))
		return lex_families(ps, v, &r->families);
	if (span_is(word, "since"))
		return lex_version(ps, v, &r->since);
	if (span_is(word, "until"))
		return lex_version(ps, v, &r->until);
	if (r->kind == RULE_FAMILY && span_is(word, "gfp"))
		return lex_arg(ps, v, &r->gfp);
	if (r->kind == RULE_FAMILY && span_is(word, "size"))
		return lex_arg(ps, v, &r->arg);
	if (r->kind == RULE_FLAGS && span_is(word, "has"))
		return lex_names(ps, v, &r->has);
	if (r->kind == RULE_FLAGS && span_is(word, "lacks"))
		return lex_names(ps, v, &r->lacks);
	if (r->kind == RULE_FLAGS && span_is(word, "written"))
		return lex_name(ps, v, &r->written);
	if (r->kind == RULE_FLAGS && span_is(word, "grade"))
		return lex_grade(ps, v, &r->grade);
	if (r->kind == RULE_FLAGS && span_is(word, "say"))
		return lex_text(ps, v, &r->say);
	return lex_fail(ps, word.s, "'%s' takes no '%s'", rule_kind_word((enum rule_kind)r->kind), span_show(word, buf));
}

int lex_flags_record(struct parser *ps, const char *at, bool removed, struct rule *r)
{
	struct span t, word, v;

	r->grade = 1;
	while (lex_token(ps, &t)) {
		v = word = t;
		if (span_is(t, "large") && r->kind == RULE_FLAGS) {
			r->large = true;
			continue;
		}
		if (!span_cut(&v, '=', &word))
			return lex_fail(ps, t.s, "a key needs a value");
		if (read_flags_key(ps, word, v, r))
			return -1;
	}
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
	strbuf_printf(out, "%s grade=%s say=\"%s\"", rule->large ? " large" : "", grade_words[rule->grade],
		      rules_str(r, rule->say));
}
