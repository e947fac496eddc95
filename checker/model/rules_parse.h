/* SPDX-License-Identifier: GPL-2.0-only */
/* Between rules_parse.c and rules.c: the lines of one file, before they become part of a rule set. */
#ifndef MODEL_RULES_PARSE_H
#define MODEL_RULES_PARSE_H

#include "model/rules.h"

/* A name may not be longer, so that a lookup can build "struct x.member" on its stack. */
#define RULES_MAX_NAME 255
/* No kernel function has more arguments. */
#define RULES_MAX_ARG 31
/* Records that one file may have for one (kind, name): keeps the search for duplicates linear. */
#define RULES_MAX_SAME 64

struct rule_line {
	struct rule rule;	/* its string ids are those of rule_lines.str; next is unused */
	u32 col;
	bool known;		/* rules_merge.c: an earlier file has the very same record */
	bool remove;		/* "remove KIND NAME": only kind, name, member, since and until count */
};

struct rule_lines {
	struct strtab str;
	VEC(u32) near;		/* string ids of unless_near= */
	VEC(u32) by_word;	/* string ids of the words of by=: first those of the rule set, at the same indexes */
	VEC(struct rule_line) at;
	bool optional;		/* only read where it is named */
	bool remove_all;	/* nothing of what earlier files say remains */
};

/*
 * All of text, any version, duplicates included; have is the rule set it will be part of.  On a mistake -1 and
 * "name:line:col: what"; out is to be freed anyway.
 */
int rule_lines_parse(struct rule_lines *out, const struct rules *have, const char *name, const char *text,
		     struct err *err) __must_check;
void rule_lines_free(struct rule_lines *l);

/* rules.c: after a change of r->rule. */
void rules_build_index(struct rules *r);

/* rules.c: a "flags" record; its name is a function's only by accident. */
const struct rule *rules_find_kind(const struct rules *r, enum rule_kind kind, const char *name);

/* rules_merge.c: rules_read_text(), but with by_folder a file that says `optional` is only looked at for mistakes. */
int rules_read_as(struct rules *r, const char *name, const char *text, bool by_folder, struct err *err) __must_check;

/* rules_flags.c */
struct strbuf;
void rules_print_flags(const struct rules *r, const struct rule *rule, struct strbuf *out);

const char *rule_kind_word(enum rule_kind k);
const char *atomic_kind_word(enum atomic_kind k);
const char *memory_kind_word(enum memory_kind k);
const char *ret_class_word(enum ret_class k);

#endif
