/* SPDX-License-Identifier: GPL-2.0-only */
/* The parts of the SARIF reporter: rep_sarif.c writes results, sarif_run.c the run around them, sarif_place.c places. */
#ifndef REPORT_SARIF_H
#define REPORT_SARIF_H

#include "report/jsonw.h"
#include "report/line_hash.h"
#include "report/reporter.h"
#include "report/source.h"

struct sarif {
	struct jsonw w;
	const struct report_view *v;
	struct sources sources;
	VEC(char *) rule;		/* ids, sorted: their place is the ruleIndex */
	struct line_hashes hashes;	/* of the file hashes_file */
	u32 hashes_file;
	u32 nr_results_cut, nr_steps_cut;
};

/* tool, with a rule for each check that has a page or a finding. */
void sarif_tool(struct sarif *s);
u32 sarif_rule_index(const struct sarif *s, const char *check);
/* originalUriBaseIds, columnKind and what else says what this run is. */
void sarif_run(struct sarif *s);
/* invocations: how it went, and what is missing. */
void sarif_invocation(struct sarif *s);
void sarif_free(struct sarif *s);

/* The members of a location, into the open object; text may be NULL. */
void sarif_location(struct sarif *s, const struct place *at, const char *text);
/* artifactLocation of a file. */
void sarif_artifact(struct sarif *s, const char *file);
/* False where the line's hash cannot be known. */
bool sarif_line_hash(struct sarif *s, const struct place *at, char *out, size_t size);

#endif
