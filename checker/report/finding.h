/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The result of a run: findings, TUs skipped or analysed in part, counts.  Checks add findings; reporters only
 * read.
 * All strings are owned by the report (interned); file names are relative to the source tree.
 */
#ifndef REPORT_FINDING_H
#define REPORT_FINDING_H

#include "base/bug.h"
#include "base/hash.h"
#include "base/map.h"
#include "base/strbuf.h"
#include "base/vec.h"

enum severity { SEV_NOTE, SEV_WARNING, SEV_ERROR };
enum confidence { CONF_LOW, CONF_MEDIUM, CONF_HIGH };
/* Compared with the findings of an earlier run (--baseline); BASE_NONE: with nothing. */
enum baseline_state { BASE_NONE, BASE_NEW, BASE_KNOWN };

/* By whom a finding is declared to be fine; report/suppress.h. */
enum suppressed { SUPPRESSED_NOT, SUPPRESSED_BY_FILE, SUPPRESSED_IN_SOURCE };

/* STEP(enumerator, the word of the JSON contract) */
#define STEP_KINDS(X)							\
	X(STEP_CONTEXT, "context") X(STEP_LOCK, "lock") X(STEP_CALL, "call") X(STEP_ALLOC, "alloc")	\
	X(STEP_FREE, "free") X(STEP_BRANCH, "branch") X(STEP_USE, "use") X(STEP_RETURN, "return")

enum step_kind {
#define X(e, word) e,
	STEP_KINDS(X)
#undef X
	STEP_NR_KINDS
};

struct place {
	u32 file;		/* string id */
	u32 line, col;		/* from 1 */
	u32 func;		/* string id; 0 = none */
};

struct step {
	u8 kind;		/* enum step_kind */
	struct place at;
	u32 text;		/* string id: "'priv->lock' taken here by spin_lock_irqsave()" */
};

struct finding {
	const char *check;	/* id from checks.def, static */
	u8 severity, confidence;
	u32 message;		/* string id */
	struct place at;
	u32 step_at, step_nr;	/* in report.step */
	u32 related_at, related_nr;	/* in report.step: other chains to the same root cause, a step each */
	u64 id;			/* fingerprint: holds no line numbers; set by report_finish() */
	u32 key;		/* string id: what the fingerprint hashes beside check, file and function */
	u64 local_id;		/* the same without the file: finds it again after a rename */
	u8 baseline;		/* enum baseline_state */
	u8 suppressed;		/* enum suppressed */
	u32 reason;		/* string id: why it is suppressed */
	/* Both or neither, string ids: a repair whose result was checked again, by report_set_fix(). */
	u32 fix_cocci;		/* "gfp_in_atomic.cocci" */
	u32 fix_diff;		/* unified, with a/ and b/ paths relative to the source tree, as git apply takes it */
	u32 other_at, other_nr;	/* in report.other: what would repair it, too */
};

/* A repair that was checked like the one of the finding, which stands in its place. */
struct other_fix {
	u32 cocci, what, diff;	/* string ids; what: "Use GFP_ATOMIC" */
};

/* A TU that is missing, or that the compiler had errors in. */
struct skipped {
	u32 file, reason;	/* string ids */
};

/* One count the user must see: dropped edges, bounds reached, PCH fall-backs ... name is static. */
struct counter {
	const char *name;	/* "indirect calls without a target" */
	u64 value;
};

struct report {
	struct strtab str;
	VEC(struct finding) finding;
	VEC(struct step) step;
	VEC(struct other_fix) other;
	VEC(struct skipped) skipped;
	VEC(struct skipped) partial;	/* analysed as far as they could be parsed */
	VEC(struct counter) counter;
	u64 nr_tus, nr_analysed, nr_functions;
	VEC(char *) analysed;	/* the TUs that were asked for and analysed, sorted; not in JSON */
	char *tree;		/* the source tree, absolute, owned; NULL when unknown.  Never in text or JSON */
	char kernel_version[64];	/* "6.1.0-rc7", "" when unknown */
	char libclang[64];	/* "19.1.7": of the library in use; "" when unknown */
	VEC(char *) owned;	/* names of checks of a report that was read from a file */
	bool finished;
};

void report_init(struct report *r);
void report_free(struct report *r);
/* Returns the index of the new finding; add its steps with report_step() right after it. */
u32 report_add(struct report *r, const char *check, enum severity sev, enum confidence conf,
	       struct place at, const char *message, const char *key);
void report_step(struct report *r, enum step_kind kind, struct place at, const char *text);
/* After all steps: related places. */
void report_related(struct report *r, struct place at, const char *text);
/* cocci names the semantic patch in cocci/; allowed on a finished report, too. */
void report_set_fix(struct report *r, struct finding *f, const char *cocci, const char *diff);
/* After report_set_fix(), and before another finding gets one. */
void report_add_other_fix(struct report *r, struct finding *f, const char *cocci, const char *what, const char *diff);
/* The same words, living as long as the report: names of checks and counters are not copied elsewhere. */
const char *report_own(struct report *r, const char *name);
/* Finding f of another report, with its steps, as it was before that was finished. */
void report_copy(struct report *r, const struct report *from, const struct finding *f);
void report_skip(struct report *r, const char *file, const char *reason);
/* Analysed, but findings may be missing: a header does not exist, a declaration was not understood. */
void report_partial(struct report *r, const char *file, const char *reason);
/* Some TU was not analysed, or not all of it. */
static inline bool report_incomplete(const struct report *r)
{
	return r->skipped.nr || r->partial.nr;
}
void report_count(struct report *r, const char *name, u64 value);
/*
 * Sorts by file, line, column, check, message; of findings equal in all of these and in key keeps the one
 * with the highest confidence and the shortest proof; computes fingerprints (a number behind equal ones);
 * then drops those below min, so that an id does not depend on min.  Nothing may be added afterwards; a
 * second call does nothing.  Related places that say the same are kept once.
 */
void report_finish(struct report *r, enum confidence min);
/* Findings may be added again, until the next report_finish(); those that are there keep their fingerprints. */
void report_reopen(struct report *r);
/* Whether related place i of f says what an earlier one says. */
bool report_related_again(const struct report *r, const struct finding *f, u32 i);
static inline const char *report_str(const struct report *r, u32 id)
{
	return strtab_str(&r->str, id);
}

/* Whether it is for the reader: neither of the baseline nor suppressed.  JSON, SARIF and HTML have all, marked. */
static inline bool finding_is_shown(const struct finding *f)
{
	return f->baseline != BASE_KNOWN && !f->suppressed;
}
/* The words of the contract: "error", "high", "context", "new". */
const char *severity_word(enum severity s);
const char *confidence_word(enum confidence c);
const char *step_word(enum step_kind k);

/*
 * Reads what report_json() wrote, into an initialised report, finished.  Members that this version does not
 * know are passed over.  err: "file:line:col: ..." or "file: findings[3]: ...".
 */
int report_read_json(struct report *r, const char *path, struct err *err) __must_check;
int report_parse_json(struct report *r, const char *path, const char *text, size_t len, struct err *err) __must_check;

/* Reporters: the whole document into *out.  Findings of the baseline are left out of the text. */
void report_text(const struct report *r, bool color, struct strbuf *out);
void report_text_finding(const struct report *r, const struct finding *f, bool color, struct strbuf *out);
void report_json(const struct report *r, struct strbuf *out);
struct jsonw;
void report_json_finding(struct jsonw *w, const struct report *r, const struct finding *f);
/*
 * For stderr: a line for each TU that was skipped or analysed in part; and the last line, that says how many
 * findings and what is missing.
 */
void report_text_skipped(const struct report *r, struct strbuf *out);
void report_text_summary(const struct report *r, struct strbuf *out);

#endif
